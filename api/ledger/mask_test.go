package ledger

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMaskedShowsSixAndFour(t *testing.T) {
	for s, ok := range map[string]bool{
		"":                          true,
		"411111******1111":          true,
		"************1111":          true,
		"411111**********":          true,
		"****************":          true,
		"4111**1111":                true,
		"1111":                      true,
		"4111111*****1111":          false, // seven in front
		"41111111****1111":          false, // eight, as some PGs show
		"411111*****11111":          false, // five behind
		"4111111111111111":          false,
		"12345":                     false, // five are no last four
		"411111**1***1111":          false, // a digit in between
		"411111xxxxxx1111":          false, // another mask than ours
		"411111 ****** 1111":        false,
		"４１１１１１******１１１１":          false, // full-width digits
		"411111******1111\x00":      false,
		strings.Repeat("*", 25):     false,
		"411111******1111411111***": false,
	} {
		if err := checkMasked("masked", s); (err == nil) != ok || err != nil && !errors.Is(err, ErrUnmasked) {
			t.Errorf("%q: %v, want ok %v", s, err, ok)
		}
	}
}

func TestUnmaskedNumbersAreRefusedEverywhere(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		const pan = "4111111111111111"
		a := attempt("a", nine)
		a.Masked = pan
		_, begin := l.Begin(t.Context(), a)
		_, prior := l.Begin(t.Context(), replacing("a", nine, cardA, Stamp{1, 1, "41111111****1111"}))
		id := begun(t, l, attempt("a", nine))
		settle := l.Settle(t.Context(), id, Outcome{State: Issued, Key: keyOf(pan, nine, nine)})
		for name, err := range map[string]error{"Begin": begin, "Prior": prior, "Settle": settle} {
			if !errors.Is(err, ErrUnmasked) || strings.Contains(err.Error(), "1111") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if e := read(t, l, id); e.State != Pending {
			t.Errorf("the refused outcome made it %s", e.State)
		}
	})
}

// The file refuses what the code refuses: a later program, or a hand with an SQL shell, passes only the file.
func TestFileRefusesTheMasksThatTheCodeRefuses(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		tx := unsaved(t, newLedger(t))
		for _, column := range []string{"masked", "key_masked", "prior_masked"} {
			if isOnServer(t) {
				savepoint(t, tx)
			}
			insert := `INSERT INTO entries (profile, environment, customer_uid, started_at, state, ` + column + `) VALUES ('p', 'test', 'u', 1, 'declined', ?)`
			rapid.Check(t, func(rt *rapid.T) {
				s := rapid.OneOf(
					rapid.StringMatching(`[0-9]{0,8}\*{0,16}[0-9]{0,6}`),
					rapid.StringMatching(`[0-9*]{0,26}`),
					rapid.StringMatching(`[0-9* x-]{0,20}`),
				).Draw(rt, "masked")
				_, inFile := tx.ExecContext(t.Context(), insert, s)
				if isOnServer(t) && inFile != nil {
					back(t, tx)
				} else if isOnServer(t) {
					savepoint(t, tx)
				}
				inCode := checkMasked(column, s)
				if (inFile == nil) != (inCode == nil) {
					rt.Fatalf("%s = %q: the file says %v, the code %v", column, s, inFile, inCode)
				}
			})
		}
	})
}

func TestFileRefusesANumberInAText(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		const pan = "please call 4111111111111111 back"
		for _, column := range []string{"message", "note", "operator", "card_name"} {
			if err := rawExec(t, l, `UPDATE entries SET `+column+` = ? WHERE id = ?`, pan, e.ID); err == nil {
				t.Errorf("entries.%s took a card number", column)
			}
		}
		for _, column := range []string{"detail", "operator"} {
			if err := rawExec(t, l, `INSERT INTO events (at, kind, `+column+`) VALUES (1, 'note', ?)`, pan); err == nil {
				t.Errorf("events.%s took a card number", column)
			}
		}
	})
}

func TestScrubMasksLongRuns(t *testing.T) {
	for s, want := range map[string]string{
		"":                              "",
		"한도초과":                          "한도초과",
		"tel 01012345678":               "tel 01012345678", // eleven: a telephone number
		"123456789012":                  "123456**9012",
		"card 4111111111111111 refused": "card 411111******1111 refused",
		"4111-1111-1111-1111":           "4111-11**-****-1111",
		"4111 1111 1111 1111":           "4111 11** **** 1111",
		"4111 - 1111 - 1111 - 1111":     "4111 - 11** - **** - 1111",
		"4111\n1111\t1111\r\n1111":      "4111\n11**\t****\r\n1111",
		"4111–1111–1111–1111":           "4111–11**–****–1111",
		"4111\u200b1111\u200b11111111":  "4111\u200b11**\u200b****1111",
		"4111\x00111111111111":          "411111******1111",
		"４１１１１１１１１１１１１１１１": "４１１１１１******１１１１",
		"411111******1111":                   "411111******1111",
		"411111******1111; 555555******4444": "411111******1111; 555555******4444",
		"41111111****1111":                   "411111******1111", // as some PGs mask
		"4111-1111-****-1111":                "4111-11**-****-1111",
		"4111111******111":                   "411111*******111", // seven in front
		"010-****-5678":                      "010-****-5678",
		"411111*****11111 refused":           "411111******1111 refused",
		"2026-03-02 09:00:00 ok":             "2026-03-02 09:00:00 ok",
		"4111 1111 1111 1111 and 12/30":      "4111 11** **** 1111 and 12/30",
		"5555555555554444/4111111111111":     "555555******4444/411111***1111",
		"bad \xff text 4111111111111111":     "bad \uFFFD text 411111******1111",
		"code 3054 4111111111111111":         "code 3054 41**********1111",
	} {
		if got := scrub(s); got != want {
			t.Errorf("scrub(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestScrubbedTextHoldsNoRunAndPassesTheFile(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		tx := unsaved(t, newLedger(t))
		rapid.Check(t, func(rt *rapid.T) {
			s := rapid.OneOf(rapid.String(), rapid.StringMatching(`([0-9]{1,7}[ \-]{0,3}){0,8}x?[0-9]{0,20}`)).Draw(rt, "text")
			got := scrub(s)
			if scrub(got) != got {
				rt.Fatalf("scrub(%q) = %q, and again %q", s, got, scrub(got))
			}
			if err := record(t.Context(), tx, Event{At: nine, Profile: "p1", CustomerUID: "u", Kind: KindNote, Detail: s}); err != nil {
				rt.Fatalf("Record %q: %v", s, err)
			}
		})
	})
}
