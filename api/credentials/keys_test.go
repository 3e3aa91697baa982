package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"billkey/api/secret"
)

func rawKeys(key, sec string) Keys {
	return Keys{secret.FromString(key), secret.FromString(sec)}
}

func wantInvalid(t *testing.T, err error, f Field, c Code) {
	t.Helper()
	var invalid *InvalidError
	if !errors.As(err, &invalid) || invalid.Field != f || invalid.Code != c {
		t.Errorf("got %v, want %s: %s", err, f, c)
	}
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func TestNewKeysCutsBlanksAndWipesItsInput(t *testing.T) {
	t.Parallel()
	key, sec := []byte("  1234567890123456\r\n"), []byte("\tabcdef ")
	k, err := NewKeys(key, sec)
	if err != nil {
		t.Fatal(err)
	}
	if !k.Equal(rawKeys("1234567890123456", "abcdef")) {
		t.Error("other keys")
	}
	if len(bytes.Trim(append(key, sec...), "\x00")) > 0 {
		t.Error("the input was not wiped")
	}
}

func TestKeysThatCannotBeOurs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxKeyPart+1)
	for _, c := range []struct {
		key, secret string
		field       Field
		code        Code
	}{
		{"", "s", FieldKey, CodeEmpty},
		{" \n", "s", FieldKey, CodeEmpty},
		{"k", "", FieldSecret, CodeEmpty},
		{"k k", "s", FieldKey, CodeCharacters},
		{"k", "비밀", FieldSecret, CodeCharacters},
		{"k", "a\x00b", FieldSecret, CodeCharacters},
		{"k\xff", "s", FieldKey, CodeCharacters},
		{long, "s", FieldKey, CodeTooLong},
		{"k", long, FieldSecret, CodeTooLong},
	} {
		_, err := NewKeys([]byte(c.key), []byte(c.secret))
		wantInvalid(t, err, c.field, c.code)
		if err != nil && c.key != "" && len(c.secret) > 1 && containsAny(err.Error(), c.secret) {
			t.Errorf("the error quotes its input: %v", err)
		}
	}
}

func TestItemIsJSONAndComesBack(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat(`"`, maxKeyPart)
	for _, k := range []Keys{
		rawKeys("1234567890123456", "abcDEF"),
		rawKeys(`q"uo\te`, `{"imp_key":"x"}`),
		rawKeys("~!@#$%^&*()_+</script>", "!"),
		rawKeys(longest, longest),
	} {
		b := k.item()
		if len(b) > 2560 {
			t.Errorf("%d bytes are more than the smallest keychain takes", len(b))
		}
		var plain map[string]string
		if err := json.Unmarshal(b, &plain); err != nil || plain["imp_key"] != string(k.Key.Reveal()) {
			t.Errorf("not the JSON that was meant: %v", err)
		}
		back, err := parseItem(b)
		if err != nil || !back.Equal(k) {
			t.Errorf("%s does not come back: %v", b, err)
		}
	}
}

func TestItemBufferNeverGrows(t *testing.T) {
	t.Parallel()
	part := strings.Repeat(`\`, 100)
	b := rawKeys(part, part).item()
	if want := 2*(100+100) + 32; cap(b) < want || cap(b) > want+want/4 {
		t.Errorf("capacity %d: the buffer was moved", cap(b))
	}
}

func TestForeignItemsAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		``, `{`, `[]`, `null`, `"x"`, `{}`, `{"imp_key":"k"}`, `{"imp_key":"k","imp_secret":""}`,
		`{"imp_key":1,"imp_secret":"s"}`, `{"imp_key":null,"imp_secret":"s"}`, `{"imp_key":"a\nb","imp_secret":"s"}`,
		`{"imp_key":"k","imp_secret":"s"} x`, `{"imp_key":"k","imp_secret":["s"]}`, `{"imp_key":"\u0041","imp_secret":"s"}`,
	} {
		if _, err := parseItem([]byte(s)); !errors.Is(err, errItem) {
			t.Errorf("%s: %v", s, err)
		}
	}
	k, err := parseItem([]byte(`{ "imp_secret" : "s\/", "later": {"a":1}, "imp_key" : "k" }`))
	if err != nil || !k.Equal(rawKeys("k", "s/")) {
		t.Errorf("other order, spaces and members are fine, got %v", err)
	}
}

func FuzzItem(f *testing.F) {
	f.Add([]byte(`{"imp_key":"k","imp_secret":"s"}`))
	f.Add([]byte(`{"imp_key":"k","imp_key":"\\","imp_secret":"\""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := parseItem(b)
		if err != nil {
			return
		}
		var oracle struct {
			K string `json:"imp_key"`
			S string `json:"imp_secret"`
		}
		if err := json.Unmarshal(b, &oracle); err != nil || !k.Equal(rawKeys(oracle.K, oracle.S)) {
			t.Errorf("%s read otherwise than by encoding/json: %v", b, err)
		}
		if again, err := parseItem(k.item()); err != nil || !again.Equal(k) {
			t.Errorf("%s does not come back: %v", b, err)
		}
	})
}

func TestKeysCannotBePrinted(t *testing.T) {
	t.Parallel()
	k := stepKeys("x")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		text := fmt.Sprintf(verb+verb, k, &k)
		if containsAny(text, "canary", fmt.Sprintf("%x", "canary"), fmt.Sprint([]byte("canary"))[1:8]) {
			t.Errorf("%s prints %s", verb, text)
		}
	}
	if b, err := json.Marshal(k); err == nil {
		t.Errorf("marshals to %s", b)
	}
}

func TestKeysFromTheEnvironment(t *testing.T) {
	t.Parallel()
	env := func(m map[string]string) func(string) string {
		return func(name string) string { return m[name] }
	}
	k, err := FromEnv(env(map[string]string{EnvKey: "k", EnvSecret: "s "}))
	if err != nil || !k.Equal(rawKeys("k", "s")) {
		t.Errorf("got %v", err)
	}
	_, err = FromEnv(env(map[string]string{EnvSecret: "s"}))
	wantInvalid(t, err, FieldKey, CodeEmpty)
	_, err = FromEnv(env(map[string]string{EnvKey: "k"}))
	wantInvalid(t, err, FieldSecret, CodeEmpty)
	if _, err = FromEnv(nil); err == nil {
		t.Error("no environment, no error")
	}
}
