package api

// MaskedAnswer is an answer as an inspection keeps it.
func MaskedAnswer(raw []byte) string { return maskedAnswer(raw) }

// LongestRun is the longest row of digits that could be a card number.
func LongestRun(s string) int { return longestRun([]byte(s)) }
