package sandbox

import (
	"errors"
	"go/parser"
	source "go/token"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestImportsTheStandardLibraryOnly(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(source.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if first, _, _ := strings.Cut(strings.Trim(i.Path.Value, `"`), "/"); strings.Contains(first, ".") || first == "billkey" {
				t.Errorf("%s imports %s", file, i.Path.Value)
			}
		}
	}
}

func TestReadmeNamesCardsAndOperationsThatExist(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	numbers, codes := map[string]bool{}, map[string]bool{}
	for _, m := range MagicCards() {
		numbers[m.Number], codes[m.Code] = true, true
	}
	for _, n := range regexp.MustCompile(`\d{4}( \d{3,6})+`).FindAllString(readme, -1) {
		if digits := strings.ReplaceAll(n, " ", ""); len(digits) >= 14 && !numbers[digits] {
			t.Errorf("README: no card %s", n)
		}
	}
	for _, tail := range regexp.MustCompile(`…(\d{4}) (\d{4})`).FindAllStringSubmatch(readme, -1) {
		if n := "40000000" + tail[1] + tail[2]; !numbers[n] {
			t.Errorf("README: no card %s", n)
		}
	}
	for _, code := range regexp.MustCompile("`((ok|charge|decline|fault)_\\w+)`").FindAllStringSubmatch(readme, -1) {
		if !codes[code[1]] {
			t.Errorf("README: no word %s", code[1])
		}
	}
	for _, r := range routes {
		parts := strings.Split(r.template, "/")
		if last := parts[len(parts)-1]; last[0] != '{' && !strings.Contains(readme, last) {
			t.Errorf("README: %s is missing", r.template)
		}
	}
	for name := range controls {
		if _, word, _ := strings.Cut(name, " "); !strings.Contains(readme, word) {
			t.Errorf("README: control %s is missing", name)
		}
	}
}

func TestWithoutARealConnectionADroppedAnswerAborts(t *testing.T) {
	d := newDesk(t, Options{})
	d.s.Inject(Fault{Kind: FaultCommitThenDrop})
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("panic %v", err)
		}
	}()
	d.s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/cards", nil))
}

func TestOrdinaryClientThatFollowsRedirectsEndsNowhere(t *testing.T) {
	d := newDesk(t, Options{})
	d.s.Inject(Fault{Kind: FaultRedirect, Method: "POST", Route: "/subscribe"})
	var hosts []string
	spy := func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		if r.URL.Host != "api.iamport.kr" {
			return nil, io.ErrUnexpectedEOF
		}
		return d.http.RoundTrip(r)
	}
	c := &http.Client{Transport: roundTrip(spy)}
	_, err := c.Do(d.request("POST", "/subscribe/customers/a", cardOf("4111111111111111")))
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("error %v", err)
	}
	equal(t, "hosts", strings.Join(hosts, " "), "api.iamport.kr redirect.invalid")
	equal(t, "issued", d.look("a").Status, 404)
}

// roundTrip makes a transport of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestClientThatStopsReadingTheHugeAnswerDoesNoHarm(t *testing.T) {
	d := newDesk(t, Options{}) // the full 200 MiB are announced
	web := httptest.NewServer(d.s)
	defer web.Close()
	over := &http.Transport{}
	defer over.CloseIdleConnections()
	d.http, d.base = over, web.URL
	res, err := over.RoundTrip(d.request("POST", "/subscribe/customers/a", cardOf(numberOf(t, "fault_huge_body"))))
	if err != nil {
		t.Fatal(err)
	}
	if res.ContentLength <= 200<<20 {
		t.Errorf("announced %d bytes", res.ContentLength)
	}
	if _, err := io.CopyN(io.Discard, res.Body, 1<<20); err != nil {
		t.Error(err)
	}
	_ = res.Body.Close()
	equal(t, "still serves", d.look("a").Status, 200)
}
