package api_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api"
)

// echoing answers with everything it was sent, in the message, as careless servers do.
func echoing(t *testing.T, status int) *recorder {
	t.Helper()
	echo := func(w http.ResponseWriter, q *http.Request) {
		b, _ := io.ReadAll(q.Body)
		all, _ := json.Marshal(fmt.Sprintf("%s %s %v %s", q.Method, q.URL, q.Header, b))
		say(w, status, `{"code":-1,"message":`+string(all)+`,"response":null}`)
	}
	return newRecorder(t, echo)
}

func printed(v any) string {
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		fmt.Fprintf(&out, verb+"\n", v)
		if _, live := v.(*api.Client); !live { // its insides move while they are read
			fmt.Fprintf(&out, verb+"\n", struct{ inner any }{v})
		}
		fmt.Fprintf(&out, verb+"\n", []any{v})
	}
	if err, ok := v.(error); ok {
		fmt.Fprintln(&out, fmt.Errorf("wrapped: %w", err), errors.Join(err, err))
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", v)
	out.Write(log.Bytes())
	if b, err := json.Marshal(v); err == nil {
		out.Write(b)
	}
	return out.String()
}

func TestNothingPrintsASecret(t *testing.T) {
	var exchanges []api.Exchange
	values := map[string]any{"order": order()}
	for _, status := range []int{200, 400, 500} {
		r := echoing(t, status)
		cfg := config(r.URL)
		cfg.Observe = func(x api.Exchange) { exchanges = append(exchanges, x) }
		c := newClient(t, cfg)
		_, err := c.Issue(t.Context(), uid, order())
		if err == nil {
			t.Fatal("no error")
		}
		var inner *api.Error
		if !errors.As(err, &inner) || !strings.Contains(inner.Message, "card_number") {
			t.Fatalf("the echo did not come through: %v", err)
		}
		values[fmt.Sprint("error ", status)], values[fmt.Sprint("client ", status)] = err, c
		values[fmt.Sprint("client value ", status)] = cfg
		r.token = r.answer
		c.Close()
		tokenErr := c.Warm(t.Context())
		values[fmt.Sprint("token error ", status)], values[fmt.Sprint("its cause ", status)] = tokenErr, errors.Unwrap(tokenErr)
	}
	for i, x := range exchanges {
		values[fmt.Sprint("exchange ", i)] = x
	}
	pair, _ := keys(t.Context())
	values["keys"], values["pointer to keys"] = pair, &pair
	for name, v := range values {
		out := printed(v)
		for _, hidden := range []string{testPAN, "4111-1111-1111-1111", testKey, testSecret, testToken, "900101", `pwd_2digit\":\"12`, `pwd_2digit":"12`} {
			for _, form := range []string{hidden, hex.EncodeToString([]byte(hidden)), strings.ToUpper(hex.EncodeToString([]byte(hidden)))} {
				if strings.Contains(out, form) {
					t.Errorf("%s prints %s", name, form)
				}
			}
		}
	}
}

func TestExchangeTellsWhatHappened(t *testing.T) {
	var got []api.Exchange
	r := newRecorder(t, always(200, fails(-1, "[F112] 번호 4111111111111111")))
	cfg := config(r.URL)
	cfg.Observe = func(x api.Exchange) { got = append(got, x) }
	_, err := newClient(t, cfg).Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindDeclined)
	if len(got) != 2 {
		t.Fatalf("%d exchanges", len(got))
	}
	token, issue := got[0], got[1]
	if token.Route != "/users/getToken" || token.Failed || token.Status != 200 || token.Reused || token.UID != "" || !token.HasCode {
		t.Errorf("%+v", token)
	}
	if issue.Route != "/subscribe/customers/{customer_uid}" || issue.UID != uid || issue.Method != "POST" || !issue.Failed ||
		issue.Kind != api.KindDeclined || issue.Code != -1 || !issue.Reused || issue.Message != "[F112] 번호 411111******1111" {
		t.Errorf("%+v", issue)
	}
	if issue.Duration < 0 || issue.At.IsZero() {
		t.Errorf("%+v", issue)
	}
}

// Every place where a secret is laid open is known: one for the header, one to cut echoes, and the token's body.
func TestSecretsAreRevealedInKnownPlacesOnly(t *testing.T) {
	want := map[string]int{"request.go": 2, "token.go": 4}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b, []byte(".Reveal()")); n != want[f] {
			t.Errorf("%s reveals %d times, known are %d", f, n, want[f])
		}
	}
}
