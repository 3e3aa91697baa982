package ui

import (
	"encoding/json"
	"slices"
	"time"

	"billkey/api/ledger"
)

// resultView is how the panel shows the ledger: what is filtered, sorted and laid out. It is remembered on this machine.
type resultView struct {
	Columns []viewColumn `json:"columns,omitempty"`
	Sort    string       `json:"sort,omitempty"`
	Reverse bool         `json:"reverse,omitempty"`
	Dense   bool         `json:"dense,omitempty"`
	// More shows the second row of filters.
	More   bool       `json:"more,omitempty"`
	Filter viewFilter `json:"filter"`
}

type viewColumn struct {
	Key    string  `json:"key"`
	Share  float32 `json:"share"`
	Hidden bool    `json:"hidden,omitempty"`
}

// viewFilter is everything but the search text, which belongs to the moment.
type viewFilter struct {
	States      []string `json:"states,omitempty"` // of stateGroups
	Period      string   `json:"period,omitempty"` // of periods; "" is all
	From        string   `json:"from,omitempty"`   // YYYY-MM-DD, for a period of one's own
	To          string   `json:"to,omitempty"`     // the last day that counts
	Environment string   `json:"environment,omitempty"`
	Profile     string   `json:"profile,omitempty"`
	Operator    string   `json:"operator,omitempty"`
	Desk        string   `json:"desk,omitempty"`
}

// stateGroups are the states as they are filtered by: nobody tells waiting from unknown.
var stateGroups = []struct {
	key    string
	states []ledger.State
}{
	{"issued", []ledger.State{ledger.Issued}},
	{"replaced", []ledger.State{ledger.Replaced}},
	{"declined", []ledger.State{ledger.Declined}},
	{"unknown", []ledger.State{ledger.Unknown, ledger.Pending}},
	{"not_issued", []ledger.State{ledger.NotIssued}},
	{"deleted", []ledger.State{ledger.Deleted}},
}

// periods are the spans of time to choose from; the first is all.
var periods = []string{"all", "today", "yesterday", "week", "month", "last_month", "own"}

const dayForm = "2006-01-02"

// readView reads what was remembered; what cannot be read is the usual view.
func readView(raw string) resultView {
	var v resultView
	if json.Unmarshal([]byte(raw), &v) != nil {
		return resultView{}
	}
	return v
}

func (v resultView) String() string {
	raw, err := json.Marshal(v)
	if err != nil { // plain texts and numbers always marshal
		return ""
	}
	return string(raw)
}

// query is what the view asks of the ledger at a moment, without the search text.
func (v resultView) query(now time.Time) ledger.Query {
	f := v.Filter
	q := ledger.Query{
		Environment: f.Environment, Profile: f.Profile, Operator: f.Operator, Desk: f.Desk,
		Sort: ledger.Sort{Column: ledger.Column(v.Sort), Reverse: v.Reverse},
	}
	for _, g := range stateGroups {
		if slices.Contains(f.States, g.key) {
			q.States = append(q.States, g.states...)
		}
	}
	q.From, q.To = f.span(now)
	return q
}

// span is the period's first moment and the first one after it; zero is open.
func (f viewFilter) span(now time.Time) (from, to time.Time) {
	today := startOfDay(now)
	switch f.Period {
	case "today":
		return today, time.Time{}
	case "yesterday":
		return today.AddDate(0, 0, -1), today
	case "last_month":
		return today.AddDate(0, -1, 1-today.Day()), today.AddDate(0, 0, 1-today.Day())
	case "week": // it begins on Monday
		return today.AddDate(0, 0, -(int(today.Weekday())+6)%7), time.Time{}
	case "month":
		return today.AddDate(0, 0, 1-today.Day()), time.Time{}
	case "own":
		from, _ = time.ParseInLocation(dayForm, f.From, time.Local)
		if last, err := time.ParseInLocation(dayForm, f.To, time.Local); err == nil {
			to = last.AddDate(0, 0, 1)
		}
	}
	return from, to
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// active is how many filters are set.
func (f viewFilter) active() int {
	n := 0
	for _, on := range []bool{len(f.States) > 0, f.Period != "" && f.Period != periods[0], f.Environment != "", f.Profile != "", f.Operator != "", f.Desk != ""} {
		if on {
			n++
		}
	}
	return n
}

// toggled is the states with one group switched.
func (f viewFilter) toggled(group string) []string {
	if at := slices.Index(f.States, group); at >= 0 {
		return slices.Delete(slices.Clone(f.States), at, at+1)
	}
	return append(slices.Clone(f.States), group)
}
