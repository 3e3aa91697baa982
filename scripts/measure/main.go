// Measure prints the program's figures: lines of code, size, start to the first picture, memory, requests for each issue.
//
//	go run ./scripts/measure -binary build/billkey
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

const starts = 5

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	flag.Parse()
	if err := run(context.Background(), *binary); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string) error {
	folders, err := countLines(".")
	if err != nil {
		return err
	}
	fmt.Println("lines of Go           code   tests")
	for _, f := range folders {
		fmt.Printf("%-20s %5d   %5d\n", f.name, f.code, f.tests)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return err
	}
	fmt.Printf("binary               %.1f MB\n", float64(info.Size())/1e6)
	return window(ctx, binary)
}

// window measures the running program, each start with its own empty folders.
func window(ctx context.Context, binary string) error {
	var frames, readies []time.Duration
	var memory, requests int
	for range starts {
		f, err := start(ctx, binary)
		if err != nil {
			return err
		}
		frames, readies = append(frames, f.frame), append(readies, f.ready)
		memory, requests = max(memory, f.memory), max(requests, f.requests)
	}
	fmt.Printf("start, first picture %s\n", spread(frames))
	fmt.Printf("start, ready to type %s\n", spread(readies))
	fmt.Printf("resident memory      %d MB, after one issue\n", memory>>10)
	fmt.Printf("requests per issue   %d, between the press and the result\n", requests)
	return nil
}

func spread(d []time.Duration) string {
	slices.Sort(d)
	return fmt.Sprintf("%d ms in the middle of %d starts, %d to %d", d[len(d)/2].Milliseconds(), len(d),
		d[0].Milliseconds(), d[len(d)-1].Milliseconds())
}
