//go:build linux

// Desks has many desks issue at once through the sandbox into one ledger in PostgreSQL, each desk in a process of its own, and
// compares the sandbox with the ledger afterwards: no order doubled, none lost, none invented. It prints what a desk's own share
// of an issue takes: from the press to the receipt, without the exchange with the sandbox.
//
//	go run ./scripts/desks -desks 1,2,5,10,20,50
//
// Each number of desks is measured twice: paced, as people order, and without a rest. It needs PostgreSQL.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"billkey/api/ledger/pgtest"
)

// limit is what the 95th percentile of a desk's own share may be while people order.
const limit = 15 * time.Millisecond

func main() {
	if role := os.Getenv(roleVar); role != "" {
		os.Exit(play(role))
	}
	desks := flag.String("desks", "1,2,5,10,20,50", "how many desks, one row each")
	pace := flag.Duration("pace", 5*time.Second, "the mean time from one order of a desk to its next; people are not quicker")
	span := flag.Duration("for", 40*time.Second, "how long a paced row takes")
	orders := flag.Int("orders", 1000, "how many orders all desks together issue without a rest")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := measure(ctx, *desks, *pace, *span, *orders); err != nil {
		fmt.Fprintln(os.Stderr, "desks:", err)
		stop()
		os.Exit(1)
	}
}

func measure(ctx context.Context, desks string, pace, span time.Duration, orders int) error {
	c, err := pgtest.Run(pgtest.Options{Durable: true})
	if err != nil {
		return err
	}
	defer c.Remove()
	fmt.Println(header)
	slow := false
	for _, p := range []time.Duration{pace, 0} {
		for word := range strings.SplitSeq(desks, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(word))
			if err != nil {
				return err
			}
			each := max(1, orders/n)
			if p > 0 {
				each = max(1, int(span/p))
			}
			o, err := run(ctx, c, plan{desks: n, orders: each, pace: p})
			if err != nil {
				return err
			}
			fmt.Println(o)
			if err := o.wrong(); err != nil {
				return err
			}
			slow = slow || p > 0 && at(o.own, 95) > limit
		}
	}
	if slow {
		return fmt.Errorf("a desk's own share took longer than %v", limit)
	}
	return nil
}
