package api

import (
	"encoding/json"
	"regexp"
	"strings"
)

// ownID are the forms of an imp_uid and a channel_key, whose digits are no card number.
var ownID = regexp.MustCompile(`^(imps?_\d{9,14}|channel-key-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// opaque is what a key, a secret or a token looks like.
var opaque = regexp.MustCompile(`[A-Za-z0-9]{24}`)

// shownID is an identifier with its long runs of digits starred.
func shownID(s string) string {
	if ownID.MatchString(s) {
		return s
	}
	return maskRuns(s)
}

// birthLike are runs of digits that can be a birth date or a business number. PGs put their own six-digit codes into
// brackets or behind a colon: those stay.
var birthLike = regexp.MustCompile(`(^|[^\d\[:])( ?)(\d{10}|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))($|\D)`)

// personal are echoes of personal data of our own request, in JSON or as a form.
var personal = regexp.MustCompile(`(?i)((?:customer|buyer)_?(?:name|tel|email|addr|postcode)\\*"?\s*[:=]\s*\\*"?)[^"\\&,}]+`)

// shownText is a text nobody knows the meaning of: whole, or not at all. It is judged as it will be shown, since cleaning
// can bring digits together.
func shownText(s string) string {
	s = safeText(strings.ToValidUTF8(s, ""))
	if longestRun([]byte(s)) >= suspectRun || echoes.MatchString(s) || opaque.MatchString(s) {
		return hidden
	}
	return s
}

// shownMessage hides in a message that is safe already what may be an echo of personal data and of the holder's number.
func shownMessage(s string) string {
	s = personal.ReplaceAllString(s, "${1}"+hidden)
	for range 2 { // neighbours share the character between them
		s = birthLike.ReplaceAllString(s, "${1}${2}"+hidden+"${4}")
	}
	return s
}

// unescaped undoes the escapes of a JSON string. No card number of ours has any, so that a string may hold it on the way.
func unescaped(raw []byte) []byte {
	quoted := make([]byte, 0, len(raw)+2)
	quoted = append(append(append(quoted, '"'), raw...), '"')
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return []byte(hidden)
	}
	return []byte(s)
}
