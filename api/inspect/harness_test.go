package inspect_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/inspect"
	"billkey/api/secret"
)

const (
	pan      = "4485278013956410"
	birth    = "871123"
	key      = "7411000000001234"
	sec      = "s3cr3tS3cr3tS3cr3tS3cr3t"
	theToken = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
	uid      = "gildong_0001_6410"
)

// echo answers with whatever it was asked, as careless servers do, and hands out tokens.
func echo(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/getToken") {
		now := time.Now().Unix()
		_, _ = fmt.Fprintf(w, `{"code":0,"message":null,"response":{"access_token":%q,"now":%d,"expired_at":%d}}`, theToken, now, now+1800)
		return
	}
	body := make([]byte, 4096)
	n, _ := r.Body.Read(body)
	switch {
	case strings.Contains(r.URL.Path, "missing"):
		w.WriteHeader(404)
		_, _ = fmt.Fprint(w, `{"code":1,"message":"none","response":null}`)
	case strings.Contains(r.URL.Path, "broken"):
		panic(http.ErrAbortHandler)
	default:
		_, _ = fmt.Fprintf(w, `{"code":-1,"message":%q,"response":null}`, r.Header.Get("Authorization")+string(body[:n]))
	}
}

// logged is a log behind a real client of an echoing server.
func logged(t *testing.T) (*inspect.Log, *api.Client, string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(echo))
	t.Cleanup(s.Close)
	l := inspect.New()
	c, err := api.New(api.Config{
		BaseURL: s.URL, Tier: "ABC", Inspect: l.For("shop"),
		Keys: func(context.Context) (api.Keys, error) {
			return api.Keys{Key: secret.FromString(key), Secret: secret.FromString(sec)}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return l, c, s.URL
}

func theCard() *card.Card {
	c := card.Fake(pan)
	c.Holder = card.NewHolder([]byte(birth))
	c.PIN = card.NewPIN([]byte("83"))
	c.Name = "홍길동"
	return c
}

func issue(c *api.Client, uid string) {
	_, _ = c.Issue(context.Background(), uid, api.IssueRequest{Card: theCard(), ChannelKey: "channel-key-1"})
}

// pieces is an exchange built by hand, for forms and filters.
func pieces(n int) api.Inspection {
	return api.Inspection{
		Exchange: api.Exchange{At: time.Unix(int64(n), 0), Method: "GET", Route: "/x", Status: 200, HasCode: true},
		Base:     "https://api.iamport.kr", Path: fmt.Sprintf("/x/%d", n), Got: `{"code":0}`,
	}
}
