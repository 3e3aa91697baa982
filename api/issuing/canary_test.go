package issuing_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// The canary is searched for in everything that a desk leaves behind. Holder number and PIN are such that no time, size
// or number in a file looks like them by chance.
const (
	canaryPAN   = "5105105105105100"
	canaryBirth = "8804307316"
	canaryPIN   = "73"
)

func canary() *card.Card {
	return &card.Card{
		Number: card.NewNumber([]byte(canaryPAN)), Expiry: card.Expiry{Year: 2030, Month: 11},
		Holder: card.NewHolder([]byte(canaryBirth)), PIN: card.NewPIN([]byte(canaryPIN)),
	}
}

func TestTheCardIsNowhereAfterEveryStory(t *testing.T) {
	dir := t.TempDir()
	var said bytes.Buffer
	for _, kind := range append(sandbox.FaultKinds(), "") {
		synctest.Test(t, func(t *testing.T) { canaryStory(t, dir, kind, &said) })
	}
	search(t, "receipts and errors", said.Bytes())
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		search(t, f.Name(), b)
	}
}

// canaryStory registers, replaces, looks, warns and follows with one fault, and prints all it is told. The ledger is
// searched while it is open, with what SQLite keeps beside it.
func canaryStory(t *testing.T, dir string, kind sandbox.FaultKind, said *bytes.Buffer) {
	s := newStage(t, sandbox.Options{Huge: 2 << 20})
	tell := func(what any, err error) {
		fmt.Fprintf(said, "%v %+v %#v %v %+v\n", what, what, what, err, err)
		var f *issuing.Failure
		if errors.As(err, &f) {
			fmt.Fprintf(said, "%+v %#v %s\n", *f, *f, f.Message)
		}
	}
	for _, replace := range []bool{false, true} {
		o := issuing.Order{UID: uid, Card: canary(), Operator: "kim", ConsentAt: time.Now()}
		if replace {
			s.server.ClearFaults()
			if l, err := s.desk.LookUp(t.Context(), uid); err == nil && l.Used() {
				o.Confirmation, _ = s.desk.Confirm(l, card.LastFour(l.Key.Masked))
			}
		}
		if kind != "" {
			s.inject(sandbox.Fault{Kind: kind})
		}
		tell(o, nil)
		r, err := s.desk.Issue(t.Context(), o)
		tell(r, err)
		tell(o, nil)
		s.desk.Follow(t.Context(), r.EntryID, func(r issuing.Receipt) { tell(r, nil) })
		l, err := s.desk.Cautions(t.Context(), uid, "510510******5100")
		tell(l, err)
	}
	for _, e := range rows(t, s.ledger) {
		tell(e, nil)
	}
	for _, f := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.path + f)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, string(kind)+"ledger"+f), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// search looks for the card in clear and in the ways in which it could be cut into groups.
func search(t *testing.T, where string, b []byte) {
	t.Helper()
	text := string(b)
	for _, forbidden := range []string{
		canaryPAN, "5105-1051-0510-5100", "5105 1051 0510 5100", canaryPAN[:8], canaryPAN[6:], canaryBirth, canaryBirth[:6],
		`pwd_2digit":"` + canaryPIN, "2030-11",
	} {
		if at := strings.Index(text, forbidden); at >= 0 {
			t.Errorf("%s holds %q: …%q…", where, forbidden, text[max(0, at-40):min(len(text), at+40)])
		}
	}
}

// Looking is sound: the search finds what it looks for.
func TestTheCanaryIsFoundWhereItIs(t *testing.T) {
	l := openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	id, err := l.Begin(context.Background(), ledger.Attempt{
		Profile: "p", Environment: "test", CustomerUID: canaryBirth, Masked: "510510******5100", StartedAt: time.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := l.Entry(t.Context(), id)
	if err != nil || !strings.Contains(fmt.Sprintf("%+v", e), canaryBirth) {
		t.Errorf("%+v, %v", e, err)
	}
}
