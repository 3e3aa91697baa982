package sandbox

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/answers.txt anew")

// story is a list of requests whose answers are kept to the byte in testdata/answers.txt.
var story = []struct {
	method, path string
	body         fields
}{
	{"POST", "/users/getToken", fields{"imp_key": Key, "imp_secret": "wrong"}},
	{"POST", "/users/getToken", fields{}},
	{"GET", "/users/pg", nil},
	{"GET", "/cards/366", nil},
	{"GET", "/subscribe/customers/gildong_0001_1111", nil},
	{"POST", "/subscribe/customers/gildong_0001_1111", cardOf("4111111111111111")},
	{"POST", "/subscribe/customers/gildong_0001_1111", cardOf("5555-5555-5555-4444").with("customer_name", "홍길동")},
	{"POST", "/subscribe/customers/gildong_0001_1111", cardOf("4000000000011207")},
	{"POST", "/subscribe/customers/a%2Fb", cardOf("378282246310005").with("pg", "kcp")},
	{"POST", "/subscribe/customers/inicis", cardOf("4111111111111111").with("pg", "html5_inicis")},
	{"POST", "/subscribe/customers/x", fields{"expiry": "2030-12"}},
	{"POST", "/subscribe/customers/x", cardOf("4111111111111111").with("channel_key", "channel-key-x")},
	{"POST", "/subscribe/customers/x", cardOf("4111111111111111").with("birth", "19900101")},
	{"GET", "/subscribe/customers?customer_uid[]=inicis&customer_uid[]=x", nil},
	{"GET", "/subscribe/customers?customer_uid[]=x", nil},
	{"POST", "/subscribe/payments/again", order("gildong_0001_1111", "order_1", 1000)},
	{"POST", "/subscribe/payments/again", order("gildong_0001_1111", "order_1", 1000)},
	{"POST", "/subscribe/payments/again", order("x", "order_2", 1000)},
	{"POST", "/subscribe/payments/again", order("a/b", "order_3", 500)},
	{"GET", "/payments/imps_000000000001", nil},
	{"POST", "/payments/cancel", fields{"imp_uid": "imps_000000000001", "checksum": 1000, "reason": "시험"}},
	{"POST", "/payments/cancel", fields{"imp_uid": "imps_000000000001"}},
	{"GET", "/subscribe/customers/a%2Fb/schedules?from=0&to=1", nil},
	{"DELETE", "/subscribe/customers/a%2Fb", nil},
	{"DELETE", "/subscribe/customers/a%2Fb", nil},
}

// TestAnswersToTheByte keeps the wire format from changing unseen. With -update it writes the file; read the difference.
func TestAnswersToTheByte(t *testing.T) {
	const file = "testdata/answers.txt"
	d := newDesk(t, Options{})
	var b strings.Builder
	for _, r := range story {
		d.clock.add(time.Second)
		a := d.do(r.method, r.path, r.body)
		fmt.Fprintf(&b, "%s %s\n%d %s\n\n", r.method, r.path, a.Status, a.raw)
	}
	got := b.String()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != strings.TrimSuffix(wantLines[i], "\r") {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, gotLines[i], wantLines[i])
		}
	}
	equal(t, "lines", len(gotLines), len(wantLines))
}
