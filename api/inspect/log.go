// Package inspect keeps the last exchanges with iamport of this run, masked, for the request log on the screen: filters,
// and each exchange as text, as a command or a program to repeat it with, and all of them as HAR. It never holds a card
// number beyond first six and last four, a PIN, a birth date, a secret or a token: what comes in was masked by package
// api before.
package inspect

import (
	"sync"
	"time"

	"billkey/api"
)

// Limit is how many exchanges are kept.
const Limit = 500

// Exchange is one request and its answer.
type Exchange struct {
	ID       int64  // counts from 1
	Profile  string // the profile's name
	At       time.Time
	Duration time.Duration
	Reused   bool // the connection had served an earlier request; false: it was a new one
	Method   string
	Route    string // template, as /subscribe/customers/{customer_uid}
	Base     string // the server's address
	Path     string // below Base, with the query
	UID      string // customer_uid, merchant_uid or imp_uid of the path
	// Authorized tells that a token went along, Tier is the Tier header.
	Authorized bool
	Tier       string
	Sent       string // masked JSON, "" without a body
	Status     int    // 0 without an answer
	Code       int
	HasCode    bool
	Message    string
	Got        string // masked JSON or text
	GotBytes   int
	Cut        bool // Got shows the beginning only
	Meaning    Meaning
}

// Log is the request log. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	last    []Exchange // a ring once it is full
	next    int64
	changed func()
}

// New makes an empty log.
func New() *Log { return &Log{} }

// For is what a client of the named profile is given as [api.Config].Inspect.
func (l *Log) For(profile string) func(api.Inspection) {
	return func(i api.Inspection) { l.add(exchangeOf(profile, i)) }
}

// OnChange sets what is called after each new exchange, on the goroutine that made it. It must not wait.
func (l *Log) OnChange(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed = f
}

func (l *Log) add(x Exchange) {
	l.mu.Lock()
	x.ID = l.next + 1
	if len(l.last) < Limit {
		l.last = append(l.last, x)
	} else {
		l.last[l.next%Limit] = x
	}
	l.next++
	changed := l.changed
	l.mu.Unlock()
	if changed != nil {
		changed()
	}
}

// Version changes with every exchange and with [Log.Clear].
func (l *Log) Version() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next<<10 | int64(len(l.last))
}

// Clear forgets everything. Numbers go on.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.last)
	l.last = nil
	l.next = (l.next + Limit - 1) / Limit * Limit // so that the ring begins at its first place
}

// List are the exchanges that f lets through, newest first.
func (l *Log) List(f Filter) []Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Exchange
	for i := range int64(len(l.last)) {
		if x := l.last[(l.next-1-i)%Limit]; f.lets(x) {
			out = append(out, x)
		}
	}
	return out
}

// Get is the exchange with this number, while it is kept.
func (l *Log) Get(id int64) (Exchange, bool) {
	for _, x := range l.List(Filter{}) {
		if x.ID == id {
			return x, true
		}
	}
	return Exchange{}, false
}

func exchangeOf(profile string, i api.Inspection) Exchange {
	return Exchange{
		Profile: profile, At: i.At, Duration: i.Duration, Reused: i.Reused, Method: i.Method, Route: i.Route,
		Base: i.Base, Path: i.Path, UID: i.UID, Authorized: i.Authorized, Tier: i.Tier, Sent: i.Sent,
		Status: i.Status, Code: i.Code, HasCode: i.HasCode, Message: i.Message,
		Got: i.Got, GotBytes: i.GotBytes, Cut: i.Cut, Meaning: meaningOf(i),
	}
}
