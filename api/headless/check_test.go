package headless

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

const cardLines = canaryNumber + "\n2030-12\n" + canaryBirth + "\n" + canaryPIN + "\n"

func reportOf(t *testing.T, r result) issuing.SetupReport {
	t.Helper()
	var rep issuing.SetupReport
	if err := json.Unmarshal([]byte(r.out), &rep); err != nil {
		t.Fatalf("%v: %s %s", err, r.out, r.errors)
	}
	return rep
}

// verdicts are the steps' verdicts in one line, for short comparisons.
func verdicts(rep issuing.SetupReport) string {
	var out []string
	for _, s := range rep.Steps {
		v := fmt.Sprintf("%s=%s", s.Name, s.Verdict)
		if s.Reason != "" {
			v += ":" + string(s.Reason)
		}
		out = append(out, v)
	}
	return strings.Join(out, " ")
}

func stepOf(rep issuing.SetupReport, name issuing.StepName) issuing.SetupStep {
	for _, s := range rep.Steps {
		if s.Name == name {
			return s
		}
	}
	return issuing.SetupStep{}
}

func TestPracticeIsReadyWithoutAnySetUp(t *testing.T) {
	rep := reportOf(t, newFaces(t).run("", "check", "-json"))
	want := "keychain=ok dns=skipped:inside tcp=skipped:inside tls=skipped:inside keys=ok clock=ok channels=ok " +
		"channel=warn:not_chosen fields=ok issue=skipped:not_asked lookup=skipped:not_asked charge=skipped:not_asked " +
		"cancel=skipped:not_asked delete=skipped:not_asked gone=skipped:not_asked"
	if got := verdicts(rep); got != want || rep.Outcome != issuing.Ready {
		t.Errorf("%s\n%s", rep.Outcome, got)
	}
}

func TestCheckIssuesChargesCancelsAndDeletes(t *testing.T) {
	for name, args := range map[string][]string{
		"json": {"-json"}, "text": {"-lang", "en"}, "Korean text": {"-lang", "ko"}, "markdown": {"-markdown"},
	} {
		t.Run(name, func(t *testing.T) {
			s, base := serveSandbox(t, sandbox.Options{})
			f := newFaces(t)
			all := append([]string{"check", "-profile", "env", "-api", base, "-issue", "-amount", "1200"}, args...)
			r := f.run(cardLines, all...)
			if r.code != ExitOK {
				t.Fatalf("%d %s %s", r.code, r.out, r.errors)
			}
			for route, want := range map[string]int{
				"POST " + keyRoute: 1, "DELETE " + keyRoute: 1, "POST /subscribe/payments/again": 1, "POST /payments/cancel": 1,
			} {
				method, path, _ := strings.Cut(route, " ")
				if n := s.Count(method, path); n != want {
					t.Errorf("%s: %d", route, n)
				}
			}
			if rows := f.entries(); len(rows) != 1 || rows[0].State != ledger.Deleted {
				t.Errorf("%+v", rows)
			}
			if !strings.Contains(r.out, "448527******6410") || !strings.Contains(r.out, "1200") || strings.Contains(r.out, "check.") {
				t.Errorf("%s", r.out)
			}
			f.clean(r.out, r.errors)
		})
	}
}

// setup runs the check against s with faults and gives the report.
func (f *faces) check(base, stdin string, args ...string) (issuing.SetupReport, int) {
	f.t.Helper()
	r := f.run(stdin, append([]string{"check", "-json", "-profile", "env", "-api", base}, args...)...)
	f.clean(r.out, r.errors)
	return reportOf(f.t, r), r.code
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	channel := func(n int) []string { return []string{"-channel", sandbox.Channels()[n].Key} }
	for name, c := range map[string]struct {
		fault  sandbox.FaultKind
		route  string
		args   []string
		stdin  string
		step   issuing.StepName
		reason issuing.Reason
		advice issuing.StepAdvice
	}{
		"forbidden address": {sandbox.FaultForbidden, "/users/getToken", nil, "", issuing.StepKeys, issuing.WhyForbidden, issuing.DoAllowAddress},
		"token refused":     {sandbox.FaultUnauthorized, "/users/pg", nil, "", issuing.StepChannels, issuing.WhyKeysRefused, issuing.DoAllowAddress},
		"page for a token":  {sandbox.FaultBadGateway, "/users/getToken", nil, "", issuing.StepKeys, issuing.WhyUnclear, issuing.DoTryLater},
		"window channel":    {"", "", channel(11), "", issuing.StepChannel, issuing.WhyWindowOnly, issuing.DoChooseChannel},
		"foreign channel":   {"", "", []string{"-channel", "channel-key-x"}, "", issuing.StepChannel, issuing.WhyUnknown, issuing.DoChooseChannel},
		"name for welcome":  {"", "", channel(8), "", issuing.StepFields, issuing.WhyFieldMissing, issuing.DoAddFields},
		"live is locked":    {"", "", append(channel(1), "-issue"), cardLines, issuing.StepIssue, issuing.WhyLiveLocked, ""},
		"declined":          {"", "", []string{"-issue"}, "4000000000011207\n2030-12\n871123\n83\n", issuing.StepIssue, issuing.WhyDeclined, issuing.DoOtherCard},
		"charge declined":   {"", "", []string{"-issue"}, "4000000000050106\n2030-12\n871123\n83\n", issuing.StepCharge, issuing.WhyDeclined, issuing.DoOtherCard},
	} {
		t.Run(name, func(t *testing.T) {
			s, base := serveSandbox(t, sandbox.Options{})
			if c.fault != "" {
				s.Inject(sandbox.Fault{Kind: c.fault, Route: c.route, Times: -1})
			}
			f := newFaces(t)
			rep, _ := f.check(base, c.stdin, c.args...)
			st := stepOf(rep, c.step)
			if st.Reason != c.reason || st.Advice != c.advice {
				t.Errorf("%s: %+v", verdicts(rep), st)
			}
			if len(rep.Leftovers) != 0 {
				t.Errorf("left over: %+v", rep.Leftovers)
			}
		})
	}
}

func TestWrongKeysAreNamed(t *testing.T) {
	_, base := serveSandbox(t, sandbox.Options{})
	t.Setenv("BILLKEY_IMP_SECRET", "wrong-wrong-wrong")
	rep, code := newFaces(t).check(base, "")
	if st := stepOf(rep, issuing.StepKeys); st.Reason != issuing.WhyKeysRefused || st.Advice != issuing.DoCheckKeys || code != ExitNotReady {
		t.Errorf("%d %+v", code, st)
	}
	t.Setenv("BILLKEY_IMP_SECRET", "")
	rep, code = newFaces(t).check(base, "")
	if st := stepOf(rep, issuing.StepKeychain); st.Reason != issuing.WhyKeychain || code != ExitNotReady {
		t.Errorf("%d %+v", code, st)
	}
}

func TestNoServerIsUnreachable(t *testing.T) {
	serveSandbox(t, sandbox.Options{}) // for the keys
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	rep, code := newFaces(t).check("http://"+l.Addr().String(), "")
	if stepOf(rep, issuing.StepTCP).Reason != issuing.WhyTCP || code != ExitUnreachable || rep.Outcome != issuing.NotReachable {
		t.Errorf("%d %s", code, verdicts(rep))
	}
}

func TestUntrustedCertificateIsNamed(t *testing.T) {
	serveSandbox(t, sandbox.Options{})
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	s.Config.ErrorLog = nil
	rep, code := newFaces(t).check(s.URL, "")
	st := stepOf(rep, issuing.StepTLS)
	if st.Reason != issuing.WhyTLS || st.Advice != issuing.DoCheckTLS || code != ExitUnreachable || len(st.Facts) < 2 {
		t.Errorf("%d %s %+v", code, verdicts(rep), st)
	}
}

func TestWhatWasLeftOverIsTakenBackLater(t *testing.T) {
	s, base := serveSandbox(t, sandbox.Options{})
	f := newFaces(t)
	s.Inject(sandbox.Fault{Kind: sandbox.FaultServerError, Method: "POST", Route: "/payments/cancel", Times: 1})
	s.Inject(sandbox.Fault{Kind: sandbox.FaultServerError, Method: "DELETE", Route: keyRoute, Times: 1})
	rep, code := f.check(base, cardLines, "-issue")
	if len(rep.Leftovers) != 1 || !rep.Leftovers[0].Key || rep.Leftovers[0].MerchantUID == "" || code != ExitNotReady {
		t.Fatalf("%d %s %+v", code, verdicts(rep), rep.Leftovers)
	}
	if rep, _ = f.check(base, ""); len(rep.Leftovers) != 1 {
		t.Errorf("a later check does not tell: %+v", rep.Leftovers)
	}
	rep, code = f.check(base, "", "-cleanup")
	if code != ExitOK || len(rep.Leftovers) != 0 || verdicts(rep) != "cleanup=ok" {
		t.Errorf("%d %s %+v", code, verdicts(rep), rep)
	}
	if rows := f.entries(); len(rows) != 1 || rows[0].State != ledger.Deleted {
		t.Errorf("%+v", rows)
	}
	rep, code = f.check(base, "", "-cleanup")
	if code != ExitOK || verdicts(rep) != "cleanup=skipped:nothing_there" {
		t.Errorf("%d %s", code, verdicts(rep))
	}
	if n := s.Count("POST", "/payments/cancel"); n != 2 {
		t.Errorf("%d cancellations", n)
	}
}

// The operator presses Ctrl+C while the card is being issued: what was begun is taken back.
func TestInterruptedCheckTakesBack(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	wait := func(context.Context, time.Duration) error { cancel(); return nil }
	s, base := serveSandbox(t, sandbox.Options{Wait: wait})
	s.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Method: "POST", Route: keyRoute})
	f := newFaces(t)
	r := f.runIn(ctx, cardLines, "check", "-json", "-profile", "env", "-api", base, "-issue")
	rep := reportOf(t, r)
	if stepOf(rep, issuing.StepDelete).Verdict != issuing.OK || stepOf(rep, issuing.StepGone).Verdict != issuing.OK || len(rep.Leftovers) != 0 {
		t.Errorf("%s %+v", verdicts(rep), rep.Leftovers)
	}
}

func TestCardThatCannotBeSentStopsTheCheck(t *testing.T) {
	s, base := serveSandbox(t, sandbox.Options{})
	for name, stdin := range map[string]string{
		"nothing": "", "short number": "4485\n2030-12\n871123\n83\n", "no PIN": canaryNumber + "\n2030-12\n871123\n",
		"letters": "4485 2780 1395 641O\r\n12/30\r\n871123\r\n83\r\n",
	} {
		f := newFaces(t)
		r := f.run(stdin, "check", "-profile", "env", "-api", base, "-issue")
		if r.code != ExitUsage || r.errors == "" || r.out != "" {
			t.Errorf("%s: %+v", name, r)
		}
		f.clean(r.errors)
	}
	if n := s.Count("", "/"); n != 0 {
		t.Errorf("%d requests", n)
	}
}
