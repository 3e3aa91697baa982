// Tour walks the main job in a virtual display with real key presses: issue a key, be stopped at a used customer_uid,
// replace the card, close the window, open it again. It prints the two keys it leaves in the list and keeps pictures.
//
//	go run ./scripts/tour -binary build/billkey -shots build/screenshots
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"billkey/api/ledger"
)

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	shots := flag.String("shots", "build/screenshots", "folder for the pictures")
	album := flag.String("pictures", "", "instead, folder for the pictures of the README: in both languages, light and dark")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := error(nil)
	if *album != "" {
		err = pictures(ctx, *binary, *album)
	} else {
		err = run(ctx, *binary, *shots)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, shots string) error {
	dir, err := os.MkdirTemp("", "billkey-tour-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	r, err := practice(ctx, at(binary, dir), shots)
	if err != nil {
		return err
	}
	r.print(os.Stdout)
	fmt.Println("screenshots:", shots)
	return nil
}

// report is what a story has shown.
type report struct {
	keys     []ledger.Entry // newest first
	requests []int          // HTTP requests of each issue, between press and result
	files    int            // files searched for the card numbers
}

func (r report) print(w io.Writer) {
	_, _ = fmt.Fprintln(w, "state     customer_uid       card company      number            PG                  time")
	for _, k := range r.keys {
		_, _ = fmt.Fprintf(w, "%-9s %-18s %-12s %s  %-18s  %s\n", k.State, k.CustomerUID, k.CardName, k.Masked,
			k.PG+" "+k.MID, k.StartedAt.Local().Format("2006-01-02 15:04:05"))
	}
	_, _ = fmt.Fprintln(w, "HTTP requests between the press and the result, each issue:", r.requests)
	_, _ = fmt.Fprintf(w, "files written: %d, none of them with a full card number\n", r.files)
}
