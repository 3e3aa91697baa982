package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxShown is how much of a masked answer an inspection keeps, in bytes.
	maxShown = 32 << 10
	maxDepth = 32
	hidden   = "••••"
	// suspectRun is how many digits in a row an unknown member may not have: six are a birth date.
	suspectRun = 6
)

// memberRule says how a member of a body is shown.
type memberRule int

const (
	ruleUnknown memberRule = iota
	ruleHide               // dots
	ruleNumber             // first six, stars, last four
	ruleShow               // as it is, but for runs of digits long enough to be a card number
	ruleMessage            // the server's words
)

// memberRules are the members whose meaning is known, by name without underscores, in small letters.
var memberRules = rulesOf(map[memberRule]string{
	ruleHide: "expiry birth pwd2digit cvc impkey impsecret accesstoken customername customertel customeremail customeraddr " +
		"customerpostcode buyername buyertel buyeremail buyeraddr buyerpostcode customdata vbanknum vbankholder",
	ruleNumber: "cardnumber",
	ruleShow: "customeruid merchantuid impuid channelkey channelgroupid pg pgid pgprovider pgtid applynum cardcode amount cancelamount " +
		"checksum code now expiredat inserted updated startedat paidat failedat cancelledat scheduleat executedat revokedat " +
		"total previous next page from to",
	ruleMessage: "message failreason cancelreason reason",
})

func rulesOf(lists map[memberRule]string) map[string]memberRule {
	out := map[string]memberRule{}
	for rule, names := range lists {
		for name := range strings.FieldsSeq(names) {
			out[name] = rule
		}
	}
	return out
}

func ruleFor(name string) memberRule {
	return memberRules[strings.ToLower(strings.ReplaceAll(name, "_", ""))]
}

// masker copies a JSON text, masking while it reads: a card number is never copied whole.
type masker struct {
	in      []byte
	at      int
	out     []byte
	secrets [][]byte
}

// maskedJSON is b as it may be shown; false when b is no JSON.
func maskedJSON(b []byte, secrets ...[]byte) (string, bool) {
	if !json.Valid(b) {
		return "", false
	}
	m := masker{in: b, secrets: secrets, out: make([]byte, 0, len(b)+64)}
	if !m.value("", 0) {
		return "", false
	}
	return string(m.out), true
}

// maskedAnswer is an answer as it may be shown, JSON or not.
func maskedAnswer(raw []byte, secrets ...[]byte) string {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if s, ok := maskedJSON(raw, secrets...); ok {
		return s
	}
	return maskedText(raw, secrets...)
}

// maskedText shows the beginning of a page that is no JSON, unless it may echo our request.
func maskedText(raw []byte, secrets ...[]byte) string {
	const much = 2 << 10
	small := bytes.ToLower(raw)
	for _, name := range []string{"pwd", "birth", "cvc", "expiry", "imp_", "token"} {
		if bytes.Contains(small, []byte(name)) {
			return hidden
		}
	}
	for _, s := range secrets {
		if len(s) >= 4 && bytes.Contains(raw, s) {
			return hidden
		}
	}
	if len(raw) > much {
		raw = raw[:much]
	}
	return shownText(string(raw))
}

// value copies the JSON value at m.at, which is known to be valid JSON, as the member name.
func (m *masker) value(name string, depth int) bool {
	m.blank()
	switch c := m.in[m.at]; {
	case depth > maxDepth:
		return false
	case c == '{':
		return m.list('}', depth, m.member)
	case c == '[':
		return m.list(']', depth, func(d int) bool { return m.value(name, d) })
	case c == '"':
		m.text(name, m.quoted())
	default:
		m.literal(name)
	}
	return true
}

// list copies an object or an array, one element after the other.
func (m *masker) list(end byte, depth int, element func(depth int) bool) bool {
	m.out = append(m.out, m.in[m.at])
	m.at++
	for m.blank(); m.in[m.at] != end; m.blank() {
		if m.in[m.at] == ',' {
			m.out, m.at = append(m.out, ','), m.at+1
		}
		if !element(depth + 1) {
			return false
		}
	}
	m.out, m.at = append(m.out, end), m.at+1
	return true
}

func (m *masker) member(depth int) bool {
	m.blank()
	name := m.quoted()
	shown := hidden
	if !m.secret(name) {
		shown = shownText(string(name))
	}
	m.out = append(appendQuoted(m.out, []byte(shown)), ':')
	m.blank()
	m.at++ // the colon
	return m.value(shown, depth)
}

func (m *masker) blank() {
	for m.at < len(m.in) && strings.IndexByte(" \t\r\n", m.in[m.at]) >= 0 {
		m.at++
	}
}

// quoted reads the string at m.at. It is a part of the input unless it has escapes; then it is a copy of its own.
func (m *masker) quoted() []byte {
	from := m.at + 1
	escaped := false
	for m.at++; m.in[m.at] != '"'; m.at++ {
		if m.in[m.at] == '\\' {
			escaped, m.at = true, m.at+1
		}
	}
	m.at++
	raw := m.in[from : m.at-1]
	if !escaped {
		return raw
	}
	return unescaped(raw)
}

// text copies a string value.
func (m *masker) text(name string, s []byte) {
	rule := ruleFor(name)
	switch {
	case len(s) == 0:
		m.out = append(m.out, `""`...)
	case rule == ruleHide || rule != ruleNumber && m.secret(s):
		m.out = appendQuoted(m.out, []byte(hidden))
	case rule == ruleNumber:
		m.out = appendQuoted(m.out, maskedNumber(s))
	case rule == ruleShow:
		m.out = appendQuoted(m.out, []byte(shownID(safeText(string(s)))))
	case rule == ruleMessage:
		m.out = appendQuoted(m.out, []byte(shownMessage(safeMessage(string(s), m.secrets...))))
	default:
		m.out = appendQuoted(m.out, []byte(shownText(string(s))))
	}
}

// literal copies a number, true, false or null.
func (m *masker) literal(name string) {
	from := m.at
	for m.at < len(m.in) && strings.IndexByte(",]} \t\r\n", m.in[m.at]) < 0 {
		m.at++
	}
	s := m.in[from:m.at]
	digits := longestRun(s)
	switch rule := ruleFor(name); {
	case digits == 0:
		m.out = append(m.out, s...)
	case rule == ruleNumber:
		m.out = appendQuoted(m.out, maskedNumber(s))
	case rule == ruleHide, m.secret(s), digits >= minRun, digits >= suspectRun && rule != ruleShow:
		m.out = appendQuoted(m.out, []byte(hidden))
	default:
		m.out = append(m.out, s...)
	}
}

func (m *masker) secret(s []byte) bool {
	for _, b := range m.secrets {
		if len(b) >= 4 && bytes.Contains(s, b) {
			return true
		}
	}
	return false
}

// maskedNumber keeps the first six and the last four digits of a card number, however it is grouped.
func maskedNumber(s []byte) []byte {
	total := 0
	for _, c := range s {
		if isDigitByte(c) || c == '*' {
			total++
		}
	}
	out := make([]byte, 0, total)
	for _, c := range s {
		if !isDigitByte(c) && c != '*' {
			continue
		}
		if n := len(out); total <= runHead+runTail && n < total-runTail || n >= runHead && n < total-runTail {
			c = '*'
		}
		out = append(out, c)
	}
	return out
}

func isDigitByte(c byte) bool { return c >= '0' && c <= '9' }

// longestRun is the longest row of digits, with up to three separators between two of them.
func longestRun(s []byte) int {
	longest, run, gap := 0, 0, 0
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		s = s[n:]
		switch {
		case unicode.Is(unicode.Nd, r):
			run, gap = run+1, 0
			longest = max(longest, run)
		case run > 0 && gap < maxGap && separates(r):
			gap++
		default:
			run, gap = 0, 0
		}
	}
	return longest
}
