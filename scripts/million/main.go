// Million opens the program on a ledger of years of work, goes through its list as a person would, and prints the memory it
// takes beside that of an empty ledger.
//
//	go run ./scripts/million -binary build/billkey -rows 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
	"billkey/scripts/stage"
)

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	rows := flag.Int("rows", 1_000_000, "rows in the ledger")
	keep := flag.String("data", "", "a folder to keep the filled ledger in, for another run")
	flag.Parse()
	if err := run(context.Background(), *binary, *rows, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "million:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string, rows int, keep string) error {
	home, err := os.MkdirTemp("", "billkey-million-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	full := keep
	if full == "" {
		full = filepath.Join(home, "full")
	}
	if err := filled(ctx, full, rows); err != nil {
		return err
	}
	empty, err := walk(ctx, binary, home, filepath.Join(home, "empty"), 0)
	if err != nil {
		return err
	}
	many, err := walk(ctx, binary, home, full, rows)
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %10s %10s %10s\n", "resident memory, MB", "empty", "full", "more")
	for i, s := range many {
		fmt.Printf("%-34s %10.1f %10.1f %10.1f\n", s.name, mb(empty[min(i, len(empty)-1)].kib), mb(s.kib),
			mb(s.kib)-mb(empty[min(i, len(empty)-1)].kib))
	}
	return nil
}

func mb(kib int) float64 { return float64(kib) / 1024 }

// filled makes the ledger unless it is there from an earlier run.
func filled(ctx context.Context, dir string, rows int) error {
	path := filepath.Join(dir, "ledger.db")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	began := time.Now()
	l, err := ledger.Open(ctx, path)
	if err != nil {
		return err
	}
	if err := ledgertest.Fill(ctx, path, rows, time.Now()); err != nil {
		return err
	}
	wrote := time.Since(began)
	if err := l.Shelve(ctx, func(int) {}); err != nil {
		return err
	}
	if err := l.Close(); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Printf("%d rows written in %s, brought into the search in %s: %.0f MB\n", rows, wrote.Round(time.Second),
		(time.Since(began) - wrote).Round(time.Second), float64(info.Size())/1e6)
	return nil
}

type step struct {
	name string
	kib  int
}

// walk opens the program on a data folder and goes through its list: the end, the top, searches, filters.
func walk(ctx context.Context, binary, home, data string, rows int) ([]step, error) {
	screen, err := stage.StartDisplay(home)
	if err != nil {
		return nil, err
	}
	defer screen.Stop()
	s := stage.NewStory(ctx, screen, stage.Private(home), "")
	defer s.End()
	s.Open(binary, "-lang", "ko", "-data", data)
	s.Once("ready")
	s.Once("counted")
	s.Must(int(number(s.Window.Seen, "counted", "total")) == rows, "the list does not hold %d rows", rows)
	steps := []step{{"opened", resident(s)}}
	if rows == 0 {
		s.Close()
		return steps, s.Err
	}
	s.Keys("ctrl+f", "Down")
	for _, w := range []struct {
		name, key string
		times     int
	}{{"at the end of the list", "End", 1}, {"forty pages up", "Prior", 40}, {"back at the top", "Home", 1}} {
		s.Times(w.times, w.key)
		s.Await("seen")
		steps = append(steps, step{w.name, resident(s)})
	}
	for _, text := range []string{"gildong", "1"} {
		s.Keys("ctrl+f", "ctrl+a")
		s.Write(text)
		s.Await("counted")
		steps = append(steps, step{"searched " + text, resident(s)})
	}
	s.Close()
	return steps, s.Err
}

// number is a value of the last event of a name.
func number(seen []stage.Event, name, key string) float64 {
	for _, e := range slices.Backward(seen) {
		if n, ok := e[key].(float64); ok && e.Name() == name {
			return n
		}
	}
	return -1
}

func resident(s *stage.Story) int {
	if s.Err != nil {
		return 0
	}
	kib, err := stage.Resident(s.Window.PID())
	s.Err = err
	return kib
}
