package export

import (
	"slices"
	"strings"
	"testing"
	"time"

	"billkey/api/ledger"
)

// hostile are texts with what must stand in the files. An empty csv or xlsx is the text itself.
var hostile = []struct{ text, csv, xlsx string }{
	{text: "gildong_0001_1111"}, {text: "0001"}, {text: "00000000000000000001"}, {text: "1234567890123456789"}, {text: "1e5"}, {text: "2026-03-02"},
	{text: "TRUE"}, {text: "#N/A"}, {text: " leading"}, {text: "trailing "}, {text: " "}, {text: "한글 이름"}, {text: "👩‍👩‍👧 😀"},
	{text: "=1+1", csv: "'=1+1"}, {text: "+82-10", csv: "'+82-10"}, {text: "-1", csv: "'-1"}, {text: "@SUM(A1)", csv: "'@SUM(A1)"},
	{text: "\t=1", csv: "'\t=1"}, {text: "\r=1", csv: "'\n=1", xlsx: "\n=1"}, {text: "\n=1", csv: "'\n=1"}, {text: "  =1", csv: "'  =1"},
	{text: "＝1", csv: "'＝1"}, {text: "＋1", csv: "'＋1"}, {text: "－1", csv: "'－1"}, {text: "＠A", csv: "'＠A"}, {text: "﹢1", csv: "'﹢1"},
	{text: `"=1"`, csv: `'"=1"`}, {text: "'=1", csv: "''=1"}, {text: "“=1”", csv: "'“=1”"}, {text: "\u200b=1", csv: "'\u200b=1"},
	{text: "\u00a0=1", csv: "'\u00a0=1"}, {text: "\ufeff=1", csv: "'\ufeff=1"}, {text: "\x00=1", csv: "\ufffd=1", xlsx: "\ufffd=1"},
	{text: "'"}, {text: `"`}, {text: `""`}, {text: `a"b`}, {text: `",=1`, csv: `",=1`}, {text: "a,b;c\td"}, {text: "a\r\nb", csv: "a\nb", xlsx: "a\nb"},
	{text: "a\rb", csv: "a\nb", xlsx: "a\nb"}, {text: "a\nb"}, {text: "<b>&amp;</b>]]>"}, {text: "<!--"}, {text: "</t></is></c>"},
	{text: "a\x00b\x07c\x1b[31m", csv: "a\ufffdb\ufffdc\ufffd[31m", xlsx: "a\ufffdb\ufffdc\ufffd[31m"},
	{text: "a\xed\xa0\x80b", csv: "a\ufffd\ufffd\ufffdb", xlsx: "a\ufffd\ufffd\ufffdb"}, {text: "a\xffb", csv: "a\ufffdb", xlsx: "a\ufffdb"},
	{text: "a\ufffe\uffffb", csv: "a\ufffd\ufffdb", xlsx: "a\ufffd\ufffdb"}, {text: "a\u0085b\u009f", csv: "a\ufffdb\ufffd", xlsx: "a\ufffdb\ufffd"},
	{text: "a\u2028b"}, {text: "\u202eabc"}, {text: "_x0041_"}, {text: "_x005F_"}, {text: "_x005F_x0041_"}, {text: "__x000D__"}, {text: "a_xD83D_xDE00_"}, {text: "_x0041_x000D_x000a_"}, {text: "_xd7ff_"}, {text: "_xE000_"},
	{text: "DDE|'cmd'!A1"}, {text: strings.Repeat("가", 32767)}, {text: strings.Repeat("가", 32768), xlsx: strings.Repeat("가", 32766) + "…"},
	{text: strings.Repeat("😀", 16384), xlsx: strings.Repeat("😀", 16383) + "…"}, {text: "x" + strings.Repeat("😀", 16384), xlsx: "x" + strings.Repeat("😀", 16382) + "…"},
}

// hostileEntries have each text in every column that a text can be in. Where a digit run may not stand, it does not.
func hostileEntries() []ledger.Entry {
	var out []ledger.Entry
	for i, h := range hostile {
		e := usual(i)
		e.CustomerUID, e.Profile, e.Environment, e.State, e.PG, e.MID = h.text, h.text, h.text, ledger.State(h.text), h.text, h.text
		if !showsNumber(h.text) {
			e.Operator, e.CardName, e.Message, e.Note = h.text, h.text, h.text, h.text
		}
		out = append(out, e)
	}
	return out
}

var hostileKeys = []string{"customer_uid", "state", "profile", "environment", "pg", "mid", "operator", "company", "message", "note"}

func TestAnotherReaderFindsEveryCellOfTheCSV(t *testing.T) {
	path := t.TempDir() + "/results.csv"
	if w := written(t, CSV, path, list(hostileEntries()...), only(hostileKeys...)); w != (Written{Rows: len(hostile)}) {
		t.Errorf("%+v", w)
	}
	var f csvFile
	python(t, "csv", path, &f)
	if !f.BOM || !slices.Equal(f.LineEnds, []string{"\r\n"}) || len(f.Rows) != len(hostile)+1 || !slices.Equal(f.Rows[0], hostileKeys) {
		t.Fatalf("bom %v, line ends %q, %d rows, titles %q", f.BOM, f.LineEnds, len(f.Rows), f.Rows[0])
	}
	for i, h := range hostile {
		for c, key := range hostileKeys {
			if c < 6 || !showsNumber(h.text) {
				same(t, key, f.Rows[i+1][c], or(h.csv, h.text))
			}
		}
	}
}

func TestAnotherReaderFindsEveryCellOfTheWorkbook(t *testing.T) {
	path := t.TempDir() + "/results.xlsx"
	w := written(t, XLSX, path, list(hostileEntries()...), only(hostileKeys...))
	if w.Rows != len(hostile) || w.Sheets != 1 || w.Cut != 3*len(hostileKeys) {
		t.Errorf("%+v", w)
	}
	var f xlsxFile
	python(t, "xlsx", path, &f)
	if f.Formulas != 0 || f.Creator != "Billkey Desk" || len(f.Sheets) != 1 || f.Sheets[0].Name != "빌링키" || len(f.Sheets[0].Rows) != len(hostile)+1 {
		t.Fatalf("%d formulas, creator %q, sheets %d", f.Formulas, f.Creator, len(f.Sheets))
	}
	for i, h := range hostile {
		for c, key := range hostileKeys {
			if c >= 6 && showsNumber(h.text) {
				continue
			}
			got := f.Sheets[0].Rows[i+1][c]
			if got == nil || got.Type != "text" || got.Format != "@" {
				t.Fatalf("%s of %.20q is %+v", key, h.text, got)
			}
			same(t, key, got.Value, or(h.xlsx, h.text))
		}
	}
}

func same(t *testing.T, key, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %.60q (%d bytes), want %.60q (%d)", key, got, len(got), want, len(want))
	}
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// One whole entry, with every column and the caller's words.
func TestEveryColumnIsWhatTheEntrySays(t *testing.T) {
	e := usual(0)
	e.State, e.Message, e.Replaces, e.ReplacesMasked, e.ReplacedBy, e.ReplacedByMasked = ledger.Replaced, "거절", 7, "555555******4444", 9, ""
	e.Inserted, e.ConsentAt, e.KeyMasked = nine.Add(-24*time.Hour).Unix(), time.Time{}, ""
	o := all()
	o.Words.State = func(s ledger.State) string { return "교체됨:" + string(s) }
	o.Words.Environment = strings.ToUpper
	o.Words.Profile = func(id string) string { return "운영 " + id }
	o.Words.Replaces = func(m string) string { return "이전 " + m }
	o.Words.ReplacedBy = func(m string) string { return "이후 " + m }
	want := map[string]string{
		"state": "교체됨:replaced", "time": "2026-03-02 09:00:00", "customer_uid": "gildong_0000000_1111", "company": "비씨카드",
		"number": "411111******1111", "pg": "nice_v2", "mid": "nictest04m", "environment": "LIVE", "profile": "운영 p1", "operator": "김영희",
		"link": "이전 555555******4444\n이후 ", "message": "거절", "note": "두 번째 카드로 바꾸고 싶다고 하셨음",
		"first_registered": "2026-03-01 09:00:00", "last_registered": "2026-03-02 09:00:00", "settled": "2026-03-02 09:00:01",
	}
	dir := t.TempDir()
	written(t, CSV, dir+"/a.csv", list(e), o)
	written(t, XLSX, dir+"/a.xlsx", list(e), o)
	var c csvFile
	var x xlsxFile
	python(t, "csv", dir+"/a.csv", &c)
	python(t, "xlsx", dir+"/a.xlsx", &x)
	for i, key := range Columns() {
		title, kind := key, "text"
		if known[i].kind == moment {
			title, kind = key+" (UTC+09:00)", "time"
		}
		same(t, "title", c.Rows[0][i], title)
		same(t, "title", x.Sheets[0].Rows[0][i].Value, title)
		same(t, key, c.Rows[1][i], want[key])
		var cell xlsxCell
		if row := x.Sheets[0].Rows[1]; i < len(row) && row[i] != nil {
			cell = *row[i]
		}
		if same(t, key, cell.Value, want[key]); cell.Value != "" && cell.Type != kind {
			t.Errorf("%s is a %s", key, cell.Type)
		}
	}
}

func TestAWorkbookGoesOnOnTheNextSheet(t *testing.T) {
	smallSheets(t, 4, sheetBytes)
	path := t.TempDir() + "/a.xlsx"
	if w := written(t, XLSX, path, many(7), only("customer_uid")); w != (Written{Rows: 7, Sheets: 3}) {
		t.Errorf("%+v", w)
	}
	var f xlsxFile
	python(t, "xlsx", path, &f)
	var got []string
	for _, s := range f.Sheets {
		got = append(got, s.Name)
		for _, row := range s.Rows {
			got = append(got, row[0].Value)
		}
	}
	want := []string{
		"빌링키", "customer_uid", usual(0).CustomerUID, usual(1).CustomerUID, usual(2).CustomerUID,
		"빌링키 (2)", "customer_uid", usual(3).CustomerUID, usual(4).CustomerUID, usual(5).CustomerUID,
		"빌링키 (3)", "customer_uid", usual(6).CustomerUID,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestASheetIsNotLargerThanAnArchiveLikes(t *testing.T) {
	smallSheets(t, 1000, 600)
	if w := written(t, XLSX, t.TempDir()+"/a.xlsx", many(20), only("customer_uid")); w.Sheets != 4 {
		t.Errorf("%+v", w)
	}
}

// smallSheets has sheets end early.
func smallSheets(t *testing.T, rows int, bytes int64) {
	oldRows, oldBytes := sheetRows, sheetBytes
	sheetRows, sheetBytes = rows, bytes
	t.Cleanup(func() { sheetRows, sheetBytes = oldRows, oldBytes })
}

func TestSheetNames(t *testing.T) {
	for _, c := range []struct {
		wanted string
		n      int
		want   string
	}{
		{"", 1, "Sheet1"}, {"", 2, "Sheet1 (2)"}, {"'a:b\\c/d?e*f[g]'", 1, "a b c d e f g"}, {"'''", 1, "Sheet1"}, {"Sheet1", 1, "Sheet1"},
		{strings.Repeat("가", 40), 1, strings.Repeat("가", 31)}, {strings.Repeat("😀", 40), 12, strings.Repeat("😀", 13) + " (12)"},
		{strings.Repeat("a", 26) + "'bcdefg", 2, strings.Repeat("a", 26) + " (2)"}, {"a\x00b\nc", 1, "a b c"},
	} {
		if got := sheetName(c.wanted, c.n); got != c.want || units(got) > maxSheetName {
			t.Errorf("sheetName(%q, %d) = %q, want %q", c.wanted, c.n, got, c.want)
		}
	}
}

func TestZonesAreNamedByWhatTheyAreApart(t *testing.T) {
	at := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	for want, zone := range map[string]*time.Location{"UTC+09:00": seoul, "UTC+00:00": time.UTC, "UTC-03:30": time.FixedZone("", -210*60)} {
		if got := ZoneName(zone, at); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if zone, err := time.LoadLocation("America/New_York"); err == nil && ZoneName(zone, at) != "UTC-05:00/-04:00" {
		t.Error(ZoneName(zone, at))
	}
}

func TestNoEntriesMakeAFileOfTitles(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		if w := written(t, write, path, list(), all()); w.Rows != 0 {
			t.Errorf("%+v", w)
		}
		nothingIn(t, path, "results."+path[strings.LastIndex(path, ".")+1:])
	})
}
