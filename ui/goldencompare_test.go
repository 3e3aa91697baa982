package ui

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// A point of a picture is a square of [shrink] points of the window. It is kept in 16 shades of each colour, which is small on
// the disk; the same picture differs from what is kept by half a shade at most. What differs by more than [otherShade] is
// another point; what another processor rounds otherwise stays below. One point in a tile may be another one, and six in all:
// a single digit of the card number already changes more than ten.
const (
	shrink     = 4
	otherShade = 12
	tileSide   = 16
	offInTile  = 1
	offInAll   = 6
)

// smaller is the picture a quarter as wide, each point the mean of its square.
func smaller(m image.Image) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/shrink, b.Dy()/shrink))
	for y := range b.Dy() / shrink {
		for x := range b.Dx() / shrink {
			out.SetRGBA(x, y, mean(m, b.Min.X+x*shrink, b.Min.Y+y*shrink))
		}
	}
	return out
}

func mean(m image.Image, x, y int) color.RGBA {
	var sum [3]uint32
	for i := range shrink * shrink {
		r, g, b, _ := m.At(x+i%shrink, y+i/shrink).RGBA()
		sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
	}
	const n = shrink * shrink
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff} //nolint:gosec // means of bytes
}

// kept is the picture as it is written: few shades, and each colour once.
func kept(m *image.RGBA) image.Image {
	b := m.Bounds()
	shades := image.NewRGBA(b)
	index, colours := map[color.RGBA]uint8{}, color.Palette{}
	for i := range b.Dx() * b.Dy() {
		x, y := i%b.Dx(), i/b.Dx()
		c := m.RGBAAt(x, y)
		c = color.RGBA{c.R&0xf0 | 8, c.G&0xf0 | 8, c.B&0xf0 | 8, 0xff}
		if _, ok := index[c]; !ok {
			index[c] = uint8(len(colours)) //nolint:gosec // not used beyond 256
			colours = append(colours, c)
		}
		shades.SetRGBA(x, y, c)
	}
	if len(colours) > 256 {
		return shades
	}
	out := image.NewPaletted(b, colours)
	for i := range b.Dx() * b.Dy() {
		out.SetColorIndex(i%b.Dx(), i/b.Dx(), index[shades.RGBAAt(i%b.Dx(), i/b.Dx())])
	}
	return out
}

// sameAs compares with a picture kept, or writes it.
func sameAs(t *testing.T, path string, got *image.RGBA) {
	t.Helper()
	if os.Getenv("BILLKEY_GOLDEN") == "write" {
		write(t, path, kept(got))
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = f.Close() }()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if said := compared(got, want); said != "" {
		now := filepath.Join(os.TempDir(), "billkey-"+filepath.Base(path))
		write(t, now, got)
		t.Errorf("not as in %s: %s; it is now as in %s", path, said, now)
	}
}

// compared says how a picture differs from another one, and where; "" if it does not.
func compared(got, want image.Image) string {
	if want.Bounds() != got.Bounds() {
		return fmt.Sprintf("%v, was %v", got.Bounds(), want.Bounds())
	}
	all, worst, at := 0, 0, image.Point{}
	tiles := map[image.Point]int{}
	for i := range got.Bounds().Dx() * got.Bounds().Dy() {
		x, y := i%got.Bounds().Dx(), i/got.Bounds().Dx()
		if !apart(got.At(x, y), want.At(x, y)) {
			continue
		}
		all++
		tile := image.Pt(x/tileSide, y/tileSide)
		if tiles[tile]++; tiles[tile] > worst {
			worst, at = tiles[tile], tile.Mul(tileSide*shrink)
		}
	}
	if worst <= offInTile && all <= offInAll {
		return ""
	}
	return fmt.Sprintf("%d points differ, %d of them in the square at %v of the window", all, worst, at)
}

func apart(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar>>8) - int(br>>8), int(ag>>8) - int(bg>>8), int(ab>>8) - int(bb>>8)} {
		if d > otherShade || d < -otherShade {
			return true
		}
	}
	return false
}

func write(t *testing.T, path string, m image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // pictures for everybody
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	small := png.Encoder{CompressionLevel: png.BestCompression}
	if err := errors.Join(small.Encode(f, m), f.Close()); err != nil {
		t.Fatal(err)
	}
}
