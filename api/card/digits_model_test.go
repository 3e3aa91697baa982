package card

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// naive is the plainest row of digits that can be written: text to the left of a position and text to the right.
type naive struct {
	text          string
	caret, anchor int
	limit         int
}

func (m *naive) replace(s string) {
	from, to := min(m.caret, m.anchor), max(m.caret, m.anchor)
	m.text = m.text[:from] + s + m.text[to:]
	m.caret = from + len(s)
	m.anchor = m.caret
}

func (m *naive) room() int {
	return m.limit - len(m.text) + max(m.caret, m.anchor) - min(m.caret, m.anchor)
}

func (m *naive) insert(c byte) bool {
	if c < '0' || c > '9' || m.room() < 1 {
		return false
	}
	m.replace(string(rune(c)))
	return true
}

func (m *naive) erase(step int) {
	if m.caret == m.anchor {
		m.anchor = max(0, min(len(m.text), m.caret+step))
	}
	m.replace("")
}

func (m *naive) move(pos int, extend bool) {
	m.caret = max(0, min(len(m.text), pos))
	if !extend {
		m.anchor = m.caret
	}
}

func (m *naive) paste(text string) bool {
	digits, ok := oraclePaste(text)
	if !ok || len(digits) > m.room() {
		return false
	}
	if digits != "" {
		m.replace(digits)
	}
	return true
}

var (
	pasteNoise = regexp.MustCompile(`[\s\v\x{85}\p{Z}\p{Pd}\p{Cf}]`)
	allDigits  = regexp.MustCompile(`^[0-9]*$`)
)

// oraclePaste normalises the text character by character with NFKC, drops the noise and looks at what is left.
func oraclePaste(text string) (string, bool) {
	var b strings.Builder
	for _, r := range text {
		s := norm.NFKC.String(string(r))
		if len([]rune(s)) != 1 { // "⑩" and "½" are no single digit
			return "", false
		}
		b.WriteString(s)
	}
	rest := pasteNoise.ReplaceAllString(b.String(), "")
	return rest, allDigits.MatchString(rest)
}

func TestDigitsAgreeWithANaiveModelOnEveryEditScript(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, MaxNumber).Draw(t, "limit")
		d, m := NewDigits(limit), &naive{limit: limit}
		key := rapid.OneOf(rapid.ByteRange('0', '9'), rapid.ByteRange('0', '9'), rapid.Byte())
		place := rapid.IntRange(-2, MaxNumber+2)
		text := rapid.StringOfN(rapid.SampledFrom([]rune("0123456789０９ -\u00a0\n–x,⑩")), 0, 24, -1)
		same := func(t *rapid.T, what string, got, want bool) {
			if got != want {
				t.Fatalf("%s taken = %t, model %t", what, got, want)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"insert":    func(t *rapid.T) { c := key.Draw(t, "key"); same(t, "key", d.Insert(c), m.insert(c)) },
			"backspace": func(*rapid.T) { d.Backspace(); m.erase(-1) },
			"delete":    func(*rapid.T) { d.Delete(); m.erase(+1) },
			"move": func(t *rapid.T) {
				pos, extend := place.Draw(t, "pos"), rapid.Bool().Draw(t, "extend")
				d.MoveTo(pos, extend)
				m.move(pos, extend)
			},
			"select all": func(*rapid.T) { d.SelectAll(); m.anchor, m.caret = 0, len(m.text) },
			"paste": func(t *rapid.T) {
				s := text.Draw(t, "text")
				_, ok := d.Paste(s)
				same(t, "paste", ok, m.paste(s))
			},
			"set": func(t *rapid.T) {
				s := rapid.StringMatching(`[0-9]{0,20}x?`).Draw(t, "row")
				ok := len(s) <= limit && !strings.HasSuffix(s, "x")
				same(t, "row", d.Set([]byte(s)), ok)
				if ok {
					m.text, m.caret, m.anchor = s, len(s), len(s)
				}
			},
			"wipe": func(*rapid.T) { d.Wipe(); *m = naive{limit: limit} },
			"": func(t *rapid.T) {
				from, to := d.Selection()
				if string(d.Bytes()) != m.text || d.Caret() != m.caret || from != min(m.caret, m.anchor) || to != max(m.caret, m.anchor) ||
					d.AtEnd() != (m.caret == len(m.text)) || d.Len() != len(m.text) {
					t.Fatalf("row %q caret %d selection %d..%d, model %+v", d.Bytes(), d.Caret(), from, to, *m)
				}
				wantClean(t, d)
			},
		})
	})
}

func TestExpiryRowStaysCleanUnderAnyTyping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDigits(4)
		for _, r := range rapid.SliceOfN(rapid.SampledFrom([]rune("0123456789/.-／９a\b<>A")), 0, 30).Draw(t, "keys") {
			switch r {
			case '\b':
				d.Backspace()
			case '<', '>':
				d.MoveTo(d.Caret()+int(r-'='), false)
			case 'A':
				d.SelectAll()
			default:
				TypeExpiry(d, r)
			}
			if d.Len() > 4 || !allDigits.Match(d.Bytes()) {
				t.Fatalf("row %q", d.Bytes())
			}
			wantClean(t, d)
		}
	})
}
