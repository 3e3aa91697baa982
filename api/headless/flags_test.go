package headless

import (
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"os"
	"strings"
	"testing"
)

func TestBadCommandLinesAreUsageErrors(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown face":       {"serve"},
		"unknown flag":       {"check", "-card", "x"},
		"rest":               {"version", "now"},
		"http elsewhere":     {"check", "-api", "http://api.iamport.kr"},
		"no address":         {"check", "-api", "iamport"},
		"user in address":    {"-api", "https://a:b@api.iamport.kr"},
		"query in address":   {"-api", "https://api.iamport.kr/?x"},
		"other scheme":       {"check", "-api", "ftp://127.0.0.1"},
		"listen everywhere":  {"endpoint", "-listen", ":8191"},
		"listen on the net":  {"sandbox", "-listen", "0.0.0.0:8190"},
		"listen by name":     {"sandbox", "-listen", "shop.example:8190"},
		"no port":            {"endpoint", "-listen", "127.0.0.1"},
		"port too large":     {"endpoint", "-listen", "127.0.0.1:70000"},
		"named port":         {"endpoint", "-listen", "127.0.0.1:http"},
		"language":           {"-lang", "fr"},
		"existing":           {"endpoint", "-existing", "ask"},
		"two forms":          {"check", "-json", "-markdown"},
		"clean up and issue": {"check", "-cleanup", "-issue"},
		"live alone":         {"check", "-live"},
		"no amount":          {"check", "-amount", "0"},
		"idle":               {"-idle", "1ms"},
	} {
		var errs bytes.Buffer
		if c, err := Parse(args, &errs); err == nil || errs.Len() == 0 {
			t.Errorf("%s: %+v, %q", name, c, errs.String())
		}
	}
}

func TestGoodAddressesAreTaken(t *testing.T) {
	for _, args := range [][]string{
		{"check", "-api", "https://static-api.iamport.kr"}, {"check", "-api", "http://localhost:8190"}, {"-api", "http://[::1]:8190/v1/"},
		{"endpoint", "-listen", "localhost:0"}, {"sandbox", "-listen", "[::1]:8190"},
	} {
		if _, err := Parse(args, io.Discard); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestHelpListsTheFacesInTheChosenLanguage(t *testing.T) {
	f := newFaces(t)
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"help", "-lang", "ko"}, []string{"billkey endpoint", "창을 엽니다", "종료 코드"}},
		{[]string{"help", "-lang", "en"}, []string{"billkey sandbox", "Opens the window", "Exit codes", "BILLKEY_IMP_SECRET"}},
		{[]string{"-lang=en", "-h"}, []string{"billkey check", "Opens the window"}},
		{[]string{"check", "-lang", "en", "--help"}, []string{"-cleanup", "Everywhere: -data"}},
		{[]string{"help", "-lang", "en", "endpoint"}, []string{"-existing refuse|replace"}},
	} {
		var out, errs bytes.Buffer
		cmd, err := Parse(c.args, &errs)
		if err != nil {
			t.Errorf("%v: %v", c.args, err)
			continue
		}
		if code := Main(t.Context(), cmd, &out, &errs); code != ExitOK || strings.Contains(out.String(), "usage.") {
			t.Errorf("%v: %d %s", c.args, code, out.String())
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v lacks %q: %s", c.args, want, out.String())
			}
		}
	}
	if r := f.run("", "serve", "-lang", "en"); r.code != ExitUsage || !strings.Contains(r.errors, "unknown command: serve") || !strings.Contains(r.errors, "billkey endpoint") {
		t.Errorf("%+v", r)
	}
}

func TestLanguageComesFromFlagsThenSession(t *testing.T) {
	env := func(v string) func(string) string {
		return func(name string) string { return map[string]string{"LANG": v}[name] }
	}
	for in, want := range map[string]string{"": "ko", "ko_KR.UTF-8": "ko", "C.UTF-8": "ko", "POSIX": "ko", "en_US.UTF-8": "en", "ja_JP": "en"} {
		if got := sessionLanguage(env(in)); got != want {
			t.Errorf("%q: %s", in, got)
		}
	}
	if got := languageIn([]string{"check", "--lang=en", "-x"}); got != "en" {
		t.Errorf("%s", got)
	}
}

func TestVersionAndTakenPort(t *testing.T) {
	f := newFaces(t)
	if r := f.run("", "version"); r.code != ExitOK || !strings.HasPrefix(r.out, "billkey "+BuildVersion) {
		t.Errorf("%+v", r)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, face := range []string{"sandbox", "endpoint"} {
		if r := f.run("", face, "-listen", l.Addr().String()); r.code != ExitNotReady || r.errors == "" {
			t.Errorf("%s: %+v", face, r)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := f.runIn(ctx, "", "sandbox", "-listen", "127.0.0.1:0"); r.code != ExitOK && r.code != ExitNotReady {
		t.Errorf("%+v", r)
	}
	if r := f.run("", "check", "-profile", "nobody"); r.code != ExitUsage {
		t.Errorf("%+v", r)
	}
}

func TestStandardLogDropsAnswersOfIdleConnections(t *testing.T) {
	var out bytes.Buffer
	before := log.Writer()
	t.Cleanup(func() { log.SetOutput(before) })
	log.SetOutput(dropNoisy{&out})
	log.Printf("Unsolicited response received on idle HTTP channel starting with %q; err=%v", "4111111111111111", nil)
	log.Print("something else")
	if s := out.String(); strings.Contains(s, "4111") || !strings.Contains(s, "something else") {
		t.Errorf("%q", s)
	}
	QuietLog()
	if d, ok := log.Writer().(dropNoisy); !ok || d.to != os.Stderr {
		t.Errorf("%T", log.Writer())
	}
}
