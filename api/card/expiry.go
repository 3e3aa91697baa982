package card

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Seoul is the zone that decides which month it is. Korea keeps no summer time, so a fixed zone is exact.
var Seoul = time.FixedZone("KST", 9*60*60)

// Expiry is the last month in which a card is valid. It is card data: it does not print. Its fields are plain numbers,
// so fmt would show them in an unexported field of another struct, where it cannot call methods: a test forbids such
// fields.
type Expiry struct{ Year, Month int }

// API is the form of the API: YYYY-MM.
func (e Expiry) API() string { return string(e.appendAPI(nil)) }

// appendAPI writes the digits straight into dst: fmt would leave a copy in its pooled buffer.
func (e Expiry) appendAPI(dst []byte) []byte {
	dst = appendTwo(appendTwo(dst, e.Year/100), e.Year%100)
	return appendTwo(append(dst, '-'), e.Month)
}

func appendTwo(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }

// ExpiryOf reads four typed digits MMYY, without judging them.
func ExpiryOf(digits []byte) (Expiry, bool) {
	if len(digits) != 4 {
		return Expiry{}, false
	}
	return Expiry{Year: 2000 + two(digits[2:]), Month: two(digits)}, true
}

func two(d []byte) int { return int(d[0]-'0')*10 + int(d[1]-'0') }

// CheckExpiry judges four typed digits MMYY at the time now; the month is taken in Korea.
// Past months and more than twenty years ahead are refused, more than ten years ahead is warned of.
func CheckExpiry(digits []byte, now time.Time) []Problem {
	if len(digits) == 0 {
		return expiryProblem(Empty, Refuse)
	}
	if len(digits) >= 2 && !isMonth(two(digits)) {
		return monthProblem(digits)
	}
	e, ok := ExpiryOf(digits)
	if !ok {
		return expiryProblem(ExpiryIncomplete, Refuse)
	}
	switch ahead := e.months() - monthOf(now); {
	case ahead < 0:
		return expiryProblem(ExpiryPast, Refuse)
	case ahead > 20*12:
		return expiryProblem(ExpiryTooFar, Refuse)
	case ahead > 10*12:
		return expiryProblem(ExpiryFar, Warn)
	}
	return nil
}

func (e Expiry) months() int { return e.Year*12 + e.Month }

func monthOf(t time.Time) int {
	k := t.In(Seoul)
	return k.Year()*12 + int(k.Month())
}

func isMonth(m int) bool { return m >= 1 && m <= 12 }

// monthProblem offers the swapped form of a year-first entry (28/09 → 09/28); it never swaps by itself. 00 is a slip
// of another kind: no card in use ends in 2000.
func monthProblem(digits []byte) []Problem {
	if len(digits) == 4 && two(digits) > 12 && isMonth(two(digits[2:])) {
		return []Problem{{FieldExpiry, ExpirySwapped, Refuse, fmt.Sprintf("%s/%s", digits[2:], digits[:2])}}
	}
	return expiryProblem(ExpiryMonth, Refuse)
}

func expiryProblem(c Code, l Level) []Problem {
	return []Problem{{Field: FieldExpiry, Code: c, Level: l}}
}

var (
	monthFirst = regexp.MustCompile(`^(\d{1,2})\s*[/\-. ]\s*(?:20)?(\d{2})$`)
	monthTight = regexp.MustCompile(`^(\d{2})(?:20)?(\d{2})$`)
	yearFirst  = regexp.MustCompile(`^20(\d{2})\s*[-/.]\s*(\d{1,2})$`)
)

// ParseExpiry reads a pasted expiry into the four digits MMYY. Forms: MM/YY, MM / YY, MMYY, M/YY, MM/YYYY, MMYYYY,
// YYYY-MM, YYYY-M, MM YY. Bare three or five digits are guesswork and are refused.
func ParseExpiry(text string) ([]byte, bool) {
	t := trimSpace(norm.NFKC.String(text))
	if m := yearFirst.FindStringSubmatch(t); m != nil {
		return mmyy(m[2], m[1]), true
	}
	for _, re := range []*regexp.Regexp{monthFirst, monthTight} {
		if m := re.FindStringSubmatch(t); m != nil {
			return mmyy(m[1], m[2]), true
		}
	}
	return nil, false
}

func mmyy(month, year string) []byte {
	m, _ := strconv.Atoi(month)
	return fmt.Appendf(nil, "%02d%s", m, year)
}
