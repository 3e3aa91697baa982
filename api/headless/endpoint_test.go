package headless

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"billkey/api/ledger"
	"billkey/api/sandbox"
)

const keyRoute = "/subscribe/customers/{customer_uid}"

// post is a running endpoint with the imitation behind it.
type post struct {
	*faces
	server *sandbox.Server
	url    string
	out    *bytes.Buffer
	log    *bytes.Buffer
	stop   func() int // ends the program and gives its exit code
}

func newPost(t *testing.T, o sandbox.Options, args ...string) *post {
	t.Helper()
	p := &post{faces: newFaces(t), out: &bytes.Buffer{}, log: &bytes.Buffer{}}
	server, base := serveSandbox(t, o)
	p.server = server
	args = append([]string{"endpoint", "-profile", "env", "-api", base, "-listen", "127.0.0.1:0", "-log", "-", "-data", p.dir}, args...)
	c, err := Parse(args, p.log)
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan string, 1)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() { ended <- Main(ctx, c, &firstLine{to: p.out, first: first}, p.log) }()
	p.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { p.stop() })
	select {
	case line := <-first:
		p.url = strings.TrimSpace(line)
	case code := <-ended:
		ended <- code
		t.Fatalf("exit %d: %s", code, p.log)
	}
	return p
}

// firstLine passes on what is written, and tells the first piece.
type firstLine struct {
	to    io.Writer
	first chan string
}

func (f *firstLine) Write(b []byte) (int, error) {
	select {
	case f.first <- string(b):
	default:
	}
	return f.to.Write(b)
}

type reply struct {
	answer
	status int
	header http.Header
	raw    string
}

func (p *post) send(method, path, contentType, body string, header ...string) reply {
	p.t.Helper()
	base, _, _ := strings.Cut(p.url, "/subscription/")
	req, err := http.NewRequestWithContext(inTime(p.t), method, base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	res, err := (&http.Client{}).Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, _ := io.ReadAll(res.Body)
	r := reply{status: res.StatusCode, header: res.Header, raw: string(b)}
	if len(b) > 0 {
		if err := json.Unmarshal(b, &r.answer); err != nil {
			p.t.Fatalf("%v: %s", err, b)
		}
	}
	return r
}

func (p *post) json(body string, header ...string) reply {
	return p.send("POST", routes[0], "application/json", body, header...)
}

// react is what the guide's React page posts through axios.
func react(uid, number string) string {
	return fmt.Sprintf(`{"customer_uid":%q,"cardNumber":%q,"expiry":"2030-12","birth":%q,"pwd2Digit":%q}`, uid, number, canaryBirth, canaryPIN)
}

// form is what the guide's HTML page posts.
func form(uid string) string {
	return url.Values{"customer_uid": {uid}, "card_number": {posted}, "expiry": {"2030-12"}, "birth": {canaryBirth}, "pwd_2digit": {canaryPIN}}.Encode()
}

func TestGuidesPagesPostUnchanged(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	for name, send := range map[string]func() reply{
		"html form": func() reply {
			return p.send("POST", "/subscription/issue-billing", "application/x-www-form-urlencoded", form("gildong_0001_6410"),
				"Origin", "http://localhost:3000")
		},
		"axios json": func() reply {
			return p.send("POST", "/subscription/issue-billing", "application/json", react("gildong_0002_6410", posted),
				"Origin", "http://127.0.0.1:5173")
		},
		"plural path, snake case": func() reply {
			return p.send("POST", "/subscriptions/issue-billing", "application/json;charset=utf-8",
				`{"customer_uid":"gildong_0003_6410","card_number":"`+posted+`","expiry":"12/30","birth":"`+canaryBirth+`","pwd_2digit":"`+canaryPIN+`"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := send()
			if r.status != 200 || r.raw != `{"status":"success","message":"Billing has successfully issued"}`+"\n" {
				t.Errorf("%d %s", r.status, r.raw)
			}
		})
	}
	if n := p.server.Count("POST", keyRoute); n != 3 {
		t.Errorf("%d posts for three orders", n)
	}
	if code := p.stop(); code != ExitOK {
		t.Errorf("exit %d", code)
	}
	rows := p.entries()
	if len(rows) != 3 || rows[0].State != ledger.Issued || rows[0].Environment != "test" {
		t.Errorf("%+v", rows)
	}
	p.clean(p.out.String(), p.log.String())
}

func TestWindowOnTheSameLedgerSeesTheOrder(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	l, err := ledger.Open(t.Context(), p.dir+"/ledger.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	before, err := l.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.json(react("gildong_0001_6410", posted))
	after, err := l.Version(t.Context())
	page, entriesErr := l.Entries(t.Context(), ledger.Query{})
	if err != nil || entriesErr != nil || after == before || len(page.Entries) != 1 || page.Entries[0].State != ledger.Issued {
		t.Errorf("%d→%d %+v %v %v", before, after, page, err, entriesErr)
	}
}

func TestInputThatCannotBeSentIsRefusedWithItsField(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	with := func(change map[string]any) string {
		all := map[string]any{"customer_uid": "u_1", "card_number": posted, "expiry": "2030-12", "birth": canaryBirth, "pwd_2digit": canaryPIN}
		for k, v := range change {
			all[k] = v
		}
		b, _ := json.Marshal(all)
		return string(b)
	}
	for name, c := range map[string]struct {
		change map[string]any
		field  string
	}{
		"no customer_uid":        {map[string]any{"customer_uid": nil}, "customer_uid"},
		"dots":                   {map[string]any{"customer_uid": ".."}, "customer_uid"},
		"card in customer_uid":   {map[string]any{"customer_uid": canaryNumber}, "customer_uid"},
		"no number":              {map[string]any{"card_number": ""}, "card_number"},
		"letters in number":      {map[string]any{"card_number": "4485-2780-1395-641O"}, "card_number"},
		"short number":           {map[string]any{"card_number": "4485-2780"}, "card_number"},
		"long number":            {map[string]any{"card_number": canaryNumber + canaryNumber}, "card_number"},
		"number as a list":       {map[string]any{"card_number": []string{posted}}, "card_number"},
		"no expiry":              {map[string]any{"expiry": ""}, "expiry"},
		"past expiry":            {map[string]any{"expiry": "2020-01"}, "expiry"},
		"swapped expiry":         {map[string]any{"expiry": "30/12/"}, "expiry"},
		"words in expiry":        {map[string]any{"expiry": "december"}, "expiry"},
		"resident number":        {map[string]any{"birth": "8711231234567"}, "birth"},
		"no birth":               {map[string]any{"birth": ""}, "birth"},
		"no such day":            {map[string]any{"birth": "871332"}, "birth"},
		"whole PIN":              {map[string]any{"pwd_2digit": "8312"}, "pwd_2digit"},
		"PIN lost its zero":      {map[string]any{"pwd_2digit": 7}, "pwd_2digit"},
		"customer name too long": {map[string]any{"customer_name": strings.Repeat("홍", 21)}, "customer_name"},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.json(with(c.change))
			if r.status != 400 || r.Status != "failed" || r.Field != c.field || r.Message == "" || strings.Contains(r.Message, "problem.") {
				t.Errorf("%d %s", r.status, r.raw)
			}
		})
	}
	for name, body := range map[string]string{"cut": `{"a":`, "list": `[]`, "nothing": ``} {
		if r := p.json(body); r.status != 400 {
			t.Errorf("%s: %d %s", name, r.status, r.raw)
		}
	}
	if r := p.send("POST", routes[0], "application/x-www-form-urlencoded", "customer_uid=%zz"); r.status != 400 {
		t.Errorf("broken form: %d", r.status)
	}
	if n := p.server.Count("POST", keyRoute); n != 0 {
		t.Errorf("%d posts", n)
	}
	p.stop()
	p.clean(p.out.String(), p.log.String())
}

func TestUnusualInputIsSent(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	// Domestic cards need not satisfy Luhn, full-width digits and spaces are digits, and the uid is merely odd.
	r := p.json(`{"customer_uid":"홍 길동/1","card_number":"９４１０ 0000 0000 0001","expiry":"2038-12","birth":871123,"pwd_2digit":"\u0038\u0033"}`)
	if r.status != 200 || r.Status != "success" {
		t.Errorf("%d %s", r.status, r.raw)
	}
}

func TestOtherPagesAndNamesAreRefused(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	body := react("u_1", posted)
	for name, header := range map[string][]string{
		"foreign page":            {"Origin", "https://shop.example"},
		"page without an origin":  {"Origin", "null"},
		"looks like this machine": {"Origin", "http://localhost.shop.example"},
		"extension":               {"Origin", "chrome-extension://abc"},
		"rebound name":            {"Host", "shop.example"},
		"rebound name with port":  {"Host", "shop.example:8191"},
	} {
		r := p.json(body, header...)
		if r.status != 403 || r.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v", name, r.status, r.header)
		}
	}
	if r := p.send("GET", routes[0], "", ""); r.status != 405 {
		t.Errorf("GET: %d", r.status)
	}
	if r := p.send("POST", "/subscription", "application/json", body); r.status != 404 {
		t.Errorf("other path: %d", r.status)
	}
	if r := p.send("POST", routes[0], "text/plain", body); r.status != 415 {
		t.Errorf("text: %d", r.status)
	}
	if n := p.server.Count("POST", keyRoute); n != 0 {
		t.Errorf("%d posts", n)
	}
}

func TestPreflightLetsThisMachinesPagesIn(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	ask := []string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Private-Network", "true"}
	r := p.send("OPTIONS", routes[1], "", "", append(ask, "Origin", "http://localhost:3000")...)
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "http://localhost:3000", "Access-Control-Allow-Methods": "POST",
		"Access-Control-Allow-Private-Network": "true", "Vary": "Origin",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if r.status != 204 || !strings.Contains(r.header.Get("Access-Control-Allow-Headers"), "Content-Type") {
		t.Errorf("%d %v", r.status, r.header)
	}
	if r := p.send("OPTIONS", routes[0], "", "", append(ask, "Origin", "https://shop.example")...); r.status != 403 {
		t.Errorf("foreign preflight: %d", r.status)
	}
}

func TestBodyHasALimit(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	fits := `{"x":"` + strings.Repeat("a", maxPost-8) + `"}`
	if r := p.json(fits); r.status != 400 {
		t.Errorf("%d bytes: %d", len(fits), r.status)
	}
	if r := p.json(fits + " "); r.status != 413 {
		t.Errorf("one more: %d", r.status)
	}
	r := p.send("POST", routes[0], "application/json", strings.Repeat("4", 4<<20))
	if r.status != 413 {
		t.Errorf("4 MiB: %d", r.status)
	}
}

// serveFor serves an endpoint whose patience is short, and gives its address.
func serveFor(t *testing.T, patience time.Duration) (*endpoint, string) {
	t.Helper()
	f := newFaces(t)
	_, base := serveSandbox(t, sandbox.Options{})
	c, err := Parse([]string{"endpoint", "-profile", "env", "-api", base, "-data", f.dir}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := Open(t.Context(), c.Options)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	e, _, err := newEndpoint(ctx, parts, c)
	if err != nil {
		t.Fatal(err)
	}
	e.postTime = patience
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- e.serve(ctx, l) }()
	t.Cleanup(func() { cancel(); <-done; _ = parts.Close() })
	return e, l.Addr().String()
}

func TestSlowClientsAreCutOff(t *testing.T) {
	_, addr := serveFor(t, 50*time.Millisecond)
	for name, begin := range map[string]string{
		"headers": "POST /subscription/issue-billing HTTP/1.1\r\nHost: localhost\r\n",
		"body":    "POST /subscription/issue-billing HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = io.WriteString(conn, begin)
		all, err := io.ReadAll(conn) // ends when the server closes
		if err != nil || name == "body" && !bytes.Contains(all, []byte(" 408 ")) {
			t.Errorf("%s: %q %v", name, all, err)
		}
		_ = conn.Close()
	}
}

// An order takes longer than a client may take to send it.
func TestReadLimitEndsWithTheBody(t *testing.T) {
	e, addr := serveFor(t, 100*time.Millisecond)
	_ = e
	f := &post{faces: &faces{t: t}, url: "http://" + addr + routes[0]}
	slow := "4000000000090102"
	for _, m := range sandbox.MagicCards() {
		if m.Fault == sandbox.FaultSlow {
			slow = m.Number
		}
	}
	if r := f.json(react("u_slow", slow)); r.status != 200 || r.Status != "success" {
		t.Errorf("%d %s", r.status, r.raw)
	}
}

func TestUsedCustomerUIDIsRefusedOrReplaced(t *testing.T) {
	for _, c := range []struct {
		existing, second string
		posts            int
	}{{"", "failed", 1}, {"refuse", "failed", 1}, {"replace", "success", 2}} {
		t.Run("existing "+c.existing, func(t *testing.T) {
			args := []string{"-existing", c.existing}
			if c.existing == "" {
				args = nil
			}
			p := newPost(t, sandbox.Options{}, args...)
			if r := p.json(react("u_1", posted)); r.Status != "success" {
				t.Fatal(r.raw)
			}
			r := p.json(react("u_1", "5555-5555-5555-4444"))
			if r.status != 200 || r.Status != c.second || r.Message == "" {
				t.Errorf("%d %s", r.status, r.raw)
			}
			if n := p.server.Count("POST", keyRoute); n != c.posts {
				t.Errorf("%d posts", n)
			}
		})
	}
}

func TestDeclineIsToldInThePGsWords(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	r := p.json(react("u_1", "4000-0000-0001-1207")) // wrong PIN
	if r.status != 200 || r.Status != "failed" || !strings.Contains(r.Message, "비밀번호") {
		t.Errorf("%d %s", r.status, r.raw)
	}
}

func TestTwoOrdersAtOnceOnOneCustomerUIDPostOnce(t *testing.T) {
	for _, existing := range []string{"refuse", "replace"} {
		p := newPost(t, sandbox.Options{Slow: 300 * time.Millisecond}, "-existing", existing)
		p.server.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Method: "POST", Route: keyRoute, Times: 1})
		var wg sync.WaitGroup
		var mu sync.Mutex
		count := map[string]int{}
		for range 2 {
			wg.Go(func() {
				r := p.json(react("u_1", posted))
				mu.Lock()
				defer mu.Unlock()
				count[r.Status]++
			})
		}
		wg.Wait()
		if n := p.server.Count("POST", keyRoute); n != 1 || count["success"] != 1 || count["failed"] != 1 {
			t.Errorf("%s: %d posts, %v", existing, n, count)
		}
		p.stop()
	}
}

func TestLostAnswerIsNotCalledAFailureOfTheCard(t *testing.T) {
	p := newPost(t, sandbox.Options{})
	p.server.Inject(sandbox.Fault{Kind: sandbox.FaultCommitThenDrop, Method: "POST", Route: keyRoute})
	r := p.json(react("u_1", posted))
	if r.Status != "failed" || !strings.Contains(r.Message, "being checked") {
		t.Errorf("%s", r.raw)
	}
	if code := p.stop(); code != ExitOK {
		t.Errorf("exit %d", code)
	}
	if rows := p.entries(); len(rows) != 1 || rows[0].State != ledger.Unknown {
		t.Errorf("%+v", rows)
	}
}

// The program is told to end while the server takes its time over an order.
func TestEndWaitsForTheOrderInFlight(t *testing.T) {
	asked := make(chan struct{})
	release := make(chan struct{})
	wait := func(ctx context.Context, _ time.Duration) error {
		close(asked)
		select {
		case <-release:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p := newPost(t, sandbox.Options{Wait: wait})
	p.server.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Method: "POST", Route: keyRoute})
	got := make(chan reply, 1)
	go func() { got <- p.json(react("u_1", posted)) }()
	<-asked
	ended := make(chan int, 1)
	go func() { ended <- p.stop() }()
	waitForRefusal(t, p.url)
	select {
	case code := <-ended:
		t.Fatalf("ended with %d before the order did", code)
	default:
	}
	close(release)
	if r := <-got; r.Status != "success" {
		t.Errorf("%s", r.raw)
	}
	if code := <-ended; code != ExitOK {
		t.Errorf("exit %d", code)
	}
	if rows := p.entries(); len(rows) != 1 || rows[0].State != ledger.Issued {
		t.Errorf("%+v", rows)
	}
}

// waitForRefusal returns once nobody listens any more.
func waitForRefusal(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for ctx := inTime(t); ctx.Err() == nil; {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", u.Host)
		if err != nil {
			return
		}
		_ = c.Close()
	}
	t.Fatal("still listening")
}

func TestLiveProfileMustSayWhatToDoWithUsedOnes(t *testing.T) {
	f := newFaces(t)
	_, base := serveSandbox(t, sandbox.Options{})
	live := sandbox.Channels()[1].Key
	r := f.run("", "endpoint", "-profile", "env", "-api", base, "-channel", live, "-listen", "127.0.0.1:0")
	if r.code != ExitUsage || !strings.Contains(r.errors, "-existing") {
		t.Errorf("%+v", r)
	}
}
