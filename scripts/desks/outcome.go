//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// outcome is what came of a plan.
type outcome struct {
	plan
	own, first                       []time.Duration // sorted
	issued, replaced, refused        int
	took                             time.Duration
	deskCPU, databaseCPU, sandboxCPU time.Duration
	load                             string
	doubled, lost, invented          int
}

const header = "desks  pace  issued  replaced  refused  issues/s   own ms: p50    p95    p99    max  first   CPU ms an issue: desk  database  sandbox   load   doubled lost invented"

// String is the row under header.
func (o outcome) String() string {
	pace := "none"
	if o.pace > 0 {
		pace = o.pace.String()
	}
	each := func(d time.Duration) float64 { return ms(d) / float64(max(1, len(o.own))) }
	return fmt.Sprintf("%5d %5s %7d %9d %8d %9.1f %13.1f %6.1f %6.1f %6.1f %6.1f %22.1f %9.1f %8.1f %6s %9d %4d %8d",
		o.desks, pace, o.issued, o.replaced, o.refused, float64(len(o.own))/o.took.Seconds(), ms(at(o.own, 50)), ms(at(o.own, 95)), ms(at(o.own, 99)), ms(at(o.own, 100)), ms(at(o.first, 50)),
		each(o.deskCPU), each(o.databaseCPU), each(o.sandboxCPU), o.load, o.doubled, o.lost, o.invented)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (o *outcome) add(r report) {
	o.own = append(o.own, r.Own...)
	o.first = append(o.first, r.First)
	slices.Sort(o.own)
	slices.Sort(o.first)
	o.issued, o.replaced, o.refused, o.deskCPU = o.issued+r.Issued, o.replaced+r.Replaced, o.refused+r.Refused, o.deskCPU+r.CPU
}

// at is a percentile of sorted times.
func at(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

// wrong tells that sandbox and ledger disagree.
func (o outcome) wrong() error {
	if o.doubled+o.lost+o.invented > 0 {
		return errors.New("the ledger is not the sandbox's truth")
	}
	return nil
}

// stamp is one key that once stood behind a customer_uid.
type stamp struct {
	uid     string
	updated int64
}

// compare asks both sides: every key the sandbox has or had is one row of the ledger and the reverse, every POST was one order,
// and no key was replaced without a word.
func (o *outcome) compare(ctx context.Context, s ledger.Server, sandboxAt string) error {
	var counted map[string]int
	var past []sandbox.PastKey
	if err := errors.Join(ask(ctx, sandboxAt, "counters", &counted), ask(ctx, sandboxAt, "past", &past)); err != nil {
		return err
	}
	rows, err := allRows(ctx, s)
	if err != nil {
		return err
	}
	there := map[stamp]bool{}
	for _, p := range past {
		there[stamp{p.CustomerUID, p.Updated}] = true
	}
	if err := standing(ctx, sandboxAt, rows, there); err != nil {
		return err
	}
	inForce := map[string]int{}
	for _, e := range rows {
		if e.State != ledger.Issued && e.State != ledger.Replaced {
			if e.State.Open() {
				o.invented++
			}
			continue
		}
		k := stamp{e.CustomerUID, e.Updated}
		if !there[k] {
			o.invented++
		}
		delete(there, k)
		if e.State == ledger.Issued {
			inForce[e.CustomerUID]++
		}
		if e.State == ledger.Issued && inForce[e.CustomerUID] > 1 || e.Replaces != 0 && !e.Replace {
			o.doubled++
		}
	}
	o.lost = len(there)
	o.doubled += counted["POST /subscribe/customers/{customer_uid}"] - o.issued
	return nil
}

func allRows(ctx context.Context, s ledger.Server) (out []ledger.Entry, err error) {
	l, err := ledger.OpenShared(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = l.Close() }()
	for q := (ledger.Query{Limit: 1000}); ; {
		p, err := l.Entries(ctx, q)
		if err != nil {
			return nil, err
		}
		if out, q.After = append(out, p.Entries...), p.Next; !p.More {
			return out, nil
		}
	}
}

func ask(ctx context.Context, at, what string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at+"/__sandbox/"+what, nil)
	if err != nil {
		return err
	}
	answer, err := (&http.Client{Timeout: time.Minute}).Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	return json.NewDecoder(answer.Body).Decode(into)
}
