package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"

	"golang.org/x/image/draw"
)

// sides are the icon's sizes: what lists, taskbar and desktop ask for, at 100 to 250 percent.
var sides = []int{16, 20, 24, 32, 40, 48, 64, 96, 128, 256}

// icons makes an icon file of a picture: one PNG a size, which every Windows since Vista reads.
func icons(picture []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, fmt.Errorf("icon: %w", err)
	}
	const headSize, entrySize = 6, 16
	head := binary.LittleEndian.AppendUint16([]byte{0, 0, 1, 0}, uint16(len(sides)))
	var pictures []byte
	for _, side := range sides {
		var scaled bytes.Buffer
		if err := png.Encode(&scaled, scale(from, side)); err != nil {
			return nil, fmt.Errorf("icon: %w", err)
		}
		at := headSize + entrySize*len(sides) + len(pictures)
		head = append(head, byte(side), byte(side), 0, 0, 1, 0, 32, 0) // a side of 256 is written as 0
		head = binary.LittleEndian.AppendUint32(head, uint32(scaled.Len()))
		head = binary.LittleEndian.AppendUint32(head, uint32(at))
		pictures = append(pictures, scaled.Bytes()...)
	}
	return append(head, pictures...), nil
}

func scale(from image.Image, side int) image.Image {
	to := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}
