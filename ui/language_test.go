package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"billkey/api/headless"
)

// technical are the words of a Korean screen that stay as they are: names of fields, systems, keys and formats.
var technical = strings.Fields(`customer_uid customer_id merchant_uid imp_key imp_secret PG MID API REST Key Keys Secret ID IP V1
	CSV XLSX Excel UTF HAR JSON Markdown curl Go Node Tier CVC PIN JCB KCP KB DNS TCP TLS http https html text code none uid
	MM YY Ctrl Esc Enter MB ms GET POST PostgreSQL Billkey Desk English NHN KG xx D Bus`)

// peculiar is what the test itself and the server bring into a screen.
var peculiar = regexp.MustCompile(`gildong_?[0-9_]*|GILDONG HONG|nice_?v2|nice\b|html5_inicis|INIBillTst|iamport\S*|channel-key-\S+|` +
	`/[a-z{}_/\-0-9A-Z.]+|[a-z0-9\-]+\.(db|txt|json|csv|xlsx|md)|127\.0\.0\.1\S*|practice[-a-z]*|\[[A-Z0-9]+\][^\n]*|sandbox\S*|_0001_|요청하신 [^\n]*`)

var latinWord = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]+`)

// foreign are the words of a text that do not belong to the language.
func foreign(lang, text string) []string {
	text = peculiar.ReplaceAllString(text, "")
	if lang == "en" {
		return strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) })
	}
	return slices.DeleteFunc(latinWord.FindAllString(text, -1), func(w string) bool { return slices.Contains(technical, w) })
}

// wordsOn are all words of an object tree: also those that show only when a field is empty or a list is open.
func wordsOn(o fyne.CanvasObject) []string {
	var out []string
	walk(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			out = append(out, o.Text)
		case *text:
			out = append(out, o.content)
		case *entry:
			out = append(out, o.PlaceHolder)
		case *widget.Entry:
			out = append(out, o.PlaceHolder)
		case *choice:
			out = append(append(out, o.PlaceHolder), o.Options...)
		}
	})
	return out
}

func wordsOfMenu(m *fyne.Menu) []string {
	if m == nil {
		return nil
	}
	out := []string{m.Label}
	for _, i := range m.Items {
		out = append(append(out, i.Label), wordsOfMenu(i.ChildMenu)...)
	}
	return out
}

// speaks looks for foreign words in the window, its title, its sheets and menus. What the server said is its own.
func (s *stage) speaks(lang, where string) {
	s.t.Helper()
	c := s.window.window.Canvas()
	said := append(wordsOn(c.Content()), s.window.window.Title())
	if m := s.window.window.MainMenu(); m != nil {
		for _, menu := range m.Items {
			said = append(said, wordsOfMenu(menu)...)
		}
	}
	for _, o := range c.Overlays().List() {
		said = append(said, wordsOn(o)...)
	}
	entries := s.entries()
	for _, text := range said {
		for _, e := range entries {
			for _, own := range []string{e.Message, e.CardName, e.Operator} {
				if own != "" {
					text = strings.ReplaceAll(text, own, "")
				}
			}
		}
		for _, own := range []string{"한국어", "김상담", s.window.profile.Name} {
			text = strings.ReplaceAll(text, own, "")
		}
		if words := foreign(lang, text); len(words) > 0 {
			s.t.Errorf("%s: %q in %q", where, words, text)
		}
	}
}

// sheetsToo are the ways to what [TestScreensAreAsTheyWere] does not ask the same: there it lies over rows with Korean names.
var sheetsToo = map[string]func(s *stage){
	"period": func(s *stage) { s.window.askPeriod() },
	"filters": func(s *stage) {
		s.issue("gildong_0001_1111", cardVisa)
		s.window.results.filters.openMore(true)
		s.q.drain()
	},
	"ledger server": func(s *stage) { s.window.openServerSheet(); s.q.drain() },
	"export":        func(s *stage) { s.issue("gildong_0001_1111", cardVisa); s.window.askExport(); s.q.drain() },
	"row menu":      func(s *stage) { s.issue("gildong_0001_1111", cardVisa); s.window.rowMenu(fyne.NewPos(10, 10), "") },
	"columns menu":  func(s *stage) { s.issue("gildong_0001_1111", cardVisa); s.window.columnMenu(fyne.NewPos(10, 10)) },
}

func TestNoScreenSpeaksTheOtherLanguage(t *testing.T) {
	notRacing(t)
	for _, lang := range Languages {
		for name, to := range sheetsToo {
			t.Run(lang+" "+name, func(t *testing.T) {
				s := newStage(t, func(d *Deps) { d.Language, d.Samples = lang, headless.Samples() })
				to(s)
				s.speaks(lang, name)
			})
		}
	}
}

// Sentences are tested as they are written, too: some show only when something rare goes wrong.
func TestNoKoreanSentenceSpeaksEnglish(t *testing.T) {
	w, err := loadWords("ko")
	if err != nil {
		t.Fatal(err)
	}
	format := regexp.MustCompile(`\{[A-Za-z]+[0-9]*\}|billkey(\.exe| [a-z]+)[a-z \-]*|-(issue|data|ledger|profile|api|lang|log|existing|cleanup)\S*( [A-Za-z|]+)?|BILLKEY_[A-Z_]+`)
	more := strings.Fields("MIT PortOne iamport UTF8 Content Type application json form www urlencoded KiB YYYY HTTPS_PROXY PC Visa refuse replace env secret OFL Service " +
		"Windows Hello subscription issue billing email http DIR NAME FILE ko en BIN SIGN")
	for key, sentence := range w.table {
		if strings.HasPrefix(key, "format.") || strings.HasPrefix(key, "help.draw.") || strings.HasPrefix(key, "usage.") || strings.HasPrefix(key, "start.") || strings.HasSuffix(key, ".keys") { // said on a console
			continue
		}
		for _, word := range foreign("ko", format.ReplaceAllString(sentence, "")) {
			if !slices.Contains(more, word) {
				t.Errorf("%s: %q in %q", key, word, sentence)
			}
		}
	}
}

// The toolkit's words are asked for by the English one. Those its fields, menus and windows use are here in both languages;
// its dialogs are used nowhere.
func TestEveryWordOfTheToolkitIsTranslated(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		t.Skip("the toolkit's sources are not here")
	}
	asks := regexp.MustCompile(`lang\.[LXN]+\("([^"]+)"`)
	found := 0
	for _, folder := range []string{"widget", "container", "internal/driver/glfw", "internal/widget", "app", "driver/desktop"} {
		for _, word := range wordsAsked(t, filepath.Join(strings.TrimSpace(string(out)), folder), asks) {
			found++
			for _, l := range Languages {
				w, err := loadWords(l)
				if err != nil {
					t.Fatal(err)
				}
				if !w.has("fyne." + word) {
					t.Errorf("%s has no word for %q", l, word)
				}
			}
		}
	}
	if found < 7 {
		t.Errorf("only %d words were found", found)
	}
	if used := importers(t, "fyne.io/fyne/v2/dialog"); len(used) > 0 {
		t.Errorf("%v use the toolkit's dialogs, whose words are not translated", used)
	}
}

func TestTimesAreWrittenAsTheLanguageDoes(t *testing.T) {
	at := time.Date(2026, time.November, 25, 15, 4, 5, 0, time.Local)
	for lang, want := range map[string][]string{
		"ko": {"2026년 11월 25일 (수) 15:04", "2026년 11월 25일 (수) 15:04:05", "2026년 11월 25일 (수)", " 00:30", " 12:30", "2025-11-25"},
		"en": {"25 Nov 2026, 15:04", "25 Nov 2026, 15:04:05", "25 Nov 2026", "00:30", "12:30", "25 Nov 2025"},
	} {
		w, err := loadWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		night := time.Date(2026, time.November, 25, 0, 30, 0, 0, time.Local)
		got := []string{dateTime(w, at), exactTime(w, at), date(w, at)}
		if !slices.Equal(got, want[:3]) {
			t.Errorf("%q", got)
		}
		if s := dateTime(w, night); !strings.HasSuffix(s, want[3]) {
			t.Error(s)
		}
		if s := dateTime(w, night.Add(12*time.Hour)); !strings.HasSuffix(s, want[4]) {
			t.Error(s)
		}
		if s := shortTime(w, at.AddDate(-1, 0, 0), at); s != want[5] {
			t.Error(s)
		}
	}
	if s := stamp(at); s != "2026-11-25 15:04:05" || stamp(time.Time{}) != "" {
		t.Error(s)
	}
}

// The list and whatever else tells a time use one clock: who compares two of them has not to reckon.
func TestEveryTimeOfALanguageIsOfOneClock(t *testing.T) {
	now := time.Date(2026, time.November, 25, 23, 0, 0, 0, time.Local)
	for _, lang := range []string{"ko", "en"} {
		w, err := loadWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, days := range []int{0, -1, -40, -400} {
			at := time.Date(2026, time.November, 25, 21, 6, 42, 0, time.Local).AddDate(0, 0, days)
			for _, s := range []string{dateTime(w, at), nearTime(w, at, now)} {
				if !strings.HasSuffix(s, "21:06") {
					t.Errorf("%s, %d days: %q", lang, days, s)
				}
			}
			for _, s := range []string{exactTime(w, at), nearExact(w, at, now)} {
				if !strings.HasSuffix(s, "21:06:42") {
					t.Errorf("%s, %d days: %q", lang, days, s)
				}
			}
			if s := shortTime(w, at, now); days > -400 && !strings.Contains(s, "21:06") {
				t.Errorf("%s, %d days: the list says %q", lang, days, s)
			}
		}
	}
	if w, _ := loadWords("ko"); nearTime(w, time.Time{}, now) != "–" || nearExact(w, time.Time{}, now) != "–" {
		t.Error("no time is one")
	}
}

func TestYesterdayAndLastMonthAreClosedPeriods(t *testing.T) {
	now := time.Date(2026, time.March, 1, 9, 0, 0, 0, time.Local)
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.Local) }
	for period, want := range map[string][2]time.Time{
		"yesterday": {day(2, 28), day(3, 1)}, "last_month": {day(2, 1), day(3, 1)}, "month": {day(3, 1), {}},
	} {
		from, to := viewFilter{Period: period}.span(now)
		if !from.Equal(want[0]) || !to.Equal(want[1]) {
			t.Errorf("%s: %v – %v", period, from, to)
		}
	}
}

// wordsAsked are what the sources of a folder ask the translations for.
func wordsAsked(t *testing.T, folder string, asks *regexp.Regexp) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asks.FindAllSubmatch(b, -1) {
			if !strings.HasSuffix(name, "_test.go") {
				out = append(out, string(m[1]))
			}
		}
	}
	return out
}

// importers are the sources here that import a package.
func importers(t *testing.T, path string) []string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		b, err := os.ReadFile(name)
		return err != nil || strings.HasSuffix(name, "_test.go") || !strings.Contains(string(b), strconv.Quote(path))
	})
}
