package headless

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	lastEvents   = 20
	crashLines   = 2000
	keptReports  = 10
	reportPrefix = "crash-"
	reportSuffix = ".txt"
)

// watch reads until the other process has ended, and writes a report if it crashed. What ends the other one from
// outside does not end this one.
func watch(in io.Reader, dir string) int {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	seen := readCrash(in)
	if len(seen.text) == 0 {
		return ExitOK
	}
	if err := writeReport(dir, seen.report(time.Now()), time.Now()); err != nil {
		return fail(os.Stderr, ExitNotReady, err)
	}
	return ExitOK
}

// crash is what came through the pipe: the names of the last events, and what the runtime wrote, line by line.
type crash struct{ events, text []string }

func readCrash(in io.Reader) crash {
	var c crash
	lines := bufio.NewReaderSize(in, 1<<16)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if name, ok := strings.CutPrefix(line, eventMark); ok {
			c.events = append(c.events, name)
			c.events = c.events[max(0, len(c.events)-lastEvents):]
		} else if (line != "" || len(c.text) > 0) && len(c.text) < crashLines {
			c.text = append(c.text, line)
		}
		if err != nil {
			return c
		}
	}
}

// report is the file's content. It is in English: it is for who mends the program.
func (c crash) report(at time.Time) string {
	return fmt.Sprintf("Billkey Desk %s\n%s/%s %s\n%s\nevents: %s\n\n%s\n", BuildVersion, runtime.GOOS, runtime.GOARCH,
		runtime.Version(), at.Format(time.RFC3339), strings.Join(eventNames(c.events), " "), strings.Join(withoutData(c.text), "\n"))
}

// writeReport writes a new file that only the user can read, and deletes the oldest beyond ten.
func writeReport(dir, report string, at time.Time) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("crash report: %w", err)
	}
	name := filepath.Join(dir, reportPrefix+at.Format("20060102-150405.000")+reportSuffix)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("crash report: %w", err)
	}
	_, err = f.WriteString(report)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("crash report: %w", err)
	}
	names, err := reports(dir)
	for len(names) > keptReports {
		err = errors.Join(err, os.Remove(filepath.Join(dir, names[0])))
		names = names[1:]
	}
	return err
}

// reports are the names of the reports in a folder, oldest first.
func reports(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); strings.HasPrefix(n, reportPrefix) && strings.HasSuffix(n, reportSuffix) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names, err
}

// CrashReport is what is known of a run that did not end as it should: the file's name, its folder and its text.
type CrashReport = struct{ Name, Folder, Text string }

// LastCrash is the newest report in the data folder; nil if there is none.
func (p *Parts) LastCrash() *CrashReport {
	dir := p.Options.DataDir
	names, err := reports(dir)
	if err != nil || len(names) == 0 {
		return nil
	}
	name := names[len(names)-1]
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil
	}
	return &CrashReport{Name: name, Folder: dir, Text: string(text)}
}

// DeleteCrashes deletes all reports.
func (p *Parts) DeleteCrashes() error {
	names, err := reports(p.Options.DataDir)
	for _, n := range names {
		err = errors.Join(err, os.Remove(filepath.Join(p.Options.DataDir, n)))
	}
	if err != nil {
		return fmt.Errorf("crash reports: %w", err)
	}
	return nil
}
