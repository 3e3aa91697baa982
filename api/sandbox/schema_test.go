package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// schema is as much of a JSON schema as testdata/schema.json uses.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       anyOf             `json:"type"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	MaxLength  int               `json:"maxLength"`
	Enum       []any             `json:"enum"`
}

// anyOf is one type or several.
type anyOf []string

func (a *anyOf) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		*a = make(anyOf, 1)
		return json.Unmarshal(b, &(*a)[0])
	}
	return json.Unmarshal(b, (*[]string)(a))
}

type schemaFile struct {
	Definitions map[string]schema             `json:"definitions"`
	Answers     map[string]map[string]*schema `json:"answers"`
}

var published = sync.OnceValues(func() (schemaFile, error) {
	var f schemaFile
	b, err := os.ReadFile("testdata/schema.json")
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	return f, err
})

// checkSchema checks an answer of an operation: the envelope always, the response by operation and status.
func checkSchema(t *testing.T, method, path string, status int, raw []byte) {
	t.Helper()
	f, err := published()
	if err != nil {
		t.Fatal(err)
	}
	rt, _, _ := find(method, path)
	want, listed := f.Answers[method+" "+rt.template][strconv.Itoa(status)]
	if !listed {
		t.Errorf("%s %s: status %d is not in the schema", method, rt.template, status)
		return
	}
	v := decode[map[string]any](t, raw)
	problems := f.check("", f.Definitions["ResponseAnnotation"], v)
	if response := v["response"]; v["code"] != 0.0 || want == nil {
		if response != nil {
			problems = append(problems, "response of a refusal is not null")
		}
	} else {
		problems = append(problems, f.check("response", *want, response)...)
	}
	if len(problems) > 0 {
		t.Errorf("%s %s %d: %s\n%s", method, path, status, strings.Join(problems, "; "), raw)
	}
	if i := bytes.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
		t.Errorf("%s %s: answer is not ASCII at %d", method, path, i)
	}
}

// check lists what is wrong with v. A member that the definition does not know is wrong too: the excerpt lists them all.
func (f schemaFile) check(at string, s schema, v any) []string {
	if s.Ref != "" {
		s = f.Definitions[strings.TrimPrefix(s.Ref, "#/definitions/")]
	}
	if !slices.Contains(s.Type, typeOf(v)) && !(typeOf(v) == "integer" && slices.Contains(s.Type, "number")) {
		return []string{fmt.Sprintf("%s is %s, not %v", at, typeOf(v), s.Type)}
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return []string{fmt.Sprintf("%s is %v, not one of %v", at, v, s.Enum)}
	}
	switch v := v.(type) {
	case string:
		if s.MaxLength > 0 && utf8.RuneCountInString(v) > s.MaxLength {
			return []string{fmt.Sprintf("%s is longer than %d", at, s.MaxLength)}
		}
	case []any:
		return f.checkItems(at, s, v)
	case map[string]any:
		return f.checkMembers(at, s, v)
	}
	return nil
}

func (f schemaFile) checkItems(at string, s schema, list []any) (problems []string) {
	for i, v := range list {
		problems = append(problems, f.check(fmt.Sprintf("%s[%d]", at, i), *s.Items, v)...)
	}
	return problems
}

func (f schemaFile) checkMembers(at string, s schema, m map[string]any) (problems []string) {
	for _, name := range s.Required {
		if _, has := m[name]; !has {
			problems = append(problems, at+"."+name+" is missing")
		}
	}
	for name, v := range m {
		if p, known := s.Properties[name]; known {
			problems = append(problems, f.check(at+"."+name, p, v)...)
		} else if at != "" {
			problems = append(problems, at+"."+name+" is not in the schema")
		}
	}
	return problems
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	}
	return "object"
}

func TestTheSchemaCheckSeesWhatIsWrong(t *testing.T) {
	f, err := published()
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, Options{})
	good := string(d.issue("a", cardOf("4111111111111111")).Response)
	key := schema{Ref: "#/definitions/CustomerAnnotation"}
	for name, bad := range map[string]string{
		"":                       good,
		"member missing":         strings.Replace(good, `"updated":`, `"updated_at":`, 1),
		"text for a number":      strings.Replace(good, `"card_type":0`, `"card_type":"0"`, 1),
		"value not in the list":  strings.Replace(good, `"card_type":0`, `"card_type":7`, 1),
		"null where none may be": strings.Replace(good, `"sandbox":true`, `"sandbox":null`, 1),
		"longer than allowed":    strings.Replace(good, `"customer_uid":"a"`, `"customer_uid":"`+strings.Repeat("a", 81)+`"`, 1),
	} {
		problems := f.check("response", key, decode[any](t, []byte(bad)))
		if (len(problems) == 0) != (name == "") {
			t.Errorf("%q: %v", name, problems)
		}
	}
}

func TestEveryOperationIsInTheSchema(t *testing.T) {
	f, err := published()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routes {
		if f.Answers[r.method+" "+r.template]["401"] != nil || f.Answers[r.method+" "+r.template] == nil {
			t.Errorf("%s %s is not in testdata/schema.json", r.method, r.template)
		}
	}
	equal(t, "operations", len(f.Answers), len(routes))
}
