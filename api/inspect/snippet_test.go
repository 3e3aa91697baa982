package inspect_test

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"billkey/api/inspect"
)

// variables are what a developer would set before running a snippet.
var variables = map[string]string{
	"IMP_KEY": "k", "IMP_SECRET": "s", "TOKEN": "t", "CARD": "4111-1111-1111-1111", "EXPIRY": "2030-12", "BIRTH": "900101",
	"PIN2": "12", "CUSTOMER_NAME": "Hong $x",
}

func snippets(t *testing.T) (issued, asked inspect.Exchange) {
	t.Helper()
	l, c, _ := logged(t)
	issue(c, "it's/1")
	all := l.List(inspect.Filter{})
	return all[0], all[1]
}

// shell runs a curl snippet in a shell whose curl prints its arguments.
func shell(t *testing.T, snippet string) []string {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-eu", "-c", `curl() { for a in "$@"; do printf '%s\n' "$a"; done; }`+"\n"+snippet)
	cmd.Env = os.Environ()
	for name, v := range variables {
		cmd.Env = append(cmd.Env, name+"="+v)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, out, snippet)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestCurlIsAWorkingCommand(t *testing.T) {
	issued, asked := snippets(t)
	args := shell(t, issued.Curl())
	want := `{"card_number":"4111-1111-1111-1111","expiry":"2030-12","birth":"900101","pwd_2digit":"12","customer_name":"Hong $x","channel_key":"channel-key-1"}`
	if got := args[len(args)-1]; got != want {
		t.Errorf("body %s", got)
	}
	line := strings.Join(args, "\n")
	for _, part := range []string{"-X\nPOST\n" + issued.Base + "/subscribe/customers/it%27s%2F1", "Authorization: Bearer t", "Tier: ABC", "Content-Type: application/json"} {
		if !strings.Contains(line, part) {
			t.Errorf("%s lacks %s", line, part)
		}
	}
	args = shell(t, asked.Curl())
	if args[len(args)-1] != `{"imp_key":"k","imp_secret":"s"}` || strings.Contains(strings.Join(args, ""), "Bearer") {
		t.Errorf("%v", args)
	}
	for _, placeholder := range []string{"$IMP_KEY", "$IMP_SECRET"} {
		if !strings.Contains(asked.Curl(), placeholder) {
			t.Errorf("%s", asked.Curl())
		}
	}
	if !strings.Contains(issued.Curl(), `"$CARD"`) || !strings.Contains(issued.Curl(), "$TOKEN") {
		t.Errorf("%s", issued.Curl())
	}
}

func TestGoSnippetParses(t *testing.T) {
	issued, asked := snippets(t)
	for _, x := range []inspect.Exchange{issued, asked, {Method: "GET", Base: "https://a", Path: "/`b", Authorized: true}} {
		if _, err := parser.ParseFile(token.NewFileSet(), "main.go", x.Go(), parser.AllErrors); err != nil {
			t.Errorf("%v\n%s", err, x.Go())
		}
	}
	for _, part := range []string{`os.Getenv("CARD")`, `"Bearer " + os.Getenv("TOKEN")`, `"Tier"`} {
		if !strings.Contains(issued.Go(), part) {
			t.Errorf("lacks %s:\n%s", part, issued.Go())
		}
	}
}

func TestNodeSnippetReadsItsPlaceholders(t *testing.T) {
	issued, _ := snippets(t)
	s := issued.Node()
	for _, part := range []string{
		`fetch("` + issued.Base + `/subscribe/customers/it%27s%2F1"`, `method: "POST"`, "`Bearer ${process.env.TOKEN}`",
		`process.env.CARD`, `body: "{\"card_number\":\"" + process.env.CARD + "\",\"expiry\":\""`,
	} {
		if !strings.Contains(s, part) {
			t.Errorf("lacks %s:\n%s", part, s)
		}
	}
}

func TestTextTellsTheWholeExchange(t *testing.T) {
	issued, _ := snippets(t)
	for _, part := range []string{"> POST " + issued.Base, "> Tier: ABC", "Bearer $TOKEN", `"card_number": "448527******6410"`, "< 200  code -1", "connection reused", "= declined"} {
		if !strings.Contains(issued.Text(), part) {
			t.Errorf("lacks %s:\n%s", part, issued.Text())
		}
	}
	none := inspect.Exchange{Method: "GET"}
	if !strings.Contains(none.Text(), "no answer") || !strings.Contains(none.Text(), "new connection") {
		t.Errorf("%s", none.Text())
	}
}

func TestHARHasTheMembersThatReadersDemand(t *testing.T) {
	l, c, _ := logged(t)
	issue(c, uid)
	_, _ = c.BillingKeys(t.Context(), []string{"b", "a"})
	var out bytes.Buffer
	if err := inspect.WriteHAR(&out, "1.2.3", l.List(inspect.Filter{})); err != nil {
		t.Fatal(err)
	}
	var har struct {
		Log struct {
			Version string
			Creator map[string]string
			Entries []map[string]any
		}
	}
	if err := json.Unmarshal(out.Bytes(), &har); err != nil || har.Log.Version != "1.2" || har.Log.Creator["version"] != "1.2.3" || len(har.Log.Entries) != 3 {
		t.Fatalf("%v %+v", err, har)
	}
	for _, e := range har.Log.Entries {
		for _, name := range []string{"startedDateTime", "time", "request", "response", "cache", "timings"} {
			if _, ok := e[name]; !ok {
				t.Errorf("entry lacks %s", name)
			}
		}
		request, response := e["request"].(map[string]any), e["response"].(map[string]any)
		for _, name := range []string{"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"} {
			if request[name] == nil {
				t.Errorf("request lacks %s", name)
			}
		}
		for _, name := range []string{"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"} {
			if response[name] == nil {
				t.Errorf("response lacks %s", name)
			}
		}
		if _, err := url.Parse(request["url"].(string)); err != nil {
			t.Error(err)
		}
	}
	if first := har.Log.Entries[0]["request"].(map[string]any)["url"].(string); !strings.HasSuffix(first, "/users/getToken") {
		t.Errorf("not oldest first: %s", first)
	}
	if q := har.Log.Entries[2]["request"].(map[string]any)["queryString"].([]any); len(q) != 2 {
		t.Errorf("%v", q)
	}
	out.Reset()
	if err := inspect.WriteHAR(&out, "1", nil); err != nil || !strings.Contains(out.String(), `"entries": []`) {
		t.Errorf("%v %s", err, out.String())
	}
}

func BenchmarkAdd(b *testing.B) {
	l := inspect.New()
	add, x := l.For("p"), pieces(1)
	for b.Loop() {
		add(x)
	}
}
