package api_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"billkey/api"
	"billkey/api/card"
)

// keepingConn remembers the very slices it was asked to write.
type keepingConn struct {
	net.Conn
	kept *[][]byte
}

func (k keepingConn) Write(p []byte) (int, error) {
	*k.kept = append(*k.kept, p[:len(p):len(p)])
	return k.Conn.Write(p)
}

func keeping(t *testing.T, base string) (*api.Client, *[][]byte) {
	t.Helper()
	kept := &[][]byte{}
	c, err := api.NewDialing(config(base), nil, direct, func(ctx context.Context, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		return keepingConn{conn, kept}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, kept
}

func TestWhatNetHTTPHandedToTheConnectionIsZeroAfterwards(t *testing.T) {
	for name, padding := range map[string]int{"an ordinary order": 0, "about a buffer": 3500, "many buffers": 60 << 10} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, always(200, okKey))
			c, kept := keeping(t, r.URL)
			for range 3 { // the buffer is used again and again
				o := order()
				o.Card.Name = strings.Repeat("가", padding/3)
				if _, err := c.Issue(t.Context(), uid, o); err != nil {
					t.Fatal(err)
				}
			}
			for _, q := range r.requests() {
				if !strings.Contains(q.body, `"4111-1111-1111-1111"`) || strings.Count(q.body, "가") != padding/3 {
					t.Error("the body did not arrive whole")
				}
			}
			if len(*kept) < 4 {
				t.Fatalf("%d writes", len(*kept))
			}
			for _, p := range *kept {
				if slices.ContainsFunc(p, func(b byte) bool { return b != 0 }) {
					t.Errorf("left behind: %q", p[:min(len(p), 80)])
				}
			}
		})
	}
}

func TestManyOrdersAtOnceKeepTheirBodiesApart(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	c := newClient(t, config(r.URL))
	numbers := []string{"4111111111111111", "5555555555554444", "378282246310005", "9490220006611406"}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			if _, err := c.Issue(t.Context(), uid, api.IssueRequest{Card: card.Fake(numbers[i%4])}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	counts := map[string]int{}
	for _, q := range r.requests() {
		counts[strings.ReplaceAll(member(t, q.body, "card_number"), "-", "")]++
	}
	for _, n := range numbers {
		if counts[n] != 50 {
			t.Errorf("%s arrived %d times", n, counts[n])
		}
	}
}
