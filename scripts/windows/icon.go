package main

import (
	"encoding/binary"
	"fmt"

	"billkey/scripts/about"
)

// sides are the icon's sizes: what lists, taskbar and desktop ask for, at 100 to 250 percent.
var sides = []int{16, 20, 24, 32, 40, 48, 64, 96, 128, 256}

// icons makes an icon file of the program's icon: one PNG a size, which every Windows since Vista reads.
func icons(a about.Program) ([]byte, error) {
	const headSize, entrySize = 6, 16
	head := binary.LittleEndian.AppendUint16([]byte{0, 0, 1, 0}, uint16(len(sides)))
	var pictures []byte
	for _, side := range sides {
		scaled, err := a.IconPNG(side)
		if err != nil {
			return nil, fmt.Errorf("icon: %w", err)
		}
		at := headSize + entrySize*len(sides) + len(pictures)
		head = append(head, byte(side), byte(side), 0, 0, 1, 0, 32, 0) // a side of 256 is written as 0
		head = binary.LittleEndian.AppendUint32(head, uint32(len(scaled)))
		head = binary.LittleEndian.AppendUint32(head, uint32(at))
		pictures = append(pictures, scaled...)
	}
	return append(head, pictures...), nil
}
