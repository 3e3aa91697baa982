package headless

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// The test binary plays the program in child processes, and with it the process that waits for its crash.
func TestMain(m *testing.M) {
	if dir, yes := isWatcher(); yes {
		os.Exit(watch(os.Stdin, dir))
	}
	os.Exit(m.Run())
}

const (
	playCrash    = "BILLKEY_TEST_CRASH"
	playCrashDir = "BILLKEY_TEST_CRASH_FOLDER"
)

// crashes are the ways to die with a card number in flight, and what the report must say.
var crashes = map[string]struct {
	die  func()
	says string
}{
	"a panic with a sentence": {func() { panic("declined: " + canaryNumber) }, "panic: (value withheld)"},
	"a panic with an error": {func() { panic(fmt.Errorf("card\n%s\n\tname.go:%s", posted, canaryBirth)) },
		"panic: (value withheld)"},
	"a fault of the runtime":            {func() { fmt.Println([]int{1}[len(canaryNumber)]) }, "runtime error: index out of range"},
	"an index that is a number":         {func() { fmt.Println([]int{1}[numberOf(canaryNumber)]) }, "out of range [####"},
	"bytes as arguments":                {func() { withArguments([16]byte([]byte(canaryNumber)), canaryNumber) }, "nil pointer"},
	"another goroutine":                 {inAnotherGoroutine, "inAnotherGoroutine"},
	"a fatal error that none can catch": {func() { new(sync.Mutex).Unlock() }, "fatal error"},
}

func numberOf(s string) (n int) {
	_, _ = fmt.Sscan(s, &n)
	return n
}

//go:noinline
func withArguments(number [16]byte, text string) {
	var none *int
	fmt.Println(number, text, *none)
}

func inAnotherGoroutine() {
	done := make(chan struct{})
	go func() { panic(canaryNumber) }()
	<-done
}

func TestCrashInAChildProcess(t *testing.T) {
	name := os.Getenv(playCrash)
	if name == "" {
		return
	}
	dying := func(p *Parts) error {
		p.Trace("started", "uid", canaryNumber)
		p.Trace("issuing", "uid", "hong_0001")
		crashes[name].die()
		return nil
	}
	os.Exit(Start([]string{"-data", os.Getenv(playCrashDir)}, screenOf(dying)))
}

func TestACrashLeavesAReportWithoutData(t *testing.T) {
	t.Parallel()
	for name, c := range crashes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			child := crashingChild(t, name, dir)
			if err := child.Run(); err == nil {
				t.Fatal("it did not crash")
			}
			text := awaitReport(t, dir)
			for _, want := range []string{c.says, "Billkey Desk " + BuildVersion, runtime.Version(), "events: started issuing", "crash_test.go:"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			nothingOf(t, text)
		})
	}
}

// nothingOf looks for the card's digits in every form a stack could have them in, and for words of memory at all.
func nothingOf(t *testing.T, text string) {
	t.Helper()
	for _, word := range []string{canaryNumber, posted, canaryNumber[:6], canaryNumber[12:], canaryBirth, "kim", "hong", "card\n", "0x", "/home", "/root"} {
		if strings.Contains(text, word) {
			t.Errorf("the report holds %q:\n%s", word, text)
		}
	}
	stack := text[strings.Index(text, "events:"):]
	if runs := regexp.MustCompile(`[0-9]{6,}`).FindString(stack); runs != "" {
		t.Errorf("the report holds %s", runs)
	}
}

func crashingChild(t *testing.T, name, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrashInAChildProcess$")
	cmd.Env = append(os.Environ(), playCrash+"="+name, playCrashDir+"="+dir)
	return cmd
}

// awaitReport waits for the other process, which writes when this one is gone.
func awaitReport(t *testing.T, dir string) string {
	t.Helper()
	for tick, end := time.NewTicker(10*time.Millisecond), time.After(20*time.Second); ; {
		names, err := reports(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(names) > 0 {
			path := filepath.Join(dir, names[0])
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(string(b), "\n") {
				tick.Stop()
				if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
					t.Errorf("%v %v", i.Mode(), err)
				}
				return string(b)
			}
		}
		select {
		case <-tick.C:
		case <-end:
			t.Fatal("no report came")
		}
	}
}

func TestAnEndThatIsNoCrashLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if code := watch(strings.NewReader(eventMark+"started\n"+eventMark+"closed\n"), dir); code != ExitOK {
		t.Fatal(code)
	}
	if names, err := reports(dir); len(names) != 0 || err != nil {
		t.Fatal(names, err)
	}
}

func TestOnlyTheNewestReportsAreKept(t *testing.T) {
	dir := t.TempDir()
	first := time.Date(2026, 11, 25, 15, 4, 5, 0, time.Local)
	for i := range keptReports + 3 {
		if err := writeReport(dir, fmt.Sprint("report ", i, "\n"), first.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := reports(dir)
	if err != nil || len(names) != keptReports {
		t.Fatal(names, err)
	}
	p := &Parts{Options: Options{DataDir: dir}}
	if last := p.LastCrash(); last == nil || last.Text != fmt.Sprint("report ", keptReports+2, "\n") || last.Folder != dir {
		t.Errorf("%+v", last)
	}
	if err := p.DeleteCrashes(); err != nil || p.LastCrash() != nil {
		t.Error(err, p.LastCrash())
	}
}

func TestAReportIsOfTheRuntimesOwnWords(t *testing.T) {
	for line, want := range map[string]string{
		"panic: runtime error: index out of range [5] with length 3 [recovered]": "panic: runtime error: index out of range [5] with length 3 [recovered]",
		"panic: 4111 1111 1111 1111":         "panic: (value withheld)",
		"fatal error: concurrent map writes": "fatal error: concurrent map writes",
		"SIGABRT: abort":                     "SIGABRT: abort",
		"runtime error: 1 2 3 4 5 6":         "runtime error: # # # # # #",
	} {
		if got := withoutData([]string{line}); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	got := withoutData(strings.Split("panic: a\n\tb.go:12\n\nrax    0x3131\ngoroutine 7 gp=0xc000 m=2 [chan receive, 3 minutes]:\n"+
		"billkey/ui.(*x).f[...](0x31, {0x3131, ...})\n\t/home/kim/src/ui/x.go:12 +0x1d\ncreated by billkey/ui.g in goroutine 1\n\tC:/Users/kim/y.go:7 +0x1\n", "\n"))
	want := "panic: (value withheld)|\ngoroutine [chan receive]|billkey/ui.(*x).f[...]|\tui/x.go:12|created by billkey/ui.g|\tkim/y.go:7"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%q, want %q", s, want)
	}
}
