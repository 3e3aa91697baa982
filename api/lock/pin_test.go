package lock

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWhichPINsMayBeSet(t *testing.T) {
	for p, want := range map[string]error{
		"": ErrLength, "258": ErrLength, "2580258025802": ErrLength, "25a0": ErrLength, "２５８０": ErrLength,
		"0000": ErrEasy, "1234": ErrEasy, "9876": ErrEasy, "8901": ErrEasy, "111111111111": ErrEasy,
		"2580": nil, "1123": nil, "135724681357": nil, "2468": nil,
	} {
		if err := Check(pin(p)); !errors.Is(err, want) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestOnlyTheSamePINIsRight(t *testing.T) {
	digits := rapid.StringMatching(`[0-9]{4,12}`)
	rapid.Check(t, func(r *rapid.T) {
		a, b := digits.Draw(r, "a"), digits.Draw(r, "b")
		stored := hash([]byte(a), quick)
		if ok, err := verify(stored, []byte(a)); !ok || err != nil {
			r.Fatalf("%s is not %s: %v", a, stored, err)
		}
		if ok, _ := verify(stored, []byte(b)); ok != (a == b) {
			r.Fatalf("%s opens %s", b, a)
		}
		if bytes.Contains(stored, []byte(a)) && len(a) > 6 {
			r.Fatalf("%s is in %s", a, stored)
		}
		if bytes.Equal(stored, hash([]byte(a), quick)) {
			r.Fatal("no salt")
		}
	})
}

// Made once by another implementation of RFC 9106 with these parameters.
func TestHashOfAnotherImplementation(t *testing.T) {
	const stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	for p, want := range map[string]bool{"password": true, "passwore": false} {
		if ok, err := verify([]byte(stored), []byte(p)); ok != want || err != nil {
			t.Errorf("%s: %v %v", p, ok, err)
		}
	}
}

func TestDamagedHashIsNamedAndCostsNothing(t *testing.T) {
	good := string(hash([]byte("2580"), quick))
	for _, bad := range []string{
		"", "2580", good[1:], good[:len(good)-1], good + "=", good + "$",
		strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "t=1", "t=0", 1), strings.Replace(good, "t=1", "t=4000000000", 1),
		strings.Replace(good, "m=8", "m=4294967295", 1), strings.Replace(good, "m=8", "m=0", 1), strings.Replace(good, "p=1", "p=0", 1),
		strings.Replace(good, "p=1", "p=255", 1), "$argon2id$v=19$m=8,t=1,p=1$$", "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$",
	} {
		if ok, err := verify([]byte(bad), []byte("2580")); ok || !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v %v", bad, ok, err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	for b.Loop() {
		hash([]byte("258025"), Usual)
	}
}
