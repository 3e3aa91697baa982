//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
	"billkey/api/secret"
)

// This program is also the sandbox and every desk, each a process of its own: roleVar then says which, and jobVar what to do.
const (
	roleVar = "BILLKEY_DESKS_ROLE"
	jobVar  = "BILLKEY_DESKS_JOB"

	roleSandbox = "sandbox"
	roleDesk    = "desk"
)

// job is what a desk is told.
type job struct {
	Name             string
	Server, Password string // the ledger's
	Sandbox          string
	Number, Orders   int
	Pace             time.Duration
}

// report is what a desk tells at its end.
type report struct {
	Own                       []time.Duration // of every order that was sent
	First                     time.Duration   // of the first of all, which is not in Own: its connection is new
	Issued, Replaced, Refused int
	CPU                       time.Duration // from the first press to the last receipt
	Err                       string
}

var profile = issuing.Profile{ID: "p1", Environment: "practice"}

// pans are of the sandbox's cards that always succeed.
var pans = []string{"4111111111111111", "5555555555554444"}

func play(role string) int {
	ctx := context.Background()
	if role == roleSandbox {
		return serve(ctx)
	}
	var j job
	var r report
	err := json.Unmarshal([]byte(os.Getenv(jobVar)), &j)
	if err == nil {
		err = r.work(ctx, j)
	}
	if err != nil {
		r.Err = err.Error()
	}
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		return 1
	}
	return 0
}

// serve is the sandbox until its input ends.
func serve(ctx context.Context) int {
	s, err := sandbox.New(sandbox.Options{})
	if err == nil {
		var at string
		if at, _, err = sandbox.Serve(ctx, "127.0.0.1:0", s); err == nil {
			fmt.Println(at)
			_, _ = bufio.NewReader(os.Stdin).ReadByte()
			return 0
		}
	}
	fmt.Fprintln(os.Stderr, "desks:", err)
	return 1
}

func keys(context.Context) (api.Keys, error) {
	return api.Keys{Key: secret.FromString(sandbox.Key), Secret: secret.FromString(sandbox.Secret)}, nil
}

// desk is one of many.
type desk struct {
	*issuing.Desk
	job
	report  *report
	outside time.Duration // spent on exchanges with the sandbox
	chance  *rand.Rand
}

func (r *report) work(ctx context.Context, j job) error {
	s, err := ledger.ParseServer(j.Server)
	if err != nil {
		return err
	}
	s.Desk, s.Password = j.Name, func(context.Context) (string, error) { return j.Password, nil }
	l, err := ledger.OpenShared(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }()
	d := &desk{job: j, report: r, chance: rand.New(rand.NewPCG(1, uint64(j.Number)))} // #nosec G404 G115 -- the same every time
	c, err := api.New(api.Config{BaseURL: "http://" + j.Sandbox, Keys: keys, Observe: func(e api.Exchange) { d.outside += e.Duration }})
	if err != nil {
		return err
	}
	defer c.Close()
	d.Desk = issuing.New(c, l, profile)
	if err := d.Warm(ctx); err != nil {
		return err
	}
	if err := d.one(ctx, fmt.Sprintf("desk%d_first", d.Number), false); err != nil {
		return err
	}
	r.First, r.Own = r.Own[0], nil
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadByte(); err != nil {
		return err
	}
	before := spentHere()
	err = d.all(ctx)
	r.CPU = spentHere() - before
	return err
}

// all issues the orders: every fifth on a customer_uid that all desks want.
func (d *desk) all(ctx context.Context) error {
	for i := range d.Orders {
		if d.Pace > 0 {
			time.Sleep(d.Pace/2 + time.Duration(d.chance.Int64N(int64(d.Pace))))
		}
		uid := fmt.Sprintf("desk%d_%d", d.Number, i)
		if i%5 == 4 {
			uid = "wanted_" + strconv.Itoa(i)
		}
		if err := d.one(ctx, uid, false); err != nil {
			return err
		}
	}
	return nil
}

// one issues for uid. Where another desk was first it may replace, deliberately.
func (d *desk) one(ctx context.Context, uid string, replace bool) error {
	look, err := d.LookUp(ctx, uid)
	if err != nil {
		return err
	}
	o := issuing.Order{UID: uid, Card: card.Fake(pans[d.chance.IntN(len(pans))]), Operator: "김민지"}
	if replace && look.Used() {
		o.Confirmation, _ = d.Confirm(look, card.LastFour(look.Key.Masked))
	}
	outside, began := d.outside, time.Now()
	r, err := d.Issue(ctx, o)
	own := time.Since(began) - (d.outside - outside)
	var refused *issuing.Failure
	switch {
	case errors.As(err, &refused) && (refused.Kind == issuing.OpenOrder || refused.Kind == issuing.Used || refused.Kind == issuing.Changed):
		d.report.Refused++
		if !replace && d.chance.IntN(2) == 0 {
			return d.one(ctx, uid, true)
		}
		return nil
	case err != nil:
		return err
	case r.JournalErr != nil || r.State != ledger.Issued:
		return fmt.Errorf("%s: %s, %w", uid, r.State, r.JournalErr)
	}
	d.report.Own = append(d.report.Own, own)
	d.report.Issued++
	if r.Replaced {
		d.report.Replaced++
	}
	return nil
}

// spentHere is this process's processor time.
func spentHere() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
