package stage

import (
	"encoding/binary"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestFindInSeesANumberInEveryFormItIsWrittenIn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"plain":         "x4111110000431234x",
		"deep/hyphened": "4111-1100-0043-1234",
		"deep/spaced":   "number 4111 1100 0043 1234",
		"masked":        "411111******1234",
		"other":         "4111110000431235",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	holding, files, err := FindIn(dir, "4111110000431234", "a secret")
	slices.Sort(holding)
	if want := []string{"deep/hyphened", "deep/spaced", "plain"}; err != nil || files != 5 || !slices.Equal(holding, want) {
		t.Errorf("%v in %d files, %v", holding, files, err)
	}
}

func TestCountsAndTimesTakeTheLastEventOfAName(t *testing.T) {
	t.Parallel()
	p := &Program{}
	for _, line := range []string{
		`{"time":"2026-01-02T03:04:05Z","msg":"looked_up","used":false}`,
		`{"time":"2026-01-02T03:04:06Z","msg":"exchange"}`,
		`{"time":"2026-01-02T03:04:07Z","msg":"looked_up","used":true}`,
		`{"time":"2026-01-02T03:04:09.5Z","msg":"issuing"}`,
		`{"time":"2026-01-02T03:04:10Z","msg":"exchange"}`,
	} {
		if _, ok := p.note(line); !ok {
			t.Fatal(line)
		}
	}
	if _, ok := p.note("not an event"); ok {
		t.Error("a line that is no event was taken for one")
	}
	if n := p.Between("issuing", "exchange"); n != 1 {
		t.Errorf("%d exchanges", n)
	}
	if d := p.Apart("looked_up", "issuing"); d != 2500*time.Millisecond {
		t.Errorf("apart %s", d)
	}
	if e := p.last("looked_up"); !e.Is("looked_up", "used", true) || e.Is("looked_up", "used", false) || e.Is("issuing") {
		t.Errorf("%v", e)
	}
}

func TestDecodeReadsAWindowDump(t *testing.T) {
	t.Parallel()
	dump := make([]byte, 100+2*12+2*8)
	for i, v := range map[int]uint32{0: 100, 4: 2, 5: 2, 11: 32, 12: 8, 19: 2} {
		binary.BigEndian.PutUint32(dump[4*i:], v)
	}
	copy(dump[124+8+4:], []byte{3, 2, 1, 0}) // second line, second column
	p, err := decode(dump)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.RGBAAt(1, 1); got != (color.RGBA{R: 1, G: 2, B: 3, A: 255}) {
		t.Errorf("%v", got)
	}
	if _, err := decode(dump[:len(dump)-1]); err == nil {
		t.Error("a dump that is cut off was taken")
	}
}

func TestMaskedIsSixAndFour(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"4111110000431234": "411111******1234", "378282246310005": "378282*****0005",
	} {
		if got := (Plastic{Number: number}).Masked(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
