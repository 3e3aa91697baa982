package export

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"billkey/api/ledger"
)

// nasty is what random texts are made of: everything that means something to a file or to a spreadsheet.
var nasty = []string{
	"=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠", `"`, `""`, "'", ",", ";", " ", "\u00a0", "\u200b", "\ufeff", "\x00", "\x1b",
	"\xff", "\xed\xa0\x80", "\ufffe", "\U0001F600", "가", "a", "0", "1", "<", ">", "&", "]]>", "_x0041_", "_x005F_", "_xD83D_", "_", "x000D_", "|", "%0A",
}

// strayed is a text in the form in which both files hold it.
func strayed(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	var out strings.Builder
	for _, c := range s { // every byte that is no UTF-8 is one U+FFFD
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == 0xfffe || c == 0xffff {
			c = utf8.RuneError
		}
		out.WriteRune(c)
	}
	return out.String()
}

// Any text comes back from the CSV, behind an apostrophe or not, and never so that a spreadsheet would calculate it.
func TestAnyTextComesBackFromTheCSV(t *testing.T) {
	dir, texts := t.TempDir(), rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(nasty), 0, 8).Draw(rt, "parts"), "")
	}), 1, 12)
	rapid.Check(t, func(rt *rapid.T) {
		in := texts.Draw(rt, "texts")
		path := filepath.Join(dir, "a.csv")
		defer func() { _ = os.Remove(path) }()
		written(t, CSV, path, uids(in), only("customer_uid", "pg"))
		raw, err := os.ReadFile(path)
		if err != nil {
			rt.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte(bom)))).ReadAll()
		if err != nil || len(rows) != len(in)+1 {
			rt.Fatalf("%d rows of %d, %v", len(rows), len(in), err)
		}
		for i, text := range in {
			safe(rt, rows[i+1][0], strayed(text))
			safe(rt, rows[i+1][1], strayed(text))
		}
	})
}

func safe(t rapid.TB, got, text string) {
	t.Helper()
	if got != text && got != "'"+text {
		t.Fatalf("%q became %q", text, got)
	}
	bare := strings.TrimLeft(got, " \u00a0\u200b\ufeff\"")
	if strings.HasPrefix(got, "\t") || strings.HasPrefix(got, "\n") || strings.IndexFunc(bare, isStarter) == 0 {
		t.Fatalf("%q would be calculated", got)
	}
}

func isStarter(c rune) bool { return slices.Contains([]rune("=+-@＝＋－＠"), c) }

// uids is a source of entries with these texts.
func uids(texts []string) Source {
	var entries []ledger.Entry
	for i, text := range texts {
		e := usual(i)
		e.CustomerUID, e.PG = text, text
		entries = append(entries, e)
	}
	return list(entries...)
}

// The same with texts that the other reader gets to see, from both files at once.
func TestAnyTextComesBackToAnotherReader(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) // always the same ones: the test must not pass on one day and fail on another
	var in []string
	for range 3000 {
		var text strings.Builder
		for range 1 + random.IntN(8) {
			text.WriteString(nasty[random.IntN(len(nasty))])
		}
		in = append(in, text.String())
	}
	dir := t.TempDir()
	written(t, CSV, dir+"/a.csv", uids(in), only("customer_uid"))
	written(t, XLSX, dir+"/a.xlsx", uids(in), only("customer_uid"))
	var c csvFile
	var x xlsxFile
	python(t, "csv", dir+"/a.csv", &c)
	python(t, "xlsx", dir+"/a.xlsx", &x)
	for i, text := range in {
		text = strayed(text)
		safe(t, c.Rows[i+1][0], text)
		if got := x.Sheets[0].Rows[i+1][0]; got.Type != "text" || got.Value != text {
			t.Errorf("%q became %q", text, got.Value)
		}
	}
	if x.Formulas != 0 {
		t.Errorf("%d formulas", x.Formulas)
	}
}
