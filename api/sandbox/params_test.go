package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestParamsFromJSONAndForms(t *testing.T) {
	for name, c := range map[string]struct{ kind, body, want string }{
		"text":              {jsonType, `{"a":"x"}`, "x"},
		"escapes":           {jsonType, `{"a":"\ud64d\n\"/"}`, "홍\n\"/"},
		"number":            {jsonType, `{"a":1000}`, "1000"},
		"big number":        {jsonType, `{"a":4111111111111111}`, "4111111111111111"},
		"null":              {jsonType, `{"a":null}`, "-"},
		"object":            {jsonType, `{"a":{"total":1}}`, `{"total":1}`},
		"boolean":           {jsonType, `{"a":true}`, "true"},
		"charset":           {jsonType + "; charset=utf-8", `{"a":"x"}`, "x"},
		"last one wins":     {jsonType, `{"a":"x","a":"y"}`, "y"},
		"not JSON":          {jsonType, `{"a":"x"`, "-"},
		"form":              {formType, "b=1&a=x+y%26%ED%99%8D&c", "x y&홍"},
		"form, small hex":   {formType, "a=%ed%99%8d", "홍"},
		"form, bad escape":  {formType, "a=%zz", "-"},
		"form, cut escape":  {formType, "a=x%4", "-"},
		"form, escaped key": {formType, "%61=x", "x"},
		"no content type":   {"", "a=x", "x"},
	} {
		v, has := parseParams(c.kind, []byte(c.body))["a"]
		got := string(v)
		if !has {
			got = "-"
		}
		equal(t, name, got, c.want)
	}
}

func TestBodyIsReadWithAndWithoutAnAnnouncedLength(t *testing.T) {
	for _, size := range []int{0, 1, 511, 512, 513, maxBody} {
		body := strings.Repeat("x", size)
		for _, announced := range []int64{-1, 0, int64(size)} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.ContentLength = announced
			got, err := readBody(r)
			if err != nil || !bytes.Equal(got, []byte(body)) {
				t.Errorf("%d bytes, announced %d: %d bytes, %v", size, announced, len(got), err)
			}
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add("card_number", "4111-1111 1111+1111&x=%")
	f.Fuzz(func(t *testing.T, name, value string) {
		if name == "" {
			return
		}
		got := parseForm([]byte(url.Values{name: {value}}.Encode()))
		if string(got[name]) != value {
			t.Errorf("%q=%q became %q", name, value, got)
		}
	})
}

func FuzzJSON(f *testing.F) {
	f.Add("card_number", "4111\\u0031\"\x00")
	f.Fuzz(func(t *testing.T, name, value string) {
		body, err := json.Marshal(map[string]string{name: value})
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]string
		if err := json.Unmarshal(body, &want); err != nil {
			t.Fatal(err)
		}
		for n, v := range parseJSON(body) {
			if string(v) != want[n] {
				t.Errorf("%q became %q", want[n], v)
			}
		}
	})
}

func FuzzAnyBody(f *testing.F) {
	f.Add(jsonType, []byte(`{"card_number":`))
	f.Add(formType, []byte("a=%%%&&=&=x"))
	f.Fuzz(func(_ *testing.T, kind string, body []byte) {
		parseParams(kind, body).wipe()
	})
}
