package ledger

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"testing"
)

func TestEveryKindOfDamageIsSetAsideByteForByte(t *testing.T) {
	sound := newPath(t)
	l := openAt(t, sound)
	fill(t, l, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	noise := func(b []byte) { _, _ = rand.Read(b) }
	for name, harm := range map[string]func(b []byte) []byte{
		"garbage":         func(b []byte) []byte { noise(b); return b },
		"cut in a page":   func(b []byte) []byte { return b[:len(b)-1000] },
		"header only":     func(b []byte) []byte { return b[:100] },
		"garbled header":  func(b []byte) []byte { noise(b[:100]); return b },
		"zeroed schema":   func(b []byte) []byte { clear(b[100:4096]); return b },
		"zeroed page":     func(b []byte) []byte { clear(b[20*4096 : 21*4096]); return b },
		"noise in a page": func(b []byte) []byte { noise(b[20*4096 : 20*4096+2000]); return b },
	} {
		b, err := os.ReadFile(sound)
		if err != nil {
			t.Fatal(err)
		}
		path, harmed := newPath(t), harm(b)
		if err := os.WriteFile(path, harmed, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = Open(t.Context(), path)
		var d *DamagedError
		if !errors.As(err, &d) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if kept, err := os.ReadFile(d.SetAside); err != nil || !bytes.Equal(kept, harmed) {
			t.Errorf("%s: not kept as it was: %v", name, err)
		}
		if id := begun(t, openAt(t, path), attempt("a", nine)); id != 1 {
			t.Errorf("%s: the new ledger begins at %d", name, id)
		}
	}
}

func TestReferenceThatLeadsNowhereIsDamage(t *testing.T) {
	l := newFile(t)
	fill(t, l, 10)
	if err := rawExec(t, l, "PRAGMA foreign_keys = off; UPDATE entries SET replaces = 999 WHERE id = 5"); err != nil {
		t.Fatal(err)
	}
	var d *DamagedError
	if err := l.Check(t.Context()); !errors.As(err, &d) || d.SetAside != "" {
		t.Errorf("got %v", err)
	}
}
