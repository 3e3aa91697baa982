package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestManyKeysAnswer200Or207Or404(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111"))
	d.issued("b/c", cardOf("4111111111111111"))
	for name, c := range map[string]struct {
		query  string
		status int
		uids   string
	}{
		"all":             {"customer_uid[]=a&customer_uid[]=b%2Fc", 200, "a b/c"},
		"some":            {"customer_uid[]=a&customer_uid[]=x", 207, "a"},
		"none":            {"customer_uid[]=x&customer_uid[]=y", 404, ""},
		"one twice":       {"customer_uid[]=a&customer_uid[]=a", 200, "a"},
		"escaped name":    {"customer_uid%5B%5D=a", 200, "a"},
		"numbered":        {"customer_uid%5B0%5D=a&customer_uid[1]=b%2Fc", 200, "a b/c"},
		"nothing asked":   {"", 400, ""},
		"without bracket": {"customer_uid=a", 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := d.do("GET", "/subscribe/customers?"+c.query, nil)
			equal(t, "status", a.Status, c.status)
			var uids []string
			if a.Code == 0 {
				for _, k := range decode[[]customer](t, a.Response) {
					uids = append(uids, k.UID)
				}
			}
			equal(t, "found", strings.Join(uids, " "), c.uids)
		})
	}
}

func TestCustomerUIDsOfEveryShapeFindTheirOwnKey(t *testing.T) {
	d := newDesk(t, Options{})
	uids := []string{
		"gildong_0001_1234", "a/b", "a//b", "/a", "a/", "a b", "a+b", "a%2Fb", "a?b", "a#b", "홍길동", "a\\b", "..a", "%", "a&b=c", "schedules",
	}
	for i, uid := range uids {
		d.clock.add(1e9)
		k := d.issued(uid, cardOf("4111111111111111"))
		equal(t, "uid in the answer", k.UID, uid)
		equal(t, "key is a new one: "+uid, k.Inserted, start.Unix()+int64(i)+1)
	}
	for i, uid := range uids {
		equal(t, "key of "+uid, d.look(uid).key(t).Inserted, start.Unix()+int64(i)+1)
	}
	equal(t, "nothing replaced", len(d.s.Past()), 0)
}

func TestDotSegmentsLeadElsewhereAsOnAWebServer(t *testing.T) {
	d := newDesk(t, Options{})
	for path, route := range map[string]string{
		"/subscribe/customers/../../users/getToken":       "/users/getToken",
		"/subscribe/customers/%2E%2E/%2e%2e/cards":        "/cards",
		"/subscribe/customers/./a":                        "/subscribe/customers/{customer_uid}",
		"/subscribe/customers/":                           "/subscribe/customers",
		"/subscribe/customers/..":                         "-",
		"/nothing":                                        "-",
		"/":                                               "-",
		"/subscribe/customers/a/b":                        "-",
		"/subscribe/customers/a%2Fb":                      "/subscribe/customers/{customer_uid}",
		"/subscribe/customers/%zz":                        "/subscribe/customers/{customer_uid}",
		"/../../../../subscribe/customers/a/../b/./c/../": "/subscribe/customers/{customer_uid}",
	} {
		rt, _, _ := find("GET", path)
		equal(t, path, rt.template, route)
	}
	req := d.request("POST", "/subscribe/customers/..", cardOf("4111111111111111"))
	res, err := d.http.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "status of an issue for ..", res.StatusCode, 404)
}

func TestUnknownPathsAndMethodsAnswerAPage(t *testing.T) {
	d := newDesk(t, Options{})
	for call, status := range map[string]int{
		"GET /nothing": 404, "PUT /subscribe/customers/a": 405, "POST /subscribe/customers": 405, "GET /users/getToken": 405, "POST /cards": 405,
	} {
		method, path, _ := strings.Cut(call, " ")
		res, err := d.http.RoundTrip(d.request(method, path, nil))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, call, res.StatusCode, status)
		equal(t, call, res.Header.Get("Content-Type"), "text/html; charset=UTF-8")
	}
}

func TestChannelsAreListed(t *testing.T) {
	d := newDesk(t, Options{})
	list := decode[[]Channel](t, d.do("GET", "/users/pg", nil).Response)
	kinds := map[string]int{}
	for _, ch := range list {
		kinds[ch.PG+" "+ch.Type+map[bool]string{true: " test", false: " live"}[ch.Sandbox]]++
		if len(ch.Key) > 55 || !strings.HasPrefix(ch.Key, "channel-key-") {
			t.Errorf("channel_key %q", ch.Key)
		}
	}
	for _, pg := range []string{"nice_v2", "kcp", "tosspayments", "ksnet", "welcome"} {
		equal(t, pg+" test", kinds[pg+" api_payment test"], 1)
		equal(t, pg+" live", kinds[pg+" api_payment live"], 1)
	}
	equal(t, "window channels", kinds["html5_inicis payment test"], 1)
}

func TestChannelIsChosenByKeyOrPGAndElseSilentlyTheDefault(t *testing.T) {
	d := newDesk(t, Options{})
	all := Channels()
	window := all[len(all)-1]
	for name, c := range map[string]struct {
		key, pg, mid string // mid empty: refused
		refuse       bool
	}{
		"nothing":                       {"", "", "iamport01m", false},
		"channel_key":                   {all[3].Key, "", "IP0AA", false},
		"channel_key before pg":         {all[3].Key, "nice_v2", "IP0AA", false},
		"pg":                            {"", "kcp", "A52LD", false},
		"pg and MID":                    {"", "kcp.IP0AA", "IP0AA", false},
		"unknown pg":                    {"", "kakaopay", "iamport01m", false},
		"unknown MID":                   {"", "kcp.XXXXX", "iamport01m", false},
		"MID of a window":               {"", "html5_inicis.INIpayTest", "iamport01m", false},
		"unknown channel_key":           {"channel-key-x", "", "", false},
		"channel_key of a window":       {window.Key, "", "", false},
		"unknown pg, switched":          {"", "kakaopay", "", true},
		"known pg, switched":            {"", "kcp", "A52LD", true},
		"neither key nor pg, switched ": {"", "", "iamport01m", true},
	} {
		t.Run(name, func(t *testing.T) {
			d.s.Switch(Switches{RefuseUnknownPG: c.refuse})
			a := d.issue("u", cardOf("4111111111111111").with("channel_key", c.key, "pg", c.pg))
			if c.mid == "" {
				d.refused(a, 200, 1, noChannel)
				return
			}
			equal(t, "MID", a.key(t).MID, c.mid)
		})
	}
}

func TestAccountWithoutAPIChannel(t *testing.T) {
	d := newDesk(t, Options{Channels: []Channel{{PG: "html5_inicis", MID: "INIpayTest", Sandbox: true, Type: TypeWindow}}})
	d.refused(d.issue("u", cardOf("4111111111111111")), 200, 1, noChannel)
	equal(t, "channels", len(decode[[]Channel](t, d.do("GET", "/users/pg", nil).Response)), 1)
}

func TestCardCompaniesAndTiers(t *testing.T) {
	d := newDesk(t, Options{})
	list := decode[[]company](t, d.do("GET", "/cards", nil).Response)
	equal(t, "companies", len(list), len(companies))
	for _, co := range list {
		equal(t, co.Code, decode[company](t, d.do("GET", "/cards/"+co.Code, nil).Response), co)
	}
	d.refused(d.do("GET", "/cards/999", nil), 404, 1, "카드사")
	tier := decode[map[string]string](t, d.do("GET", "/tiers/ABC", nil).Response)
	equal(t, "tier_code", tier["tier_code"], "ABC")
	d.refused(d.do("GET", "/tiers/ZZZ", nil), 404, 1, "티어")
	for _, i := range issuers {
		if _, found := companyByCode(i.code); !found {
			t.Errorf("no company %s", i.code)
		}
	}
}

func TestAnswersAreASCIILikePHPs(t *testing.T) {
	d := newDesk(t, Options{})
	raw := string(d.look("홍/😀<&>").raw)
	for _, want := range []string{`\uc694\uccad`, `customer_uid(\ud64d\/\ud83d\ude00<&>)`, `"response":null}`} {
		if !strings.Contains(raw, want) {
			t.Errorf("%s not in %s", want, raw)
		}
	}
	req := d.request("GET", "/cards", nil)
	res, err := d.http.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "Content-Type", res.Header.Get("Content-Type"), "application/json; charset=UTF-8")
}

func FuzzASCII(f *testing.F) {
	for _, s := range []string{"", "a/b", "홍길동", "😀", "\x00\x1f\u2028", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		if err := json.Unmarshal(encode(s), &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") && back != string([]rune(s)) {
			t.Errorf("%q became %q: %v", s, back, err)
		}
	})
}

func FuzzPath(f *testing.F) {
	f.Add("a/b")
	f.Add("..")
	f.Add("%2e%2E/x")
	f.Fuzz(func(t *testing.T, uid string) {
		if uid == "" || uid == "." || uid == ".." {
			return
		}
		rt, vars, fits := find(http.MethodPost, "/subscribe/customers/"+url.PathEscape(uid))
		if !fits || rt.template != "/subscribe/customers/{customer_uid}" || vars[0] != uid {
			t.Errorf("%q went to %s %q", uid, rt.template, vars)
		}
	})
}
