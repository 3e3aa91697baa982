package ledger

import (
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// gram is how many letters are indexed together.
const gram = 3

// fold brings a text into the form in which it is searched: composed, full-width letters narrow, small letters.
// Invisible characters go: the index would part words at them.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) && !unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

const (
	firstSyllable, lastSyllable = 0xAC00, 0xD7A3
	perInitial                  = 588 // syllables with one initial consonant
)

// initials of syllables, in the order of Unicode's table: the letters of the keyboard, not the conjoining ones.
var initials = []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")

// initialsOf is the initial consonants of a Korean text, "" where it holds no syllable: 홍길동 is ㅎㄱㄷ.
func initialsOf(s string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(s) {
		if r >= firstSyllable && r <= lastSyllable {
			out.WriteRune(initials[(r-firstSyllable)/perInitial])
		}
	}
	return out.String()
}

// grams is every run of three letters of a folded text's words, at a word's end also of two and one, with blanks between.
func grams(text string) string {
	var out strings.Builder
	for _, word := range strings.Fields(text) {
		letters := []rune(word)
		for i := range letters {
			out.WriteString(string(letters[i:min(i+gram, len(letters))]))
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// Filtered values stand among the grams as one word each: a letter nobody types, and the value.
const (
	tagState       = '\U000F0001'
	tagEnvironment = '\U000F0002'
	tagProfile     = '\U000F0003'
	tagOperator    = '\U000F0004'
	tagDesk        = '\U000F0005'
)

func tagged(kind rune, value string) string { return string(kind) + hex.EncodeToString([]byte(value)) }

// wordMatch is the full-text expression for one folded word, and whether it finds more than the word.
func wordMatch(word string) (expression string, loose bool) {
	letters := []rune(word)
	if len(letters) < gram {
		return quoted(string(letters)) + "*", false
	}
	var parts []string
	for i := range len(letters) - gram + 1 {
		parts = append(parts, quoted(string(letters[i:i+gram])))
	}
	return strings.Join(parts, " AND "), len(parts) > 1
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
