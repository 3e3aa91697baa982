package headless

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"billkey/api/card"
)

func TestJSONIsReadAsOtherReadersReadIt(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"plain":             {`{"card_number":"4111"}`, "4111"},
		"camel case":        {` { "cardNumber" : "4111" } `, "4111"},
		"number":            {`{"card_number":4111}`, "4111"},
		"escapes":           {`{"card_number":"\u0034\/\"\\\n"}`, "4/\"\\\n"},
		"Hangul":            {`{"card_number":"\uae38동"}`, "길동"},
		"surrogates":        {`{"card_number":"\ud83d\ude00!"}`, "😀!"},
		"half a surrogate":  {`{"card_number":"\ud83dx\ude00"}`, "\uFFFDx\uFFFD"},
		"two halves":        {`{"card_number":"\ud83d\u0034"}`, "\uFFFD4"},
		"escaped name":      {`{"card\u005fnumber":"4111"}`, "4111"},
		"last one counts":   {`{"card_number":"1","cardNumber":"2"}`, "2"},
		"nested are passed": {`{"x":{"card_number":"}]"},"y":["a\"",{}],"card_number":"4111","z":null}`, "4111"},
		"null":              {`{"card_number":null}`, ""},
		"true":              {`{"card_number":true}`, ""},
		"list":              {`{"card_number":["4111"]}`, ""},
		"empty object":      {`{}`, ""},
		"byte order mark":   {"\uFEFF" + `{"card_number":"4111"}`, "4111"},
		"number at the end": {`{"card_number":-4.1e3}`, "-4.1e3"},
	} {
		f, err := scanJSON([]byte(c.body))
		if err != nil || string(f[card.FieldNumber]) != c.want {
			t.Errorf("%s: %q, %v", name, f[card.FieldNumber], err)
		}
	}
	for _, bad := range []string{"", "[]", "null", `{"a"}`, `{"a":1,}`, `"x"`, "{} {}"} {
		if _, err := scanJSON([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzScanJSON(f *testing.F) {
	for _, s := range []string{`{"card_number":"4111","x":[1,{"y":"\ud83d\ude00"}]}`, `{"birth":12e3,"cvc":null}`, `{"\u0063vc":"\\"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var want map[string]json.RawMessage
		plain := json.Unmarshal(body, &want) == nil && want != nil
		got, err := scanJSON(append([]byte{}, body...))
		if plain != (err == nil) && len(body) > 0 && body[0] == '{' {
			t.Fatalf("plain %v, %v", plain, err)
		}
		for name, raw := range want {
			var s string
			field, known := spellings[name]
			if !known || json.Unmarshal(raw, &s) != nil || string(raw) == "null" || !utf8.Valid(body) || len(want) > 1 {
				continue
			}
			if string(got[field]) != s {
				t.Errorf("%s: %q, want %q", name, got[field], s)
			}
		}
	})
}

func TestFormIsReadInPlace(t *testing.T) {
	v := url.Values{"card_number": {"4111 1111-1111=1111&"}, "customerName": {"홍 길동+%"}, "other": {"x"}}
	f, err := scanForm([]byte(v.Encode()))
	if err != nil || string(f[card.FieldNumber]) != "4111 1111-1111=1111&" || string(f[card.FieldName]) != "홍 길동+%" || len(f) != 2 {
		t.Errorf("%q %v", f, err)
	}
	for _, bad := range []string{"a=%", "a=%4", "%zz=1"} {
		if _, err := scanForm([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestExpiryComesInManyForms(t *testing.T) {
	for in, want := range map[string]string{
		"2030-12": "1230", "2030-1": "0130", "12/30": "1230", "1/30": "0130", "12 / 2030": "1230", "1230": "1230", "203012": "1230",
		"122030": "1230", "２０３０－１２": "1230", " 12.30 ": "1230", "": "", "12": "", "dec 30": "", "12/3": "", "1/2/30": "", "2130-01": "",
	} {
		if got := string(expiryIn([]byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A firm's card, and one of a PG that asks for no more than number and expiry.
func TestOnlyWhatTheProfileNeedsIsDemanded(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	bare := fields{card.FieldNumber: []byte(posted), card.FieldExpiry: []byte("2030-12")}
	if c, p := bare.cardOf(nil, false, now); p != nil || c.Masked() != "448527******6410" {
		t.Errorf("%v %v", c, p)
	}
	for need, field := range map[string]card.Field{
		"birth": card.FieldHolder, "pwd_2digit": card.FieldPIN, "cvc": card.FieldCVC, "customer_name": card.FieldName,
	} {
		if _, p := bare.cardOf([]string{need}, false, now); p == nil || p.Field != field || p.Code != card.Empty {
			t.Errorf("%s: %+v", need, p)
		}
	}
	if _, p := bare.cardOf([]string{"customer_id"}, false, now); p != nil {
		t.Errorf("customer_id is only advised: %+v", p)
	}
}

// net/http reads requests into buffers that it keeps for later connections.
func TestNothingOfABodyStaysInTheServersBuffers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	kept := make(chan [][]byte, 1)
	srv := &http.Server{ReadHeaderTimeout: time.Minute}
	e := &endpoint{words: wordsFor("en"), postTime: time.Minute}
	srv.ConnContext = connContext
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(connKey{}).(*wipingConn)
		before := func() (all [][]byte) {
			_, _ = e.readBody(w, r, make([]byte, maxPost+1))
			c.mu.Lock()
			defer c.mu.Unlock()
			return append(all, c.spots...)
		}()
		found := false
		for _, s := range before {
			found = found || strings.Contains(string(s), posted)
		}
		if !found {
			t.Error("the buffers do not even hold the body before")
		}
		wipeConn(r.Context())
		kept <- before
	})
	go func() { _ = srv.Serve(wipingListener{l}) }()
	defer func() { _ = srv.Close() }()
	res, err := (&http.Client{}).Post("http://"+l.Addr().String(), "application/json", strings.NewReader(react("u", posted)))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	for _, s := range <-kept {
		if strings.Trim(string(s), "\x00") != "" {
			t.Errorf("%d bytes are left", len(s))
		}
	}
}

func TestOneLineAtATimeIsRead(t *testing.T) {
	in := pipe(t, "one\r\ntwo\n\nlast")
	var got []string
	for range 5 {
		b, err := readLine(in)
		got = append(got, string(b))
		if err != nil {
			break
		}
	}
	if strings.Join(got, "|") != "one|two||last" {
		t.Errorf("%q", got)
	}
	if _, terminal := noEcho(in); terminal {
		t.Error("a pipe is no terminal")
	}
	if b, err := readLine(pipe(t, strings.Repeat("4", 2*longestLine))); err != nil || len(b) >= longestLine {
		t.Errorf("%d %v", len(b), err)
	}
	if _, err := readLine(pipe(t, "")); err == nil || os.IsTimeout(err) {
		t.Error(err)
	}
}
