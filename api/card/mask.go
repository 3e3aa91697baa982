package card

import "strings"

const (
	maskHead = 6
	maskTail = 4
)

// Mask brings any server's masked card number into the one form of this program: first six, stars, last four.
// Wider masks (8+4), separators and even an unmasked number are accepted. Anything that is no digit counts as hidden.
// An empty text stays empty.
func Mask(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case isSeparator(r):
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		default:
			b = append(b, '*')
		}
	}
	m := maskDigits(b)
	clear(b)
	return m
}

// maskDigits hides everything but the first six and the last four; of a short number, all but the last four.
func maskDigits(d []byte) string {
	head := maskHead
	if len(d) <= maskHead+maskTail {
		head = 0
	}
	var out strings.Builder
	for i, c := range d {
		if i >= head && i < len(d)-maskTail {
			c = '*'
		}
		out.WriteByte(c)
	}
	return out.String()
}

// LastFour returns the last four digits of a masked number, or "" where the mask hides one of them.
func LastFour(masked string) string {
	if len(masked) < maskTail {
		return ""
	}
	tail := masked[len(masked)-maskTail:]
	if strings.Trim(tail, "0123456789") != "" {
		return ""
	}
	return tail
}

// SameMask tells whether two masked numbers can be the same card: both show the same first six and last four.
func SameMask(a, b string) bool {
	m := Mask(a)
	return m == Mask(b) && LastFour(m) != ""
}
