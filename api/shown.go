package api

import (
	"encoding/json"
	"regexp"
)

// ownID are the forms of an imp_uid and a channel_key, whose digits are no card number.
var ownID = regexp.MustCompile(`^(imps?_\d{9,14}|channel-key-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

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

// shownMessage hides in a message that is safe already what may be an echo of the holder's number.
func shownMessage(s string) string {
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
