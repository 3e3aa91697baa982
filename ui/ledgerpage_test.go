package ui

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
	"billkey/api/sandbox"
)

// openLedger opens the page by its key.
func (s *stage) openLedger() *ledgerPage {
	s.t.Helper()
	s.shortcut(fyne.KeyB)
	s.says("ledger.title")
	return s.window.keeping
}

func TestABackupIsMadeListedAndRestoredAtTheNextStart(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	p := s.openLedger()
	s.shows(s.parts.Ledger.Path())
	s.says("backup.none")
	if !p.restore.Disabled() {
		t.Error("nothing is chosen and can be restored")
	}
	s.press(p.backUp)
	s.streams()
	s.shows(strings.Split(s.window.w.t("backup.done", "Count", "1"), "{")[0])
	s.press(p.backUp) // in the same second
	s.streams()
	if len(p.files) != 2 {
		t.Fatalf("%+v\n%s", p.files, s.visible())
	}
	s.shot("ledger-page")
	s.window.closeSettings()
	s.registered("younghee_0002_1111")
	s.openLedger()
	p.list.Select(0)
	s.press(p.restore)
	s.says("restore.title")
	s.keys("<enter>") // the safe answer
	if _, err := os.Stat(filepath.Join(s.dir, "restore.json")); err == nil {
		t.Fatal("it was asked for without a yes")
	}
	s.press(p.restore)
	s.keys("<tab><enter>")
	s.streams()
	s.shows(strings.Split(s.window.w.t("restore.asked", "Count", "1"), "{")[0])
	if len(s.entries()) != 2 {
		t.Error("the ledger was changed while it was open")
	}
	s.restart()
	s.says("restore.done")
	former := s.parts.Start.Restored.Former
	s.shows(s.window.w.t("restore.done.detail", "Missing", "1", "Former", former))
	s.showsNot("younghee_0002_1111")
	if all := s.entries(); len(all) != 1 || all[0].CustomerUID != "gildong_0001_1111" {
		t.Errorf("%+v", all)
	}
	if b, err := ledger.ReadBackup(t.Context(), former); err != nil || b.Rows != 2 {
		t.Errorf("the former ledger holds %d rows: %v", b.Rows, err)
	}
	s.restart()
	s.showsNot(strings.Split(s.window.w.t("restore.done"), "{")[0])
}

func TestABackupThatIsDamagedIsNotRestored(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	p := s.openLedger()
	s.press(p.backUp)
	s.streams()
	good := p.files[0].Path
	p.list.Select(0)
	spoil(t, good)
	s.press(p.restore)
	s.keys("<tab><enter>")
	s.streams()
	s.says("file.damaged")
	if _, err := os.Stat(filepath.Join(s.dir, "restore.json")); err == nil {
		t.Error("a damaged back-up will be restored")
	}
	// It was sound when it was asked for, and is gone at the next start.
	s.press(p.backUp)
	s.streams()
	p.list.Select(0)
	s.press(p.restore)
	s.keys("<tab><enter>")
	s.streams()
	if err := os.Remove(p.files[0].Path); err != nil {
		t.Fatal(err)
	}
	s.restart()
	s.says("restore.failed", "file.missing")
	if len(s.entries()) != 1 {
		t.Error("the former ledger is not in place")
	}
	s.restart()
	s.showsNot(s.window.w.t("restore.failed"))
}

// spoil overwrites the second half of a file.
func spoil(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := len(raw) / 2; at < len(raw); at++ {
		raw[at] = 0xa5
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOldRowsAreCountedAskedAboutAndMoved(t *testing.T) {
	s := newStage(t)
	if err := ledgertest.Fill(t.Context(), s.parts.Ledger.Path(), 400, time.Now().AddDate(-4, 0, 0)); err != nil {
		t.Fatal(err)
	}
	s.restart()
	p, w := s.openLedger(), s.window.w
	s.shows(w.t("archive.found", "Count", "0")) // of five years
	if !p.archive.Disabled() {
		t.Error("nothing can be moved")
	}
	p.months.SetSelected(w.t("archive.months.36"))
	s.q.drain()
	n, err := s.window.deps.Upkeep.ArchiveCount(t.Context(), 36)
	if err != nil || n == 0 || n == 400 {
		t.Fatalf("%d rows, %v", n, err)
	}
	count := number(int64(n))
	s.shows(w.t("archive.found", "Count", count))
	s.press(p.archive)
	s.says("archive.title", "archive.warning")
	s.keys("<enter>")
	if len(s.entries()) != 200 || s.window.results.list.total != 400 {
		t.Fatal("moved without a yes")
	}
	s.press(p.archive)
	s.keys("<tab><enter>")
	s.streams()
	s.shows(strings.Split(w.t("archive.done", "Count", count), "{")[0])
	s.shows(w.t("archive.found", "Count", "0"))
	s.shot("archived")
	s.window.closeSettings()
	if s.window.results.list.total != 400-n {
		t.Errorf("the panel lists %d rows", s.window.results.list.total)
	}
	s.right("after archiving")
	files, err := filepath.Glob(filepath.Join(s.dir, "archive", "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if b, err := ledger.ReadBackup(t.Context(), files[0]); err != nil || b.Rows != n {
		t.Errorf("the archive holds %d rows: %v", b.Rows, err)
	}
}

func TestTheLedgerIsChecked(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	p := s.openLedger()
	s.press(p.checkFile)
	s.streams()
	s.says("ledger.sound")
	p.upkeep, p.book = fullDisk{p.upkeep}, damagedBook{p.book}
	s.press(p.checkFile)
	s.streams()
	s.says("file.damaged")
	s.press(p.backUp)
	s.streams()
	s.says("file.unwritable", "file.unwritable.full")
	if !strings.Contains(p.note.content, tones[toneBad].sign) || p.backUp.Disabled() {
		t.Errorf("%q", p.note.content)
	}
	s.hit(fyne.KeyEscape)
	if !s.window.deskShown() {
		t.Error("Esc does not lead back")
	}
}

// fullDisk cannot write.
type fullDisk struct{ upkeep }

func (fullDisk) BackUp(context.Context) (ledger.Backup, error) {
	return ledger.Backup{}, &ledger.UnwritableError{Reason: "full", Err: errors.New("no space left on device")}
}

// damagedBook finds damage.
type damagedBook struct{ book }

func (b damagedBook) Check(context.Context) error {
	return &ledger.DamagedError{Path: "ledger.db", Err: errors.New("page 7")}
}

func TestADamagedLedgerIsSetAsideAndItIsSaid(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	path := s.parts.Ledger.Path()
	if err := s.parts.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, path)
	*s.q = queue{}
	s.open()
	s.says("ledger.set_aside", "first.title")
	aside := s.parts.Start.SetAside
	if _, err := os.Stat(aside); aside == "" || err != nil {
		t.Fatal(err)
	}
	s.shows(s.window.w.t("ledger.set_aside.detail", "Path", aside))
	s.shot("set-aside")
	s.restart()
	s.showsNot(s.window.w.t("ledger.set_aside"))
}

// secrets are what must be in no file.
var secrets = []string{cardVisa, cardMaster, cardAmex, "4111-1111-1111-1111", "5555-5555-5555-4444", "3782-822463-10005", "900101", sandbox.Secret}

// clean fails when a secret is in any file of the stage's folder; workbooks are looked into.
func (s *stage) clean() {
	s.t.Helper()
	looked := 0
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		looked++
		raw, err := os.ReadFile(path)
		if strings.HasSuffix(path, ".xlsx") {
			raw, err = unzipped(path)
		}
		for _, n := range secrets {
			if strings.Contains(string(raw), n) {
				s.t.Errorf("%s holds %s", filepath.Base(path), n)
			}
		}
		return err
	})
	if err != nil || looked < 5 {
		s.t.Fatalf("%d files, %v", looked, err)
	}
}

func unzipped(path string) ([]byte, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = z.Close() }()
	var out []byte
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, err
		}
		out = append(out, raw...)
	}
	return out, nil
}

func TestNoFileHoldsASecretAfterEveryDeed(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.customer("younghee_0002_0005", cardAmex)
	s.keys("<enter>")
	s.pick("gildong_0001_1111")
	s.rowMenuChoose("row.note")
	s.keys("카드 " + cardVisa + " 4111-1111-1111-1111")
	s.press(s.buttonNamed(s.window.w.t("note.save")))
	s.rowMenuChoose("row.charge")
	s.press(s.buttonNamed(s.window.w.t("charge.yes")))
	s.hit(fyne.KeyEscape)
	s.rowMenuChoose("row.look.all", "Count", "2")
	s.streams()
	s.pick("younghee_0002_0005")
	s.rowMenuChoose("row.delete")
	s.deleting("0005", "고객이 "+cardAmex+" 해지")
	if s.deletes() != 1 {
		t.Fatalf("%d DELETEs\n%s", s.deletes(), s.visible())
	}
	s.find(cardVisa)
	s.find("")
	for _, form := range exportForms {
		s.exported(form, true)
		s.streams()
		s.says("export.done")
	}
	p := s.openLedger()
	s.press(p.backUp)
	s.streams()
	if len(p.files) != 1 {
		t.Fatalf("%q", p.note.content)
	}
	s.clean()
	_ = s.parts.Close()
	s.clean()
}

var hangul = regexp.MustCompile(`[가-힣]`)

// foreign are the lines of the window in the other language: Hangul on an English one but for what people and servers
// wrote, and whole English sentences on a Korean one.
func (s *stage) foreign() (out []string) {
	s.t.Helper()
	other, err := loadWords(map[string]string{"ko": "en", "en": "ko"}[s.window.w.lang])
	if err != nil {
		s.t.Fatal(err)
	}
	data := []string{"김상담", "신한카드"}
	for line := range strings.SplitSeq(s.visible(), "\n") {
		rest := line
		for _, d := range data {
			rest = strings.ReplaceAll(rest, d, "")
		}
		if s.window.w.lang == "en" && hangul.MatchString(rest) || s.window.w.lang == "ko" && isOf(other, s.window.w, rest) {
			out = append(out, line)
		}
	}
	return out
}

// isOf tells whether a line is a sentence of one language, and not of the other.
func isOf(one, other *words, line string) bool {
	for _, sentence := range other.table {
		if line == sentence {
			return false
		}
	}
	for key, sentence := range one.table {
		head, _, _ := strings.Cut(sentence, "{")
		same := strings.HasPrefix(other.table[key], head)
		if line == sentence && !same || len(head) > 8 && strings.Contains(line, head) && !same {
			return true
		}
	}
	return false
}

func TestThePanelSpeaksOneLanguage(t *testing.T) {
	for _, lang := range Languages {
		s := newStage(t, func(d *Deps) { d.Language = lang })
		s.registered("gildong_0001_1111")
		p, back := s.window.results, func() { s.hit(fyne.KeyEscape) }
		closeMenu := func() { s.window.window.Canvas().Overlays().Top().Hide() }
		for _, step := range []struct {
			name         string
			show, before func()
		}{
			{"panel", func() {}, nil},
			{"filters", func() { s.press(p.filters.more) }, nil},
			{"row menu", func() { s.pick("gildong_0001_1111"); s.window.rowMenu(fyne.NewPos(9, 9), "x") }, closeMenu},
			{"column menu", s.columnMenu, closeMenu},
			{"period", func() { p.filters.period.SetSelected(s.window.w.t("period.own")) }, back},
			{"story", func() { p.openRow(0); s.q.drain() }, back},
			{"note", func() { s.rowMenuChoose("row.note") }, back},
			{"delete", func() { s.rowMenuChoose("row.delete") }, back},
			{"charge", func() { s.rowMenuChoose("row.charge") }, back},
			{"export", func() { s.shortcut(fyne.KeyE) }, back},
			{"looking", func() { s.press(p.actions.look) }, s.streams},
			{"looked", func() {}, nil},
			{"new card", func() { s.press(p.actions.again) }, back},
			{"none", func() { s.find("zzz") }, nil},
			{"ledger", func() { s.press(s.openLedger().backUp); s.streams() }, nil},
			{"restore", func() { s.window.keeping.list.Select(0); s.press(s.window.keeping.restore) }, back},
		} {
			step.show()
			for _, line := range s.foreign() {
				t.Errorf("%s, %s: %q", lang, step.name, line)
			}
			call(step.before)
			s.q.drain()
		}
	}
}
