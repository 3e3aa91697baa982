package issuing

import (
	"strings"

	"billkey/api/card"
)

// Class is what a decline asks the operator to do, a key into the translations.
type Class string

// Classes of declines.
const (
	Locked    Class = "locked"     // too many wrong tries: the customer must call the card company
	FixBoth   Class = "fix_both"   // PIN digits and holder number
	FixPIN    Class = "fix_pin"    // wrong tries are counted by the card company
	FixHolder Class = "fix_holder" // counted as well
	FixExpiry Class = "fix_expiry"
	FixNumber Class = "fix_number"
	Duplicate Class = "duplicate"
	Setting   Class = "setting"
	OtherCard Class = "other_card"
	Issuer    Class = "issuer"
	Later     Class = "later"
	Plain     Class = "plain" // only the PG's own words
)

// Classes are all of them but [Plain], in the order in which they can be read: those a word of the customer mends first.
var Classes = []Class{FixNumber, FixExpiry, FixPIN, FixHolder, FixBoth, Locked, OtherCard, Issuer, Duplicate, Setting, Later}

// Retry says whether the same order may be tried again.
type Retry string

// Retry classes; "" where nothing is known.
const (
	RetryFix      Retry = "fix"       // after the field was put right
	RetryNotAgain Retry = "not_again" // the same data will be declined again
	RetryLater    Retry = "later"     // the same data may pass in a while
	RetryLocked   Retry = "locked"    // every further try makes it worse
)

// Advice is added to the PG's message; it never replaces it.
type Advice struct {
	Class Class
	// Field is the input to put the cursor in; "" where no input is at fault.
	Field card.Field
	Retry Retry
	// Counted tells that the card company counts this try towards locking the card.
	Counted bool
	// Code is the PG's code that the advice rests on; "" where it was words.
	Code string
}

// AdviceFor is [AdviceOn] for a PG that is not known.
func AdviceFor(message string) Advice { return AdviceOn("", message) }

// AdviceOn reads a decline's message: a lock-out by its words, then the codes of the PG's own list (pg is the PG's code
// and may be empty), then known phrases. Nothing is cut out of the message: PGs change their texts at will.
func AdviceOn(pg, message string) Advice {
	if a, ok := byPhrase(lockPhrases, message); ok {
		return a
	}
	codes := codesIn(message)
	if a, ok := byCode(sureCodes, pg, codes); ok {
		return a
	}
	if a, ok := byPhrase(phraseRows, message); ok {
		return a
	}
	if a, ok := byCode(vagueCodes, pg, codes); ok {
		return a
	}
	return Advice{Class: Plain}
}

func byPhrase(rows []phraseRow, message string) (Advice, bool) {
	for _, r := range rows {
		if anyIn(message, r.words) && (len(r.with) == 0 || anyIn(message, r.with)) {
			return r.advice, true
		}
	}
	return Advice{}, false
}

func anyIn(message string, words []string) bool {
	for _, w := range words {
		if strings.Contains(message, w) {
			return true
		}
	}
	return false
}

// codeTable is advice by PG family and code; family "" holds what needs no family to be understood.
type codeTable map[string]map[string]Advice

var sureCodes, vagueCodes = tableOf(codeRows), tableOf(vagueRows)

// shortCode is the length up to which a code means different things at different PGs.
const shortCode = 3

func tableOf(rows []codeRow) codeTable {
	t := codeTable{"": {}}
	for _, r := range rows {
		if t[r.family] == nil {
			t[r.family] = map[string]Advice{}
		}
		for _, c := range r.codes {
			a := r.advice
			a.Code = c
			t[r.family][c] = a
			if len(c) > shortCode {
				t[""][c] = a
			}
		}
	}
	return t
}

func byCode(t codeTable, pg string, codes []string) (Advice, bool) {
	for _, c := range codes {
		if a, ok := t[familyOf(pg)][c]; ok {
			return a, true
		}
	}
	return Advice{}, false
}

// familyOf is whose code list a PG uses; "" for PGs without one of their own here.
func familyOf(pg string) string {
	switch pg {
	case "nice", "nice_v2":
		return "nice"
	case "kcp", "kcp_billing":
		return "kcp"
	case "tosspayments", "uplus":
		return "toss"
	case "html5_inicis", "inicis":
		return "inicis"
	}
	return ""
}

// codesIn finds what can be a code: a word in square brackets or after "code:" and "코드:", and any word of capitals and
// digits that has both or is long, such as CC63 or INVALID_CARD_NUMBER.
func codesIn(message string) []string {
	var out []string
	for rest := message; ; {
		at := strings.IndexFunc(rest, isCodeRune)
		if at < 0 {
			return out
		}
		word, after := codeWord(rest[at:])
		if marked(rest[:at]) || distinct(word) {
			out = append(out, word)
		}
		rest = after
	}
}

func codeWord(s string) (word, after string) {
	end := strings.IndexFunc(s, func(r rune) bool { return !isCodeRune(r) })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

func isCodeRune(r rune) bool {
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_'
}

// marked tells whether what stands before a word announces a code.
func marked(before string) bool {
	before = strings.TrimRight(before, " ")
	return strings.HasSuffix(before, "[") || strings.HasSuffix(before, ":") || strings.HasSuffix(before, "(")
}

// distinct tells whether a word can only be a code.
func distinct(word string) bool {
	return len(word) > shortCode && word == strings.ToUpper(word) && strings.ContainsFunc(word, func(r rune) bool { return r >= 'A' })
}
