package inspect_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"billkey/api/inspect"
)

func TestLogKeepsTheLastFiveHundred(t *testing.T) {
	l := inspect.New()
	add := l.For("p")
	for n := range inspect.Limit + 100 {
		add(pieces(n))
	}
	all := l.List(inspect.Filter{})
	if len(all) != inspect.Limit || all[0].Path != "/x/599" || all[inspect.Limit-1].Path != "/x/100" || all[0].ID != 600 {
		t.Errorf("%d, %s to %s", len(all), all[0].Path, all[len(all)-1].Path)
	}
	if _, ok := l.Get(100); ok {
		t.Error("an old one is still there")
	}
	if x, ok := l.Get(101); !ok || x.Path != "/x/100" {
		t.Errorf("%+v", x)
	}
}

func TestClearedLogBeginsAnew(t *testing.T) {
	for _, before := range []int{0, 3, inspect.Limit, inspect.Limit + 7} {
		l := inspect.New()
		for n := range before {
			l.For("p")(pieces(n))
		}
		version := l.Version()
		l.Clear()
		if len(l.List(inspect.Filter{})) != 0 || before > 0 && l.Version() == version {
			t.Errorf("after %d: %v", before, l.List(inspect.Filter{}))
		}
		for n := range inspect.Limit + 2 {
			l.For("p")(pieces(n))
		}
		all := l.List(inspect.Filter{})
		if len(all) != inspect.Limit || all[0].Path != "/x/501" || all[499].Path != "/x/2" || all[0].ID != all[499].ID+499 {
			t.Errorf("after %d: %d, %+v", before, len(all), all[0])
		}
	}
}

func TestChangesAreTold(t *testing.T) {
	l := inspect.New()
	var wg sync.WaitGroup
	var mu sync.Mutex
	told := 0
	l.OnChange(func() { mu.Lock(); told++; mu.Unlock(); l.List(inspect.Filter{}) })
	for n := range 20 {
		wg.Go(func() { l.For("p")(pieces(n)) })
	}
	wg.Wait()
	if told != 20 {
		t.Errorf("told %d times", told)
	}
}

func TestFilters(t *testing.T) {
	l, c, _ := logged(t)
	issue(c, uid)
	_, _ = c.BillingKey(t.Context(), "missing_1")
	_, _ = c.BillingKey(t.Context(), "broken_1")
	_, _ = c.PGSettings(t.Context())
	all := l.List(inspect.Filter{})
	if len(all) != 5 {
		t.Fatalf("%d exchanges", len(all))
	}
	minus, one := -1, 1
	for name, c := range map[string]struct {
		filter inspect.Filter
		want   string
	}{
		"everything":   {inspect.Filter{}, "/users/pg broken_1 missing_1 gildong_0001_6410 /users/getToken"},
		"path":         {inspect.Filter{Path: "USERS"}, "/users/pg /users/getToken"},
		"method":       {inspect.Filter{Path: "post /"}, "gildong_0001_6410 /users/getToken"},
		"status":       {inspect.Filter{Status: "404"}, "missing_1"},
		"class":        {inspect.Filter{Status: "2xx"}, "/users/pg gildong_0001_6410 /users/getToken"},
		"begun status": {inspect.Filter{Status: "4"}, "missing_1"},
		"no answer":    {inspect.Filter{Status: "none"}, "broken_1"},
		"no status":    {inspect.Filter{Status: "4044"}, ""},
		"code":         {inspect.Filter{Code: &minus}, "/users/pg gildong_0001_6410"},
		"code one":     {inspect.Filter{Code: &one}, "missing_1"},
		"uid":          {inspect.Filter{UID: "GILDONG"}, "gildong_0001_6410"},
		"failed":       {inspect.Filter{Failed: true}, "/users/pg broken_1 missing_1 gildong_0001_6410"},
		"future":       {inspect.Filter{From: time.Now().Add(time.Hour)}, ""},
		"past":         {inspect.Filter{To: time.Now().Add(-time.Hour)}, ""},
		"today":        {inspect.Filter{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour), Failed: true, Status: "404"}, "missing_1"},
	} {
		var got []string
		for _, x := range l.List(c.filter) {
			got = append(got, strings.TrimPrefix(x.Path, "/subscribe/customers/"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMeanings(t *testing.T) {
	l, c, _ := logged(t)
	issue(c, uid)
	_, _ = c.BillingKey(t.Context(), "missing_1")
	_, _ = c.BillingKey(t.Context(), "broken_1")
	var got []string
	for _, x := range l.List(inspect.Filter{}) {
		got = append(got, string(x.Meaning))
	}
	if strings.Join(got, " ") != "unclear not_found declined done" {
		t.Errorf("%v", got)
	}
	x := l.List(inspect.Filter{UID: uid})[0]
	if x.Profile != "shop" || !x.Reused || x.Tier != "ABC" || x.Duration <= 0 || x.Base == "" {
		t.Errorf("%+v", x)
	}
}

// A server that says everything back, every way to write an exchange down: nothing secret anywhere.
func TestNoFormShowsASecret(t *testing.T) {
	l, c, _ := logged(t)
	issue(c, uid)
	issue(c, "broken_1")
	var out bytes.Buffer
	all := l.List(inspect.Filter{})
	if err := inspect.WriteHAR(&out, "1", all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		out.WriteString(x.Text() + x.Curl() + x.Go() + x.Node())
	}
	for _, hidden := range []string{pan, "4485-2780", pan[6:12], birth, key, sec, theToken, "길동", `"83"`, "2030"} {
		if i := strings.Index(out.String(), hidden); i >= 0 {
			t.Errorf("%s stands in …%.90q", hidden, out.String()[max(0, i-40):])
		}
	}
	if !strings.Contains(out.String(), "448527******6410") {
		t.Error("the mask is not shown")
	}
}
