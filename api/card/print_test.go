package card

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"billkey/api/secret"
)

// canary sits in every field: none of its parts may be seen. The mask of a card shows six and four of it, so parts are
// seven digits long.
const canary = "4111222233334444"

// canaryForms are the ways in which a formatter could show seven of the canary's bytes.
func canaryForms() []string {
	forms := []string{"4111 2222", "4111-2222", "2222 3333", "2222-3333", "3333 4444", "3333-4444"}
	for i := range len(canary) - 6 {
		part := []byte(canary[i : i+7])
		list := strings.Trim(fmt.Sprint(part), "[]")
		for _, verb := range []string{"%s", "%x", "% x", "%#x", "%# x", "%U", "%o", "%b", "%q"} {
			forms = append(forms, strings.Trim(fmt.Sprintf(verb, part), `[]"`))
		}
		forms = append(forms, list, strings.ReplaceAll(list, " ", ","), strings.ReplaceAll(list, " ", ", "))
		for shift := range 3 { // base64 as json writes a []byte: three alignments, inner characters only
			b64 := base64.StdEncoding.EncodeToString(append(bytes.Repeat([]byte{0}, shift), part...))
			forms = append(forms, b64[4:8])
		}
	}
	return forms
}

type open[T any] struct{ V T }

type hidden[T any] struct{ v T }

type boxed struct{ V any }

type declined[T any] struct{ V T }

func (e declined[T]) Error() string { return fmt.Sprintf("declined: %v", e.V) }

type refused[T any] struct{ v T }

func (e refused[T]) Error() string { return fmt.Sprintf("refused: %v", e.v) }

// shapes are the places in which a careless line of code may print a value.
func shapes[T any](v T) map[string]any {
	return map[string]any{
		"value": v, "pointer": &v, "pointer to pointer": func() any { p := &v; return &p }(),
		"exported field": open[T]{v}, "pointer to exported field": &open[T]{v}, "slice": []T{v}, "array": [1]T{v}, "map": map[string]T{"k": v},
		"interface": boxed{v}, "slice of interfaces": []any{v, &v}, "error": declined[T]{v}, "wrapped in error": fmt.Errorf("issue: %w", declined[T]{v}),
		"joined error": errors.Join(declined[T]{v}, errors.New("second")), "channel of it": make(chan T), "nested": []open[map[string][]T]{{map[string][]T{"k": {v}}}},
	}
}

// plainShapes are the shapes for values with plain fields: of a wrapped error, only its text.
func plainShapes[T any](v T) map[string]any {
	kinds := shapes(v)
	for shape, s := range kinds {
		if err, ok := s.(error); ok {
			kinds[shape] = err.Error()
		}
	}
	return kinds
}

// hiddenShapes are those where fmt cannot call methods: only what lies behind pointers is safe.
func hiddenShapes[T any](v T) map[string]any {
	return map[string]any{
		"unexported field": hidden[T]{v}, "pointer to unexported field": &hidden[T]{v}, "unexported pointer": hidden[*T]{&v}, "unexported slice": hidden[[]T]{[]T{v}},
		"unexported map": hidden[map[string]T]{map[string]T{"k": v}}, "unexported interface": hidden[any]{v}, "error with unexported field": fmt.Errorf("issue: %w", refused[T]{v}), "bare error": refused[T]{v}, "unexported twice": hidden[hidden[T]]{hidden[T]{v}},
	}
}

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "% x", "%X", "%#x", "%d", "%c", "%U", "%o", "%b", "%t", "%e", "%T", "%20v", "%z", "%[2]v", "%!"}

// deaf are the verbs for which fmt calls no method where they do not fit.
var deaf = []string{"%p", "%w"}

// rendered is everything that fmt, slog and json make of v, by verbs and more.
func rendered(v any, more ...string) map[string]string {
	out := map[string]string{"Sprint": fmt.Sprint(v), "Sprintln": fmt.Sprintln(v), "Append": string(fmt.Append(nil, v))}
	for _, verb := range append(verbs, more...) {
		out["Sprintf "+verb] = fmt.Sprintf(verb, v)
		out["Errorf "+verb] = fmt.Errorf("issue: "+verb, v).Error()
	}
	b, err := json.Marshal(v)
	out["json"] = fmt.Sprintf("%s %v", b, err)
	b, err = json.Marshal(map[string]any{"deep": []any{v}})
	out["json, nested"] = fmt.Sprintf("%s %v", b, err)
	var log bytes.Buffer
	for name, h := range map[string]slog.Handler{"text": slog.NewTextHandler(&log, nil), "JSON": slog.NewJSONHandler(&log, nil)} {
		log.Reset()
		slog.New(h).With("with", v).WithGroup("g").Info("issue", "v", v, slog.Any("any", v), slog.Group("sub", "v", v))
		out["slog "+name] = log.String()
	}
	return out
}

func wantHidden(t *testing.T, kinds map[string]any, forms []string, more ...string) {
	t.Helper()
	for shape, v := range kinds {
		for how, text := range rendered(v, more...) {
			for _, form := range forms {
				if strings.Contains(text, form) {
					t.Errorf("%s by %s shows %q: %s", shape, how, form, text)
				}
			}
		}
	}
}

func everywhere[T any](t *testing.T, name string, v T) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		wantHidden(t, shapes(v), canaryForms(), deaf...)
		wantHidden(t, hiddenShapes(v), canaryForms(), deaf...)
	})
}

func canaryCard() *Card {
	return &Card{
		Number: NewNumber([]byte(canary)), Holder: NewHolder([]byte(canary)), PIN: NewPIN([]byte(canary)), CVC: secret.FromString(canary),
		Expiry: Expiry{2030, 12}, DigitsOnly: true,
	}
}

func TestCardDataIsNeverPrinted(t *testing.T) {
	row := NewDigits(MaxNumber)
	row.Set([]byte(canary))
	row.SelectAll()
	everywhere(t, "secret.Value", secret.FromString(canary))
	everywhere(t, "Number", NewNumber([]byte(canary)))
	everywhere(t, "Holder", NewHolder([]byte(canary)))
	everywhere(t, "PIN", NewPIN([]byte(canary)))
	everywhere(t, "*Digits", row)
	everywhere(t, "Digits", *row)
	everywhere(t, "*Card", canaryCard())
	everywhere(t, "Card", *canaryCard())
}

// Year and month are plain numbers and cannot hide where fmt calls no method: in an unexported field, such as that of
// an error wrapped by fmt (a test in api/secret allows no such field), and under %p and %w (go vet allows neither).
func TestExpiryIsNeverPrinted(t *testing.T) {
	wantHidden(t, plainShapes(Expiry{Year: 987654321, Month: 123456789}), []string{
		"987654321", "123456789", "3ade68b1", "3ADE68B1", "75bcd15", "75BCD15", "7267464261", "726746425",
	})
}

func TestNamesAreNotPrintedWithTheCard(t *testing.T) {
	c := canaryCard()
	c.Name, c.Tel, c.Email, c.CustomerID = "홍길동", "010-1234-5678", "gildong@example.com", "buyer-77"
	forms := []string{"홍길동", "\\ud64d", "1234-5678", "gildong@", "buyer-77"}
	wantHidden(t, plainShapes(c), forms)
	wantHidden(t, plainShapes(*c), forms)
}

func TestOnlyTheMaskIsSeenOfACard(t *testing.T) {
	c := canaryCard()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		if got := fmt.Sprintf(verb, c); got != "card 411122******4444" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if got := c.LogValue().String(); got != "411122******4444" {
		t.Errorf("slog shows %s", got)
	}
}

func TestPartsOfACardPrintAsDots(t *testing.T) {
	for want, parts := range map[string][]any{
		dots:       {NewNumber([]byte(canary)), NewHolder([]byte(canary)), NewPIN([]byte(canary)), secret.FromString(canary), NewDigits(4)},
		expiryDots: {Expiry{2030, 12}},
	} {
		for _, p := range parts {
			if got := fmt.Sprintf("%v|%d", p, p); got != want+"|"+want {
				t.Errorf("%T prints %s", p, got)
			}
			if got := slog.AnyValue(p).Resolve().String(); got != want {
				t.Errorf("slog shows %T as %s", p, got)
			}
		}
	}
}

func TestCardDataRefusesToBeMarshalled(t *testing.T) {
	row := NewDigits(4)
	for _, v := range []any{canaryCard(), *canaryCard(), NewNumber(nil), NewHolder(nil), NewPIN(nil), row} {
		if _, err := json.Marshal(v); !errors.Is(err, secret.ErrMarshal) {
			t.Errorf("json of %T: %v", v, err)
		}
	}
	if b, err := json.Marshal(Expiry{2030, 12}); err != nil || string(b) != `"••/••"` {
		t.Errorf("json of an expiry: %s, %v", b, err)
	}
}

func TestNothingIsNotPrintedAsAPanic(t *testing.T) {
	for _, v := range []any{(*Card)(nil), (*Digits)(nil), Card{}, Number{}, Holder{}, PIN{}, Expiry{}, secret.Value{}} {
		if got := fmt.Sprintf("%v %+v %s", v, v, v); strings.Contains(got, "PANIC") {
			t.Errorf("%T prints %s", v, got)
		}
	}
}
