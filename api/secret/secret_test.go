package secret

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const canary = "imp_secret_CANARY_0123456789"

func TestOnlyRevealShowsTheBytes(t *testing.T) {
	v := FromString(canary)
	if string(v.Reveal()) != canary || v.Len() != len(canary) || v.IsZero() {
		t.Error("the value is not what was put in")
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("token", "v", v, "p", &v, "s", []Value{v})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("token", "v", v, "p", &v, "s", []Value{v})
	texts := []string{v.String(), v.GoString(), fmt.Sprint(v, &v, []Value{v}), log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%w"} {
		held := struct {
			Open Value
			shut Value
			far  *Value
		}{v, v, &v}
		texts = append(texts, fmt.Sprintf(verb, v), fmt.Sprintf(verb, held), fmt.Errorf(verb, v).Error(), fmt.Errorf(verb, &held).Error())
	}
	for _, text := range texts {
		for _, form := range []string{"CANARY", "imp_secret", "67 65 78", "43414e41", "43414E41", "43 41 4e", "Q0FOQVJZ"} {
			if strings.Contains(text, form) {
				t.Errorf("%q is seen in %s", form, text)
			}
		}
	}
}

func TestEveryMarshallerRefuses(t *testing.T) {
	v := FromString(canary)
	type item struct{ V Value }
	held := item{v}
	for name, marshal := range map[string]func() error{
		"json":       func() error { _, err := json.Marshal(v); return err },
		"json field": func() error { _, err := json.Marshal(held); return err },
		"xml":        func() error { _, err := xml.Marshal(held); return err },
		"gob":        func() error { return gob.NewEncoder(&bytes.Buffer{}).Encode(v) },
		"text":       func() error { _, err := v.MarshalText(); return err },
		"binary":     func() error { _, err := v.MarshalBinary(); return err },
	} {
		if err := marshal(); !errors.Is(err, ErrMarshal) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWipeZeroesEveryCopy(t *testing.T) {
	b := []byte(canary)
	v := New(b)
	twin := v
	v.Wipe()
	if len(bytes.Trim(b, "\x00")) != 0 {
		t.Error("the bytes are still there")
	}
	if !v.IsZero() || !twin.IsZero() || twin.Reveal() != nil {
		t.Error("a copy still holds the value")
	}
	twin.Wipe()
}

func TestTheZeroValueIsEmpty(t *testing.T) {
	var v Value
	v.Wipe()
	if !v.IsZero() || v.Len() != 0 || v.Reveal() != nil || v.String() != mask {
		t.Error("the zero Value is not empty")
	}
}

func TestFromStringCopies(t *testing.T) {
	s := strings.Clone(canary)
	v := FromString(s)
	v.Wipe()
	if s != canary {
		t.Error("the string was written to")
	}
}
