package issuing_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/sandbox"
)

// serverTime is what the stub takes for each request.
const serverTime = 40 * time.Millisecond

// stub answers every request after serverTime, and counts requests and connections.
func stub(b *testing.B) (front *httptest.Server, requests, conns *atomic.Int64) {
	b.Helper()
	s, err := sandbox.New(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	requests, conns = new(atomic.Int64), new(atomic.Int64)
	front = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		<-time.After(serverTime)
		s.ServeHTTP(w, r)
	}))
	front.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	front.Start()
	b.Cleanup(front.Close)
	return front, requests, conns
}

// BenchmarkPressToResult is what the operator waits for: uid looked up, token warm, from the press to the receipt.
func BenchmarkPressToResult(b *testing.B) {
	front, requests, conns := stub(b)
	c, err := api.New(api.Config{BaseURL: front.URL, Keys: practiceKeys})
	if err != nil {
		b.Fatal(err)
	}
	d := issuing.New(c, newStage(b, sandbox.Options{}).ledger, practice)
	var own []time.Duration
	var asked, opened int64
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		o := issuing.Order{UID: fmt.Sprintf("u%d", i), Card: card.Fake(panA), Operator: "kim"}
		if _, err := d.LookUp(b.Context(), o.UID); err != nil {
			b.Fatal(err)
		}
		r0, c0 := requests.Load(), conns.Load()
		b.StartTimer()
		began := time.Now()
		if r, err := d.Issue(b.Context(), o); err != nil || r.JournalErr != nil || r.Key == nil {
			b.Fatal(r, err)
		}
		own = append(own, time.Since(began)-serverTime)
		asked, opened = asked+requests.Load()-r0, opened+conns.Load()-c0
	}
	report(b, own, asked, opened)
}

// BenchmarkTheGuidesFlow is the flow of the integration guide: a token and an issue, each on a cold connection.
func BenchmarkTheGuidesFlow(b *testing.B) {
	front, requests, conns := stub(b)
	var own []time.Duration
	var n int64
	r0, c0 := requests.Load(), conns.Load()
	for b.Loop() {
		began := time.Now()
		token := guidePost(b, front.URL+"/users/getToken", "", fmt.Sprintf(`{"imp_key":%q,"imp_secret":%q}`, sandbox.Key, sandbox.Secret))
		_, token, _ = bytes.Cut(token, []byte(`"access_token":"`))
		token, _, _ = bytes.Cut(token, []byte(`"`))
		body := `{"card_number":"4111-1111-1111-1111","expiry":"2030-12","birth":"900101","pwd_2digit":"12"}`
		guidePost(b, front.URL+fmt.Sprintf("/subscribe/customers/u%d", n), string(token), body)
		own = append(own, time.Since(began)-serverTime)
		n++
	}
	report(b, own, requests.Load()-r0, conns.Load()-c0)
}

func guidePost(b *testing.B, url, token, body string) []byte {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, bytes.NewBufferString(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", token)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var out bytes.Buffer
	if _, err := out.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatal(res.Status, err)
	}
	return out.Bytes()
}

// report gives the time beyond the server's own for one issue, in milliseconds, and requests and connections for one.
func report(b *testing.B, own []time.Duration, requests, conns int64) {
	b.Helper()
	slices.Sort(own)
	n := float64(len(own))
	b.ReportMetric(float64(own[len(own)/2].Microseconds())/1000, "own-ms-median")
	b.ReportMetric(float64(own[len(own)*95/100].Microseconds())/1000, "own-ms-p95")
	b.ReportMetric(float64(requests)/n, "requests/op")
	b.ReportMetric(float64(conns)/n, "conns/op")
}
