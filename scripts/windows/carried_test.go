package main

import (
	"debug/pe"
	"encoding/binary"
	"fmt"
	"strconv"
	"testing"
	"unicode/utf16"
)

// The kinds of what a program carries that these tests read.
const (
	typeIcon      = "3"
	typeIconGroup = "14"
	typeVersion   = "16"
	typeManifest  = "24"
)

func number16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func number32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// resourceTree is what a program carries: by kind, name and language, each a number or a name.
type resourceTree map[string]map[string]map[string][]byte

// one is the only language of a thing.
func (r resourceTree) one(t *testing.T, kind, name string) []byte {
	t.Helper()
	if len(r[kind][name]) != 1 {
		t.Fatalf("%d of kind %s named %s", len(r[kind][name]), kind, name)
	}
	for _, b := range r[kind][name] {
		return b
	}
	return nil
}

func (r resourceTree) numbered(t *testing.T, kind string, n int) []byte {
	t.Helper()
	return r.one(t, kind, strconv.Itoa(n))
}

// carried walks the three levels of a program's resources.
func carried(t *testing.T, f *pe.File) resourceTree {
	t.Helper()
	section := f.Section(".rsrc")
	if section == nil {
		t.Fatal("the program carries nothing")
	}
	raw, err := section.Data()
	if err != nil {
		t.Fatal(err)
	}
	out := resourceTree{}
	for kind, names := range folder(raw, 0) {
		out[kind] = map[string]map[string][]byte{}
		for name, languages := range folder(raw, names) {
			out[kind][name] = map[string][]byte{}
			for language, at := range folder(raw, languages) {
				start := number32(raw[at:]) - section.VirtualAddress
				out[kind][name][language] = raw[start : start+number32(raw[at+4:])]
			}
		}
	}
	return out
}

// folder is one level: where each of its entries is.
func folder(raw []byte, at uint32) map[string]uint32 {
	const below = 1 << 31 // also marks names
	out := map[string]uint32{}
	for i := range uint32(number16(raw[at+12:])) + uint32(number16(raw[at+14:])) {
		entry := raw[at+16+8*i:]
		name := fmt.Sprint(number32(entry))
		if n := number32(entry); n&below != 0 {
			length := uint32(number16(raw[n&^below:]))
			name = text16(raw[n&^below+2:][:2*length])
		}
		out[name] = number32(entry[4:]) &^ below
	}
	return out
}

func text16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = number16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// version reads a version resource: the numbers at its head, and what it says in words. It consists of blocks within
// blocks, each of length, length of its value, kind of value, name, value and more blocks, on bounds of four bytes.
func version(t *testing.T, raw []byte) (numbers string, says map[string]string) {
	t.Helper()
	says = map[string]string{}
	const signature = 0xFEEF04BD
	var walk func(from, to int)
	walk = func(from, to int) {
		for from+6 <= to {
			end, size, words := from+int(number16(raw[from:])), int(number16(raw[from+2:])), number16(raw[from+4:]) == 1
			if end <= from || end > to {
				t.Fatalf("a block from %d to %d of %d", from, end, to)
			}
			at := from + 6
			for at+2 <= end && number16(raw[at:]) != 0 {
				at += 2
			}
			name := text16(raw[from+6 : at])
			at = bound(at + 2)
			if words {
				says[name] = zeroEnded(raw[at : at+2*size])
				size *= 2
			}
			if !words && size >= 52 && number32(raw[at:]) == signature {
				high, low := number32(raw[at+8:]), number32(raw[at+12:])
				numbers = fmt.Sprintf("%d.%d.%d.%d", high>>16, high&0xffff, low>>16, low&0xffff)
			}
			walk(bound(at+size), end)
			from = bound(end)
		}
	}
	walk(0, len(raw))
	return numbers, says
}

func bound(n int) int { return (n + 3) &^ 3 }

func zeroEnded(b []byte) string {
	for i := 0; i+1 < len(b); i += 2 {
		if number16(b[i:]) == 0 {
			return text16(b[:i])
		}
	}
	return text16(b)
}
