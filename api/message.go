package api

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
)

const (
	// maxMessage is far beyond any message of a PG, in characters; it keeps a hostile one off the screen.
	maxMessage = 4096
	// maxRaw is where a message is cut before any work is done on it, in bytes.
	maxRaw = 64 << 10
	// A run of this many digits may be a card number. First six and last four stay.
	minRun, runHead, runTail = 12, 6, 4
	// maxGap is how many separators in a row still belong to one number.
	maxGap = 3
)

// Terminal sequences, seven- and eight-bit: CSI with its parameters, and the strings OSC, DCS, SOS, PM, APC. A string
// that never ends is no sequence: only its introducer goes, or the rest of the message would go with it.
var escapes = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?|" +
	"(?:\x1b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\a\x1b\u009c]*(?:\a|\x1b\\\\|\u009c)|\x1b[ -/]*[0-~]?")

// Values of card fields in an echo of our own request, in JSON or as a form.
var echoes = regexp.MustCompile(`(?i)((?:birth|pwd_?2digit|cvc|expiry)\\*"?\s*[:=]\s*\\*"?)[\d-]+`)

// safeMessage keeps a server's message whole and makes it fit to show and to store: echoes of our secrets and of card
// fields become dots, terminal sequences, control, formatting and bidi characters go, line breaks become spaces, and
// card numbers are masked.
func safeMessage(s string, secrets ...[]byte) string {
	if len(s) > maxRaw { // no number may be cut in two: its first part would escape the mask
		s = strings.TrimRight(strings.ToValidUTF8(s[:maxRaw], ""), "0123456789 -")
	}
	for _, b := range secrets {
		if len(b) >= 4 && bytes.Contains([]byte(s), b) {
			s = strings.ReplaceAll(s, string(b), "••••")
		}
	}
	return truncate(maskRuns(echoes.ReplaceAllString(safeText(s), "${1}••")))
}

// safeText is safeMessage for short fields whose digits mean something, such as an imp_uid.
func safeText(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, escapes.ReplaceAllString(s, "")))
}

func truncate(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxMessage {
			return s[:i] + "…"
		}
	}
	return s
}

// maskRuns stars the middle of every run of digits long enough to be a card number, also where spaces or hyphens
// stand between the digits.
func maskRuns(s string) string {
	runes := []rune(s)
	var run []int // positions of the digits of the run being read
	gap := 0
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Nd, r):
			run, gap = append(run, i), 0
		case len(run) > 0 && gap < maxGap && separates(r):
			gap++
		default:
			star(runes, run)
			run, gap = run[:0], 0
		}
	}
	star(runes, run)
	return string(runes)
}

func star(runes []rune, run []int) {
	if len(run) < minRun {
		return
	}
	for _, i := range run[runHead : len(run)-runTail] {
		runes[i] = '*'
	}
}

func separates(r rune) bool {
	return unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Zs, r)
}
