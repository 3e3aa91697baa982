package credentials

import (
	"slices"
	"strings"
	"testing"
)

// codes lists problems as field:code.
func codes(p Profile) []string {
	var all []string
	for _, e := range p.Problems() {
		all = append(all, string(e.Field)+":"+string(e.Code))
	}
	return all
}

func TestBaseURLRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  Environment
		url  string
		want Code
	}{
		{Live, "", ""},
		{Live, "https://api.iamport.kr", ""},
		{Live, "https://api.iamport.kr/", ""},
		{Live, "https://gateway.example:8443/iamport", ""},
		{Live, "http://api.iamport.kr", CodeNotHTTPS},
		{Live, "http://127.0.0.1:8190", CodeNotHTTPS},
		{Test, "http://127.0.0.1:8190", ""},
		{Test, "http://[::1]:8190", ""},
		{Test, "http://localhost:8190", ""},
		{Test, "http://LOCALHOST", ""},
		{Test, "http://127.0.0.1.evil.example", CodeNotHTTPS},
		{Test, "http://localhost.evil.example", CodeNotHTTPS},
		{Test, "http://192.168.0.10", CodeNotHTTPS},
		{Test, "http://0.0.0.0", CodeNotHTTPS},
		{Test, "ftp://localhost", CodeNotHTTPS},
		{Test, "api.iamport.kr", CodeMalformed},
		{Test, "https://", CodeMalformed},
		{Test, "https:api.iamport.kr", CodeMalformed},
		{Test, "https://api.iamport.kr?x=1", CodeMalformed},
		{Test, "https://api.iamport.kr?", CodeMalformed},
		{Test, "https://api.iamport.kr#", CodeMalformed},
		{Test, "https://api.iam port.kr", CodeMalformed},
		{Test, "https://api.iamport.kr\x7f", CodeMalformed},
		{Test, "https://api.iamport.kr:port", CodeMalformed},
		{Test, "https://key:secret@api.iamport.kr", CodeUserinfo},
		{Test, "https://api.iamport.kr@localhost", CodeUserinfo},
		{Test, "https://" + strings.Repeat("a", maxBaseURL), CodeTooLong},
		{Practice, "", ""},
		{Practice, "http://127.0.0.1:8190", ""},
		{Practice, "https://localhost", ""},
		{Practice, "https://api.iamport.kr", CodeRemote},
		{Practice, "http://10.0.0.1", CodeRemote},
	} {
		p := Profile{Name: "n", Environment: c.env, BaseURL: c.url}
		want := []string(nil)
		if c.want != "" {
			want = []string{"base_url:" + string(c.want)}
		}
		if got := codes(p); !slices.Equal(got, want) {
			t.Errorf("%s %q: got %v, want %v", c.env, c.url, got, want)
		}
	}
}

func TestFieldRules(t *testing.T) {
	t.Parallel()
	base := Profile{Name: "n", Environment: Test, PG: "nice_v2", MID: "iamport01m"}
	for want, change := range map[string]func(*Profile){
		"":                        func(*Profile) {},
		"name:empty":              func(p *Profile) { p.Name = "  " },
		"name:too_long":           func(p *Profile) { p.Name = strings.Repeat("가", maxName+1) },
		"name:characters":         func(p *Profile) { p.Name = "a\x1b[0m" },
		"name:reserved":           func(p *Profile) { p.Name = "ENV" },
		"environment:empty":       func(p *Profile) { p.Environment = "" },
		"environment:unknown":     func(p *Profile) { p.Environment = "Live" },
		"channel_key:too_long":    func(p *Profile) { p.ChannelKey = strings.Repeat("k", maxChannelKey+1) },
		"channel_key:characters":  func(p *Profile) { p.ChannelKey = "channel key" },
		"channel_name:too_long":   func(p *Profile) { p.ChannelName = strings.Repeat("k", maxChannelName+1) },
		"channel_name:characters": func(p *Profile) { p.ChannelName = "a\u202eb" },
		"pg:characters":           func(p *Profile) { p.PG = "nice_v2.iamport01m" },
		"pg:too_long":             func(p *Profile) { p.PG, p.MID = strings.Repeat("p", maxPG+1), "" },
		"mid:needs_pg":            func(p *Profile) { p.PG = "" },
		"mid:too_long":            func(p *Profile) { p.MID = strings.Repeat("m", maxPG-len("nice_v2")) },
		"mid:characters":          func(p *Profile) { p.MID = "엠아이디" },
		"tier:malformed":          func(p *Profile) { p.Tier = "a1z" },
		"needs:unknown":           func(p *Profile) { p.Needs = []string{NeedPIN, "card_number"} },
		"consent:too_long":        func(p *Profile) { p.Consent = strings.Repeat("동", maxConsent+1) },
		"consent:characters":      func(p *Profile) { p.Consent = "a\xffb" },
	} {
		p := base
		change(&p)
		if got := strings.Join(codes(p), " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLimitsThemselvesAreAllowed(t *testing.T) {
	t.Parallel()
	p := Profile{
		Name: strings.Repeat("가", maxName), Environment: Live, ChannelKey: strings.Repeat("k", maxChannelKey),
		PG: "nice_v2", MID: strings.Repeat("m", maxPG-len("nice_v2.")), Tier: "0AZ", Consent: strings.Repeat("동", maxConsent),
	}
	if got := codes(p); got != nil {
		t.Errorf("got %v", got)
	}
	if n := len(p.PGParameter()); n != maxPG {
		t.Errorf("pg of %d characters", n)
	}
}

func TestTierIsThreeUpperCaseLettersOrDigits(t *testing.T) {
	t.Parallel()
	for tier, ok := range map[string]bool{
		"": true, "ABC": true, "123": true, "A1B": true, " ABC ": true,
		"AB": false, "ABCD": false, "abc": false, "A-C": false, "가나다": false, "가": false,
	} {
		if got := codes(Profile{Name: "n", Environment: Test, Tier: tier}) == nil; got != ok {
			t.Errorf("%q: %v", tier, got)
		}
	}
}

func TestAllProblemsAreListedInFieldOrder(t *testing.T) {
	t.Parallel()
	got := codes(Profile{Environment: "x", BaseURL: "http://a", Tier: "x"})
	want := []string{"name:empty", "environment:unknown", "base_url:not_https", "tier:malformed"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestPGParameterJoinsCodeAndMID(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Profile{
		"": {MID: "m"}, "kcp": {PG: "kcp"}, "kcp.A52LD": {PG: "kcp", MID: "A52LD"},
	} {
		if got := p.PGParameter(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNeedsFollowThePG(t *testing.T) {
	t.Parallel()
	four := []string{NeedBirth, NeedPIN}
	for pg, want := range map[string][]string{
		"": four, "nice": four, "nice_v2": four, "nice_v2.iamport01m": four, "kcp": four, "html5_inicis": four,
		"inicis": four, "daou": four, "ksnet": four, "settle": four, "some_new_pg": four,
		"tosspayments": {NeedBirth, NeedPIN, NeedCustomerID},
		"welcome":      {NeedBirth, NeedPIN, NeedCustomerName},
		"paymentwall":  {NeedCVC},
	} {
		if got := NeedsFor(pg); !slices.Equal(got, want) {
			t.Errorf("%s: %v", pg, got)
		}
	}
}

func TestRequirementsSayWhatIsFirmAndWhatIsNot(t *testing.T) {
	t.Parallel()
	for pg, want := range map[string][]Requirement{
		"ksnet":        {{NeedBirth, Required}, {NeedPIN, Required}},
		"kcp":          {{NeedBirth, ByContract}, {NeedPIN, ByContract}},
		"settle":       {{NeedBirth, Required}, {NeedPIN, ByContract}},
		"tosspayments": {{NeedBirth, Required}, {NeedPIN, Required}, {NeedCustomerID, Advised}},
		"welcome":      {{NeedBirth, ByContract}, {NeedPIN, ByContract}, {NeedCustomerName, Required}},
	} {
		got := RequirementsFor(pg)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", pg, got)
		}
		got[0].Field = "spoilt"
		if RequirementsFor(pg)[0].Field != NeedBirth {
			t.Fatal("callers can change the matrix")
		}
	}
}

func TestNeedsOfEveryPGCanBeStored(t *testing.T) {
	t.Parallel()
	for pg := range requirements {
		p := Profile{Name: "n", Environment: Test, PG: pg, Needs: NeedsFor(pg)}
		if got := codes(p); got != nil || !slices.Equal(p.tidy().Needs, p.Needs) {
			t.Errorf("%s: %v, kept as %v", pg, got, p.tidy().Needs)
		}
	}
	mixed := Profile{Needs: []string{NeedCVC, NeedPIN, NeedBirth, NeedPIN}}.tidy().Needs
	if !slices.Equal(mixed, []string{NeedBirth, NeedPIN, NeedCVC}) {
		t.Errorf("kept as %v", mixed)
	}
}
