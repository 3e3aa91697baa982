package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"testing"
)

// benchServer is a server with n keys, a client over a real connection, and a token.
func benchServer(b *testing.B, n int, o Options) (*Server, string, string) {
	b.Helper()
	s, err := New(o)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		masked := "41111111****1111"
		s.putKey(&record{Customer: customer{UID: fmt.Sprintf("customer_%06d", i), PG: "nice_v2", MID: "iamport01m", CardNumber: &masked}}, 1)
	}
	s.token = token{newToken(), s.now().Add(tokenLife * 1000)}
	addr, _, err := Serve(b.Context(), "127.0.0.1:0", s)
	if err != nil {
		b.Fatal(err)
	}
	return s, "http://" + addr, s.token.text
}

func request(b *testing.B, c *http.Client, method, url, token string, body []byte) {
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", jsonType)
	req.Header.Set("Authorization", token)
	res, err := c.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	if _ = res.Body.Close(); res.StatusCode != 200 {
		b.Fatal(res.Status)
	}
}

var issueBody = []byte(`{"card_number":"4111-1111-1111-1111","expiry":"2040-12","birth":"900101","pwd_2digit":"12"}`)

func BenchmarkIssueWith100000Keys(b *testing.B) {
	_, base, token := benchServer(b, 100_000, Options{})
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		c := &http.Client{Transport: &http.Transport{}}
		for i := 0; p.Next(); i++ {
			request(b, c, "POST", fmt.Sprintf("%s/subscribe/customers/customer_%06d", base, i%100_000), token, issueBody)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

func BenchmarkLookUpWith100000Keys(b *testing.B) {
	s, base, token := benchServer(b, 100_000, Options{})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		c := &http.Client{Transport: &http.Transport{}}
		for i := 0; p.Next(); i++ {
			request(b, c, "GET", fmt.Sprintf("%s/subscribe/customers/customer_%06d", base, i%100_000), token, nil)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-heap")
	runtime.KeepAlive(s)
}

func BenchmarkIssueInProcess(b *testing.B) {
	s, _, token := benchServer(b, 1000, Options{})
	c := &http.Client{Transport: s.Transport()}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		request(b, c, "POST", fmt.Sprintf("https://api.iamport.kr/subscribe/customers/customer_%06d", i%1000), token, issueBody)
	}
}

func BenchmarkIssueWithStateFileOf1000Keys(b *testing.B) {
	s, _, token := benchServer(b, 1000, Options{StateFile: filepath.Join(b.TempDir(), "state.json")})
	c := &http.Client{Transport: s.Transport()}
	for i := 0; b.Loop(); i++ {
		request(b, c, "DELETE", fmt.Sprintf("https://api.iamport.kr/subscribe/customers/customer_%06d", i%1000), token, nil)
		request(b, c, "POST", fmt.Sprintf("https://api.iamport.kr/subscribe/customers/customer_%06d", i%1000), token, issueBody)
	}
}
