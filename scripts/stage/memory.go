//go:build linux

package stage

import (
	"encoding/binary"
	"os"
	"syscall"
)

// Memory is what the X server draws into, to be looked at while it does.
type Memory struct {
	file                []byte
	pixels              []byte
	width, height, line int
}

// Map shares the display's memory. Close it.
func (d *Display) Map() (*Memory, error) {
	f, err := os.Open(d.frame)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(b[4*i:])) }
	m := &Memory{file: b, width: word(4), height: word(5), line: word(12), pixels: b[word(0)+12*word(19):]}
	if word(11) != 32 || len(m.pixels) < m.height*m.line {
		_ = m.Close()
		return nil, errPicture
	}
	return m, nil
}

// Close lets go of the memory.
func (m *Memory) Close() error { return syscall.Munmap(m.file) }

// Sample appends every n-th pixel of every n-th line to to.
func (m *Memory) Sample(n int, to []uint32) []uint32 {
	for y := n / 2; y < m.height; y += n {
		for x := n / 2; x < m.width; x += n {
			to = append(to, binary.LittleEndian.Uint32(m.pixels[y*m.line+4*x:]))
		}
	}
	return to
}
