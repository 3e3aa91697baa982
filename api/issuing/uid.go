package issuing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"billkey/api/card"
)

// MaxUID is the longest customer_uid, in characters.
const MaxUID = 80

// Reasons about a customer_uid. What the server allows is nowhere documented: only what breaks the path is refused, and
// a card number, which would end up in addresses, in the ledger and in the server's logs.
const (
	UIDBlank    card.Code = "uid_blank"
	UIDLong     card.Code = "uid_long"
	UIDDots     card.Code = "uid_dots"
	UIDControl  card.Code = "uid_control"
	UIDReserved card.Code = "uid_reserved"
	UIDSpace    card.Code = "uid_space"
	UIDForeign  card.Code = "uid_foreign"
	UIDSample   card.Code = "uid_sample"
	UIDTail     card.Code = "uid_tail"
	UIDTwin     card.Code = "uid_twin"
	UIDCard     card.Code = "uid_card"
)

// CheckUID judges a customer_uid; lastFour are the new card's last digits, "" while they are not typed.
func CheckUID(uid, lastFour string) []card.Problem {
	if c, bad := refusedUID(uid); bad {
		return []card.Problem{{Field: card.FieldUID, Code: c, Level: card.Refuse}}
	}
	var out []card.Problem
	for _, w := range uidWarnings(uid, lastFour) {
		out = append(out, card.Problem{Field: card.FieldUID, Code: w, Level: card.Warn})
	}
	return out
}

func refusedUID(uid string) (card.Code, bool) {
	switch {
	case uid == "":
		return card.Empty, true
	case strings.TrimSpace(uid) == "":
		return UIDBlank, true
	case uid == "." || uid == "..":
		return UIDDots, true
	case utf8.RuneCountInString(uid) > MaxUID:
		return UIDLong, true
	case !utf8.ValidString(uid) || strings.ContainsFunc(uid, unicode.IsControl):
		return UIDControl, true
	case isCardNumber(uid):
		return UIDCard, true
	}
	return "", false
}

func uidWarnings(uid, lastFour string) []card.Code {
	var out []card.Code
	add := func(c card.Code, is bool) {
		if is {
			out = append(out, c)
		}
	}
	add(UIDReserved, strings.ContainsAny(uid, `/?#%\+`))
	add(UIDSpace, strings.ContainsFunc(uid, unicode.IsSpace))
	add(UIDForeign, strings.ContainsFunc(uid, func(r rune) bool { return r > unicode.MaxASCII && !unicode.IsSpace(r) }))
	add(UIDSample, uid == "customer_1234" || uid == "your_customer_1234")
	tail := uidTail(uid)
	add(UIDTail, tail != "" && lastFour != "" && tail != lastFour)
	return out
}

// uidTail is the dddd of "…_dddd", by convention the card's last four.
func uidTail(uid string) string {
	at := strings.LastIndexByte(uid, '_')
	tail := uid[at+1:]
	if at < 0 || len(tail) != 4 || strings.Trim(tail, "0123456789") != "" {
		return ""
	}
	return tail
}

// ComposeUID builds the recommended form: member id, serial and the card's last four, as gildong_0001_1234.
func ComposeUID(member, serial, lastFour string) string {
	return strings.Join([]string{member, serial, lastFour}, "_")
}

func checkUID(uid string) error {
	if _, bad := refusedUID(uid); bad {
		return &Failure{Kind: BadUID}
	}
	return nil
}

// isCardNumber tells whether uid is nothing but a card number of a known brand, with or without separators.
func isCardNumber(uid string) bool {
	digits := []byte(strings.NewReplacer(" ", "", "-", "", "_", "", ".", "").Replace(uid))
	if strings.Trim(string(digits), "0123456789") != "" {
		return false
	}
	return card.NumberComplete(digits)
}
