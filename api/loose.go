package api

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// The server is PHP behind many PGs: numbers arrive as strings, strings as numbers, absent pages as false.
// These types take what comes; what cannot be read is left empty rather than failing a whole answer.

// text takes a string; null is empty; anything else keeps its JSON form.
type text string

// UnmarshalJSON never fails on valid JSON.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case string(b) == "null":
		*t = ""
	case json.Unmarshal(b, &s) == nil:
		*t = text(s)
	default:
		*t = text(b)
	}
	return nil
}

// number takes a number or a number in a string, rounded; anything else (null, false) is 0 and not valid.
type number struct {
	n     int64
	valid bool
}

// UnmarshalJSON never fails on valid JSON.
func (n *number) UnmarshalJSON(b []byte) error {
	s := strings.TrimSpace(strings.Trim(string(b), `"`))
	i, err := strconv.ParseInt(s, 10, 64)
	if err == nil {
		*n = number{i, true}
		return nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1<<62 {
		*n = number{int64(math.Round(f)), true}
		return nil
	}
	*n = number{}
	return nil
}

func (n number) pointer() *int {
	if !n.valid {
		return nil
	}
	i := int(n.n)
	return &i
}

// flag takes a boolean, 0 and 1, and both in a string; nil when it was none of them.
type flag struct{ v *bool }

// UnmarshalJSON never fails on valid JSON.
func (f *flag) UnmarshalJSON(b []byte) error {
	f.v = nil
	if v, err := strconv.ParseBool(strings.ToLower(strings.Trim(string(b), `" `))); err == nil {
		f.v = &v
	}
	return nil
}

// list is a page of elements: a bare array, or {total, previous, next, list}.
type list[W any] struct {
	total, previous, next int
	items                 []W
}

// UnmarshalJSON takes both forms. Page numbers may be false, counts may be missing, elements may be null.
func (l *list[W]) UnmarshalJSON(b []byte) error {
	*l = list[W]{}
	if bytes.HasPrefix(b, []byte("[")) {
		return l.fill(b)
	}
	var page struct {
		Total, Previous, Next number
		List                  json.RawMessage
	}
	if err := json.Unmarshal(b, &page); err != nil {
		return err
	}
	if bytes.HasPrefix(page.List, []byte("[")) {
		if err := l.fill(page.List); err != nil {
			return err
		}
	}
	l.previous, l.next = int(page.Previous.n), int(page.Next.n)
	l.total = max(l.total, int(page.Total.n))
	return nil
}

func (l *list[W]) fill(b []byte) error {
	var all []*W
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	for _, w := range all {
		if w != nil {
			l.items = append(l.items, *w)
		}
	}
	l.total = len(l.items)
	return nil
}
