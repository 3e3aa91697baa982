package lock

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params are what a hash costs.
type Params struct {
	Time    uint32 // passes over the memory
	Memory  uint32 // KiB
	Threads uint8
}

// Usual is the second of the two choices that RFC 9106 recommends, for machines without gigabytes to spare. A hash takes
// 150 to 260 ms on two cores.
var Usual = Params{Time: 3, Memory: 64 * 1024, Threads: 4}

// Bounds of what is believed of a stored hash: one that was tampered with must not keep the machine busy for ever.
const (
	maxTime   = 32
	maxMemory = 1 << 20 // KiB
	minSalt   = 8
	minKey    = 16
	maxBytes  = 64
)

const (
	saltLength = 16
	keyLength  = 32
)

// ErrDamaged tells that the stored hash is none.
var ErrDamaged = errors.New("lock: the stored hash cannot be read")

// phc is the form of a hash: $argon2id$v=19$m=65536,t=3,p=4$salt$key, with salt and key in base64 without padding.
const phc = "$argon2id$v=%d$m=%d,t=%d,p=%d$%s"

var b64 = base64.RawStdEncoding.Strict()

// hash makes the hash of a PIN with a new random salt, in PHC form.
func hash(pin []byte, p Params) []byte {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails: the program ends where there is no randomness
	key := argon2.IDKey(pin, salt, p.Time, p.Memory, p.Threads, keyLength)
	return fmt.Appendf(nil, phc, argon2.Version, p.Memory, p.Time, p.Threads, b64.EncodeToString(salt)+"$"+b64.EncodeToString(key))
}

// verify tells whether pin is what stored was made from, in a time that does not depend on where they differ.
func verify(stored, pin []byte) (bool, error) {
	p, salt, key, err := parse(string(stored))
	if err != nil {
		return false, err
	}
	got := argon2.IDKey(pin, salt, p.Time, p.Memory, p.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1, nil
}

func parse(stored string) (p Params, salt, key []byte, err error) {
	var version int
	var tail string
	if _, err := fmt.Sscanf(stored, phc, &version, &p.Memory, &p.Time, &p.Threads, &tail); err != nil || version != argon2.Version {
		return p, nil, nil, ErrDamaged
	}
	salt, key, ok := parseTail(tail)
	if !ok || p.Time < 1 || p.Time > maxTime || p.Threads < 1 || p.Memory < 8*uint32(p.Threads) || p.Memory > maxMemory {
		return p, nil, nil, ErrDamaged
	}
	return p, salt, key, nil
}

func parseTail(tail string) (salt, key []byte, ok bool) {
	s, k, found := strings.Cut(tail, "$")
	salt, serr := b64.DecodeString(s)
	key, kerr := b64.DecodeString(k)
	return salt, key, found && serr == nil && kerr == nil &&
		len(salt) >= minSalt && len(salt) <= maxBytes && len(key) >= minKey && len(key) <= maxBytes
}
