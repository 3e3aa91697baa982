package sandbox

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestHolderNumberAndPINByPG(t *testing.T) {
	const accepted = ""
	bad := map[string]struct{ birth, pin string }{ // what each PG says to a wrong one
		"nice_v2":      {niceHolderLength, nicePinFormat},
		"tosspayments": {tossHolder, tossPIN},
		"ksnet":        {"주민/사업자번호 오류", "비밀번호 오류"},
		"kcp":          {accepted, accepted},
		"welcome":      {accepted, accepted},
		"html5_inicis": {accepted, accepted},
	}
	d := newDesk(t, Options{})
	for pg, says := range bad {
		for _, c := range []struct{ birth, pin, want string }{
			{"900101", "12", accepted},
			{"900101", "07", accepted},
			{"1208147521", "12", accepted},
			{"9001011", "12", says.birth},
			{"19900101", "12", says.birth},
			{"9001011234567", "12", says.birth},
			{"90010a", "12", says.birth},
			{"900101", "1", says.pin},
			{"900101", "123", says.pin},
			{"900101", "1a", says.pin},
		} {
			body := cardOf("4111111111111111").with("pg", pg, "customer_name", "홍길동", "birth", c.birth, "pwd_2digit", c.pin)
			a := d.issue("a", body)
			want := c.want
			if want != accepted {
				want = issueFailed + want
			}
			equal(t, fmt.Sprintf("%s %s/%s", pg, c.birth, c.pin), a.text(), want)
		}
	}
}

func TestOnlyNiceLetsTheCorporatePINOut(t *testing.T) {
	d := newDesk(t, Options{})
	body := cardOf("4111111111111111").with("birth", "1208147521", "pwd_2digit", nil)
	for pg, want := range map[string]string{
		"nice_v2": "", "kcp": "", "tosspayments": issueFailed + tossPIN, "ksnet": `["pwd_2digit"] 파라메터는 필수입니다.`,
	} {
		equal(t, pg, d.issue("a", body.with("pg", pg)).text(), want)
	}
}

func TestLongValuesAreRefusedAtTheSchemasLimits(t *testing.T) {
	d := newDesk(t, Options{})
	good := cardOf("4111111111111111")
	text := func(n int) string {
		s := make([]rune, n)
		for i := range s {
			s[i] = '가'
		}
		return string(s)
	}
	for name, limit := range map[string]int{
		"pg": 80, "customer_name": 20, "customer_tel": 20, "customer_email": 200, "customer_addr": 200, "customer_postcode": 8,
	} {
		equal(t, name+" at the limit", d.issue("a", good.with(name, text(limit))).Code, 0)
		d.refused(d.issue("a", good.with(name, text(limit+1))), 200, 1, fmt.Sprintf(`["%s"] 파라메터는 %d자`, name, limit))
	}
	d.refused(d.issue("a", good.with("channel_key", text(56))), 200, 1, `["channel_key"]`)
	d.refused(d.issue("a", good.with("channel_key", text(55))), 200, 1, noChannel)
}

func TestSeveralLateCommitsTakeEffectInTheOrderOfTheirTimes(t *testing.T) {
	d := newDesk(t, Options{})
	for i, delay := range []time.Duration{9 * time.Second, 3 * time.Second, 6 * time.Second} {
		d.s.Inject(Fault{Kind: FaultCommitLate, Delay: delay})
		number := []string{"4111111111111111", "5555555555554444", "378282246310005"}[i]
		if _, _, err := outcome(d.http, d.request("POST", "/subscribe/customers/a", cardOf(number))); err == nil {
			t.Fatal("answered")
		}
	}
	for _, want := range []string{"", "55555555****4444", "37828224***0005", "41111111****1111"} {
		got := ""
		if a := d.look("a"); a.Code == 0 {
			got = *a.key(t).CardNumber
		}
		equal(t, "card at "+d.clock.Now().Format("05"), got, want)
		d.clock.add(3 * time.Second)
	}
	equal(t, "updated", d.look("a").key(t).Updated, start.Unix()+9)
	equal(t, "inserted", d.look("a").key(t).Inserted, start.Unix()+3)
}

func TestLateCommitsThatFellDueTogether(t *testing.T) {
	d := newDesk(t, Options{})
	for _, number := range []string{"4111111111111111", "5555555555554444"} {
		d.s.Inject(Fault{Kind: FaultCommitLate})
		_, _, _ = outcome(d.http, d.request("POST", "/subscribe/customers/a", cardOf(number)))
	}
	d.clock.add(time.Hour)
	d.login()
	k := d.look("a").key(t)
	equal(t, "last one sent is in force", *k.CardNumber, "55555555****4444")
	equal(t, "stamp", k.Updated, start.Unix()+8+1)
	equal(t, "seen by Past as well", len(d.s.Past()), 1)
}

func TestUnknownFaultsAreNamed(t *testing.T) {
	err := Fault{Kind: "nonsense"}.valid()
	if !errors.Is(err, ErrFault) {
		t.Errorf("error %v", err)
	}
	for _, kind := range FaultKinds() {
		if err := (Fault{Kind: kind}).valid(); err != nil {
			t.Error(err)
		}
	}
}
