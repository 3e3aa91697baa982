//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// region is a stretch of resident, writable memory of the searched process.
type region struct {
	name string // of its mapping: a file, [heap], [stack], or "" for anonymous memory
	from uint64
	data []byte
}

// snapshot stops a process and copies all of its writable memory that is resident.
func snapshot(pid int) ([]region, error) {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return nil, err
	}
	defer func() { _ = syscall.Kill(pid, syscall.SIGCONT) }()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, err
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return nil, err
	}
	defer func() { _ = mem.Close() }()
	pages, err := os.Open(fmt.Sprintf("/proc/%d/pagemap", pid))
	if err != nil {
		return nil, err
	}
	defer func() { _ = pages.Close() }()
	var out []region
	for line := range strings.Lines(string(maps)) {
		var from, to uint64
		var mode, offset, device, inode, name string
		n, _ := fmt.Sscanf(line, "%x-%x %s %s %s %s %s", &from, &to, &mode, &offset, &device, &inode, &name)
		if n < 3 || !strings.HasPrefix(mode, "rw") {
			continue
		}
		out = append(out, resident(mem, pages, name, from, to)...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("nothing of process %d can be read: is it built with the tag measure?", pid)
	}
	return out, nil
}

// resident reads the pages of a mapping that are in memory or swapped out; the others were never written.
func resident(mem, pages *os.File, name string, from, to uint64) (out []region) {
	const page, present = 4096, 3 << 62
	entries := make([]byte, (to-from)/page*8)
	if _, err := pages.ReadAt(entries, int64(from/page*8)); err != nil {
		return nil
	}
	in := func(i uint64) bool {
		return i < (to-from)/page && binary.LittleEndian.Uint64(entries[i*8:])&present != 0
	}
	for i := uint64(0); i < (to-from)/page; i++ {
		if !in(i) {
			continue
		}
		first := i
		for in(i) {
			i++
		}
		r := region{name: name, from: from + first*page, data: make([]byte, (i-first)*page)}
		if n, err := mem.ReadAt(r.data, int64(r.from)); n > 0 || err == nil {
			r.data = r.data[:n]
			out = append(out, r)
		}
	}
	return out
}

// copyOf is a place that holds a number, or a piece of it.
type copyOf struct {
	form   string
	digits int // how many of them in a row
	at     uint64
	region string
	around string
}

// form is one way in which the digits of a number can lie in memory: text, and the place of each digit in it.
type form struct {
	name string
	text []byte
	at   []int
}

// forms are all ways looked for: text plain and grouped, in one, two and four bytes a character, and bare values.
func forms(number string) []form {
	wide := func(name string, width int, zero byte) form {
		f := form{name: name}
		for _, c := range []byte(number) {
			f.at = append(f.at, len(f.text))
			f.text = append(append(f.text, c-'0'+zero), make([]byte, width-1)...)
		}
		return f
	}
	grouped := func(name string, gap byte) form {
		f := form{name: name}
		for i, c := range []byte(number) {
			if i > 0 && i%4 == 0 {
				f.text = append(f.text, gap)
			}
			f.at = append(f.at, len(f.text))
			f.text = append(f.text, c)
		}
		return f
	}
	return []form{
		wide("plain", 1, '0'), grouped("spaces", ' '), grouped("hyphens", '-'), wide("UTF-16", 2, '0'),
		wide("UTF-32", 4, '0'), wide("64 bit", 8, '0'), wide("values", 1, 0),
	}
}

// pieceLen is the shortest piece that counts, in digits: a mask leaves six and four.
const pieceLen = 10

// find looks for whole numbers and pieces. Every piece of ten of sixteen digits has the digits 6 to 9 in it.
func find(regions []region, number string) (out []copyOf) {
	for _, f := range forms(number) {
		from, to := f.at[len(number)-pieceLen], f.at[pieceLen-1]+1
		for _, r := range regions {
			for at := 0; ; at++ {
				i := bytes.Index(r.data[at:], f.text[from:to])
				if i < 0 {
					break
				}
				at += i
				if c, ok := f.grow(r, at-from, from, to); ok {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// grow follows a match of text[from:to] to both sides as far as it goes. start is where the whole text would begin.
func (f form) grow(r region, start, from, to int) (copyOf, bool) {
	same := func(i int) bool {
		at := start + i
		return i >= 0 && i < len(f.text) && at >= 0 && at < len(r.data) && r.data[at] == f.text[i]
	}
	for same(from - 1) {
		from--
	}
	for same(to) {
		to++
	}
	n := 0
	for _, at := range f.at {
		if at >= from && at < to {
			n++
		}
	}
	lo, hi := max(0, start-48), min(len(r.data), start+len(f.text)+48)
	c := copyOf{form: f.name, digits: n, at: r.from + uint64(max(0, start)), region: r.name, around: fmt.Sprintf("%q", r.data[lo:hi])}
	return c, n >= pieceLen
}

// count is how often a text lies in memory.
func count(regions []region, text string) (n int) {
	for _, r := range regions {
		n += bytes.Count(r.data, []byte(text))
	}
	return n
}
