package credentials

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"

	"billkey/api/secret"
)

// maxKeyPart is the longest imp_key or imp_secret taken, in bytes: even with every character escaped
// the item stays below the smallest keychain limit (2560 bytes on Windows).
const maxKeyPart = 512

// Keys are imp_key and imp_secret of `POST /users/getToken`. They cannot be printed.
type Keys struct {
	Key, Secret secret.Value
}

// NewKeys takes a typed or pasted key and secret, cuts blanks around them and checks them. It takes
// ownership of both slices and leaves them zeroed.
func NewKeys(key, secretKey []byte) (Keys, error) {
	defer clear(key)
	defer clear(secretKey)
	k := Keys{
		Key:    secret.New(bytes.Clone(bytes.TrimSpace(key))),
		Secret: secret.New(bytes.Clone(bytes.TrimSpace(secretKey))),
	}
	if err := k.check(); err != nil {
		k.Wipe()
		return Keys{}, err
	}
	return k, nil
}

// Clone is a copy with bytes of its own.
func (k Keys) Clone() Keys {
	return Keys{secret.New(bytes.Clone(k.Key.Reveal())), secret.New(bytes.Clone(k.Secret.Reveal()))}
}

// Equal compares in constant time.
func (k Keys) Equal(other Keys) bool {
	return subtle.ConstantTimeCompare(k.Key.Reveal(), other.Key.Reveal())&
		subtle.ConstantTimeCompare(k.Secret.Reveal(), other.Secret.Reveal()) == 1
}

// Wipe overwrites both. Copies of k made by assignment are wiped with it.
func (k Keys) Wipe() {
	k.Key.Wipe()
	k.Secret.Wipe()
}

// KeyProblems lists everything that is wrong with a typed key and secret, blanks around them aside. It takes ownership of
// both slices and leaves them zeroed.
func KeyProblems(key, secretKey []byte) []*InvalidError {
	defer clear(key)
	defer clear(secretKey)
	return problemsOf(bytes.TrimSpace(key), bytes.TrimSpace(secretKey))
}

func problemsOf(key, secretKey []byte) (list []*InvalidError) {
	if code := keyProblem(key); code != "" {
		list = append(list, &InvalidError{Field: FieldKey, Code: code})
	}
	if code := keyProblem(secretKey); code != "" {
		list = append(list, &InvalidError{Field: FieldSecret, Code: code})
	}
	return list
}

// check tells what iamport's keys can never be.
func (k Keys) check() error {
	if list := problemsOf(k.Key.Reveal(), k.Secret.Reveal()); len(list) > 0 {
		return list[0]
	}
	return nil
}

func keyProblem(b []byte) Code {
	switch {
	case len(b) == 0:
		return CodeEmpty
	case len(b) > maxKeyPart:
		return CodeTooLong
	case bytes.ContainsFunc(b, func(r rune) bool { return r <= ' ' || r > '~' }):
		return CodeCharacters
	}
	return ""
}

// item builds the keychain item `{"imp_key":…,"imp_secret":…}`. The caller wipes it.
func (k Keys) item() []byte {
	b := make([]byte, 0, 2*(k.Key.Len()+k.Secret.Len())+32) // never grows, so no copy is left behind
	b = appendQuoted(append(b, `{"imp_key":`...), k.Key.Reveal())
	b = appendQuoted(append(b, `,"imp_secret":`...), k.Secret.Reveal())
	return append(b, '}')
}

func appendQuoted(dst, visible []byte) []byte {
	dst = append(dst, '"')
	for _, c := range visible {
		if c == '"' || c == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, c)
	}
	return append(dst, '"')
}

// errItem tells that a keychain item is not one of ours. It quotes nothing of it.
var errItem = errors.New("credentials: keychain item is not a key and secret")

// parseItem reads a keychain item. It keeps nothing of b, and wipes what it leaves unused.
func parseItem(b []byte) (Keys, error) {
	var item struct {
		Key    quoted `json:"imp_key"`
		Secret quoted `json:"imp_secret"`
	}
	err := json.Unmarshal(b, &item)
	k := Keys{secret.New(item.Key), secret.New(item.Secret)}
	if err != nil || k.check() != nil {
		k.Wipe()
		return Keys{}, errItem // the parser's own error may quote the item
	}
	return k, nil
}

// quoted is a JSON string read without making a Go string of it, which could not be wiped.
type quoted []byte

// UnmarshalJSON takes visible ASCII with the escapes [appendQuoted] and common writers make.
func (q *quoted) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return errItem
	}
	clear(*q)
	out := make([]byte, 0, len(b))
	for in := b[1 : len(b)-1]; len(in) > 0; in = in[1:] {
		if in[0] == '\\' {
			in = in[1:]
			if !bytes.ContainsRune([]byte(`"\/`), rune(in[0])) {
				clear(out)
				return errItem
			}
		}
		out = append(out, in[0])
	}
	*q = out
	return nil
}
