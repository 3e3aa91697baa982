package export

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"billkey/api/ledger"
)

const (
	canary      = "5105105105105100"
	canaryLoose = "5105 1051-0510 5100"
	canaryWide  = "５１０５１０５１０５１０５１００"
)

func openLedger(t *testing.T) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// from is a real source: the ledger, page by page.
func from(l *ledger.Ledger) Source {
	return func(ctx context.Context, each func(ledger.Entry) error) error {
		for q := (ledger.Query{Limit: 1000}); ; {
			p, err := l.Entries(ctx, q)
			if err != nil {
				return err
			}
			for _, e := range p.Entries {
				if err := each(e); err != nil {
					return err
				}
			}
			if !p.More {
				return nil
			}
			q.After = p.Next
		}
	}
}

func attempt(uid, text string) ledger.Attempt {
	return ledger.Attempt{
		Profile: "p1", Environment: "live", CustomerUID: uid, PG: "nice_v2", Masked: "510510******5100", StartedAt: nine,
		Operator: text, Note: text, PriorCardName: text, CustomerName: text,
	}
}

func TestACardNumberThatCameAsATextIsInNoFile(t *testing.T) {
	l := openLedger(t)
	for i, text := range []string{canary, "card " + canaryLoose + " read aloud", canaryWide, canary + canary} {
		id, err := l.Begin(t.Context(), attempt(string(rune('a'+i)), text))
		if err != nil {
			t.Fatal(err)
		}
		key := &ledger.Key{Inserted: nine.Unix(), Updated: nine.Unix(), Masked: "510510******5100", CardName: text, CustomerName: text}
		if err := l.Settle(t.Context(), id, ledger.Outcome{State: ledger.Issued, Key: key, Message: text, At: nine}); err != nil {
			t.Fatal(err)
		}
	}
	eachWriter(t, func(t *testing.T, write writer, path string) {
		if w := written(t, write, path, from(l), all()); w.Rows != 4 {
			t.Errorf("%+v", w)
		}
		for name, b := range parts(t, path) {
			for _, c := range []string{canary, canaryLoose, canaryWide, "51051051", "5105 1051"} {
				if bytes.Contains(b, []byte(c)) {
					t.Errorf("%s has %s", name, c)
				}
			}
			if strings.HasPrefix(name, "xl/worksheets/") && !bytes.Contains(b, []byte("510510******5100")) {
				t.Errorf("%s was not searched", name)
			}
		}
	})
}

// parts are the bytes of a file, those of a workbook unpacked.
func parts(t *testing.T, path string) map[string][]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{"file": b}
	if filepath.Ext(path) != ".xlsx" {
		return out
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The last look must not stop what the ledger let through: nobody could export any more.
func TestWhatTheLedgerKeepsCanBeWritten(t *testing.T) {
	l := openLedger(t)
	text := rapid.StringOf(rapid.SampledFrom([]rune("0123456789٣９ab가*- \t\n\u200b\u00a0\u2013.,")))
	serial := 0
	rapid.Check(t, func(rt *rapid.T) {
		serial++
		id, err := l.Begin(t.Context(), attempt(time.Unix(int64(serial), 0).UTC().Format("u150405"), text.Draw(rt, "text")))
		if err != nil {
			rt.Fatal(err)
		}
		e, err := l.Entry(t.Context(), id)
		if err != nil {
			rt.Fatal(err)
		}
		table, err := newTable(all(), nine)
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := table.cells(e); err != nil {
			rt.Fatalf("%q: %v", e.Note, err)
		}
	})
}

func TestMoreThanSixAndFourIsRefused(t *testing.T) {
	for _, wide := range []string{"4111111*****1111", "411111*****11111", canary, "411111**1*111111", "411111xxxxxx1111", strings.Repeat("*", 25)} {
		for column, set := range map[string]func(e *ledger.Entry){
			"number": func(e *ledger.Entry) { e.Masked = wide }, "key_number": func(e *ledger.Entry) { e.KeyMasked = wide },
		} {
			refused(t, wide, column, set)
		}
	}
	refused(t, canary, "link", func(e *ledger.Entry) { e.Replaces, e.ReplacesMasked = 1, canary })
	refused(t, canary, "link", func(e *ledger.Entry) { e.ReplacedBy, e.ReplacedByMasked = 1, canary })
	for column, set := range map[string]func(e *ledger.Entry, s string){
		"message": func(e *ledger.Entry, s string) { e.Message = s }, "note": func(e *ledger.Entry, s string) { e.Note = s },
		"operator": func(e *ledger.Entry, s string) { e.Operator = s }, "company": func(e *ledger.Entry, s string) { e.CardName = s },
		"name": func(e *ledger.Entry, s string) { e.CustomerName = s },
	} {
		for _, text := range []string{canary, canaryLoose, canaryWide, "a" + canary + "b", "1 2 3 4 5 6 7 8 9 0 1 2", "41111111****11110"} {
			refused(t, text, column, func(e *ledger.Entry) { set(e, text) })
		}
	}
}

func refused(t *testing.T, what, column string, set func(e *ledger.Entry)) {
	t.Helper()
	e := usual(0)
	set(&e)
	table, err := newTable(only(column), nine)
	if err != nil {
		t.Fatal(err)
	}
	var unmasked *UnmaskedError
	_, err = table.cells(e)
	if !errors.As(err, &unmasked) || unmasked.Entry != e.ID || unmasked.Column != column || strings.Contains(err.Error(), what) {
		t.Errorf("%q as %s: %v", what, column, err)
	}
}
