//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"billkey/api/sandbox"
)

// stop is what one search found.
type stop struct {
	when          string
	clean         bool // nothing may be left
	own, earlier  tally
	birth, pin    int // of the card of this stop
	secret, token int
}

// tally counts what is found of numbers.
type tally struct {
	whole, pieces int
	forms         map[string]int
}

func (t *tally) add(copies []copyOf) {
	for _, c := range copies {
		if c.digits < 16 {
			t.pieces++
		} else {
			t.whole++
		}
		if t.forms == nil {
			t.forms = map[string]int{}
		}
		t.forms[c.form]++
	}
}

func (t tally) String() string {
	if t.whole+t.pieces == 0 {
		return "0"
	}
	return fmt.Sprintf("%d + %d", t.whole, t.pieces)
}

// search looks for card n and those before it, and for what belongs to them. clean says that nothing may be found.
func (w *walk) search(when string, n int, clean bool) {
	if w.story.Err != nil {
		return
	}
	regions, err := snapshot(w.story.Window.PID())
	if err != nil {
		w.story.Err = err
		return
	}
	s := stop{when: when, clean: clean, secret: count(regions, sandbox.Secret), token: count(regions, w.server.lastToken())}
	for i, c := range w.cards {
		copies := find(regions, c.Number)
		w.say(when, i, copies)
		if i == n {
			s.own.add(copies)
			s.birth, s.pin = count(regions, c.Birth), count(regions, `"pwd_2digit":"`+c.PIN)
		} else {
			s.earlier.add(copies)
		}
	}
	w.stops = append(w.stops, s)
}

func (w *walk) say(when string, card int, copies []copyOf) {
	for _, c := range copies {
		if w.where {
			fmt.Fprintf(os.Stderr, "%s: card %d, %d digits, %s, at %x in %q: %s\n", when, card+1, c.digits, c.form, c.at, c.region, c.around)
		}
	}
}

// left says which stops were to be clean and were not. What a paste leaves is not ours to take away.
func (w *walk) left() error {
	var bad []string
	for _, s := range w.stops {
		if s.clean && (s.own.whole+s.own.pieces > 0 || s.birth+s.pin > 0) {
			bad = append(bad, s.when)
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("card data is left: %s", strings.Join(bad, "; "))
	}
	return nil
}

func (w *walk) report(out io.Writer) {
	row := func(values ...any) { _, _ = fmt.Fprintf(out, "%-34s %-10v %-10v %-8v %-8v %-10v %v\n", values...) }
	row("copies in writable memory", "number", "earlier", "birth", "PIN", "imp_secret", "token")
	for _, s := range w.stops {
		row(s.when, s.own, s.earlier, s.birth, s.pin, s.secret, s.token)
	}
	_, _ = fmt.Fprintln(out, "number: whole + pieces of ten digits or more; plain, grouped, UTF-16, UTF-32, 64 bit, bare values.\n"+
		"birth: six digits in a row, PIN: as JSON member. earlier: numbers of the cards before.")
}
