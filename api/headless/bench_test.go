package headless

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"billkey/api/sandbox"
)

// BenchmarkOrder is one order from the front end's post to its answer, with the imitation in process and a ledger on
// disk: what this program adds to the server's time.
func BenchmarkOrder(b *testing.B) {
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	web := httptest.NewServer(server)
	defer web.Close()
	b.Setenv("BILLKEY_IMP_KEY", sandbox.Key)
	b.Setenv("BILLKEY_IMP_SECRET", sandbox.Secret)
	c, err := Parse([]string{"endpoint", "-profile", "env", "-api", web.URL, "-data", b.TempDir()}, os.Stderr)
	if err != nil {
		b.Fatal(err)
	}
	parts, err := Open(context.Background(), c.Options)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = parts.Close() }()
	e, _, err := newEndpoint(context.Background(), parts, c)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		r := fields{"customer_uid": fmt.Appendf(nil, "u_%d", n), "card_number": []byte(posted), "expiry": []byte("2030-12"),
			"birth": []byte(canaryBirth), "pwd_2digit": []byte(canaryPIN)}
		o, problem := r.orderOf(nil, false, time.Now())
		if problem != nil {
			b.Fatal(problem)
		}
		if a := e.issue(context.Background(), o); a.Status != success {
			b.Fatal(a)
		}
	}
	b.ReportMetric(float64(server.Count("", "/subscribe"))/float64(n), "requests/op")
}

func BenchmarkScanJSON(b *testing.B) {
	body := []byte(react("gildong_0001_6410", posted))
	work := make([]byte, len(body))
	for b.Loop() {
		copy(work, body)
		if _, err := scanJSON(work); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(strings.Count(string(body), ":")), "members")
}
