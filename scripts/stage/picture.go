package stage

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/png"
	"os"
	"time"
)

const (
	// restFor is how long the screen has to stay as it is before a picture is taken, newsFor how long it may take to change
	// at all since the last picture.
	restFor = 250 * time.Millisecond
	newsFor = 2 * time.Second
	// caretBytes is how much a blinking caret changes; more than this is not rest.
	caretBytes = 4 * 3 * 40
)

// Save writes the screen as a PNG file, as soon as it has changed and rests: an event is logged before it is drawn.
func (d *Display) Save(ctx context.Context, path string) error {
	if d.last != nil {
		soon, cancel := context.WithTimeout(ctx, d.times(newsFor))
		_ = d.Change(soon, d.last) // a picture like the one before is a picture, too
		cancel()
	}
	raw, err := d.rest(ctx)
	if err != nil {
		return err
	}
	d.last = raw
	picture, err := decode(raw)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, picture), f.Close())
}

// times is a span as long as the program's drawing wants it.
func (d *Display) times(span time.Duration) time.Duration {
	return span * time.Duration(max(1, d.slow))
}

func (d *Display) rest(ctx context.Context) ([]byte, error) {
	tick := time.NewTicker(d.times(restFor))
	defer tick.Stop()
	var before []byte
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
		now, err := os.ReadFile(d.frame)
		if err != nil || before != nil && differing(before, now) <= caretBytes {
			return now, err
		}
		before = now
	}
}

// Change returns when the screen differs from an earlier frame.
func (d *Display) Change(ctx context.Context, earlier []byte) error {
	tick := time.NewTicker(8 * time.Millisecond)
	defer tick.Stop()
	for {
		now, err := os.ReadFile(d.frame)
		if err != nil || differing(earlier, now) > caretBytes {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Frame is the screen as it is now, in the server's own form.
func (d *Display) Frame() ([]byte, error) { return os.ReadFile(d.frame) }

func differing(a, b []byte) int {
	n := 0
	if bytes.Equal(a, b) { // many times faster than counting
		return 0
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

var errPicture = errors.New("screen file: not 32 bits a pixel")

// decode reads an X window dump of 32 bits a pixel, blue first. Its header is big-endian words: [0] length, [4] and [5]
// width and height, [11] bits a pixel, [12] bytes a line, [19] colours, each 12 bytes, that follow the header.
func decode(b []byte) (*image.RGBA, error) {
	word := func(i int) int { return int(binary.BigEndian.Uint32(b[4*i:])) }
	if len(b) < 100 || word(11) != 32 {
		return nil, errPicture
	}
	width, height, line := word(4), word(5), word(12)
	pixels := b[word(0)+12*word(19):]
	if len(pixels) < height*line {
		return nil, errPicture
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		from, to := pixels[y*line:], out.Pix[y*out.Stride:]
		for x := range width {
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = from[4*x+2], from[4*x+1], from[4*x], 0xff
		}
	}
	return out, nil
}
