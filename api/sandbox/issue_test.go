package sandbox

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestEveryGoodCardIsIssuedAndMasked(t *testing.T) {
	d := newDesk(t, Options{})
	for _, m := range MagicCards() {
		if !strings.HasPrefix(m.Code, "ok_") && !strings.HasPrefix(m.Code, "charge_") {
			continue
		}
		t.Run(m.Code, func(t *testing.T) {
			k := d.issued(m.Code, cardOf(m.Number))
			want := m.Number[:8] + strings.Repeat("*", len(m.Number)-12) + m.Number[len(m.Number)-4:]
			equal(t, "card_number", *k.CardNumber, want)
			equal(t, "customer_uid", k.UID, m.Code)
			equal(t, "inserted", k.Inserted, start.Unix())
			equal(t, "updated", k.Updated, start.Unix())
			if k.CardName == "" || k.CardCode == nil || k.CardType == nil || *k.IssuerName != k.CardName {
				t.Errorf("card company of %+v", k)
			}
		})
	}
}

func TestOrdinaryCards(t *testing.T) {
	d := newDesk(t, Options{})
	const badNumber = "[F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)"
	for name, c := range map[string]struct {
		body    fields
		message string // empty: issued
	}{
		"Luhn-valid":                 {cardOf("4012888888881881"), ""},
		"grouped by hyphens":         {cardOf("4012-8888-8888-1881"), ""},
		"oddly separated":            {cardOf("40 1288.88888 8-1881"), ""},
		"number as a JSON number":    {cardOf("x").with("card_number", 4012888888881881), ""},
		"UnionPay without Luhn":      {cardOf("6250941006528590"), ""},
		"domestic without Luhn":      {cardOf("9490220006611400"), ""},
		"Luhn-invalid":               {cardOf("4012888888881882"), badNumber},
		"too short":                  {cardOf("401288888881"), badNumber},
		"too long":                   {cardOf("40128888888818810000"), badNumber},
		"no digits":                  {cardOf("card"), badNumber},
		"expired last month":         {cardOf("4012888888881881").with("expiry", "2026-05"), nicepay("유효기간오류")},
		"valid to the month's end":   {cardOf("4012888888881881").with("expiry", "2026-06"), ""},
		"expiry as printed":          {cardOf("4012888888881881").with("expiry", "12/30"), nicepay("유효기간오류")},
		"month 13":                   {cardOf("4012888888881881").with("expiry", "2030-13"), nicepay("유효기간오류")},
		"business number and no PIN": {cardOf("4012888888881881").with("birth", "1208147521", "pwd_2digit", nil), ""},
		"birth of 8":                 {cardOf("4012888888881881").with("birth", "19900101"), niceHolderLength},
		"no birth":                   {cardOf("4012888888881881").with("birth", nil), niceHolderLength},
		"birth and no PIN":           {cardOf("4012888888881881").with("pwd_2digit", nil), nicePinFormat},
		"PIN of 4":                   {cardOf("4012888888881881").with("pwd_2digit", "1234"), nicePinFormat},
		"PIN not digits":             {cardOf("4012888888881881").with("pwd_2digit", "1x"), nicePinFormat},
	} {
		t.Run(name, func(t *testing.T) {
			a := d.issue("uid "+name, c.body)
			if c.message == "" {
				equal(t, "message", a.text(), "")
				equal(t, "code", a.Code, 0)
				return
			}
			d.refused(a, 200, -1, issueFailed+c.message)
			d.refused(d.look("uid "+name), 404, 1, "로 등록된 정보를 찾을 수 없습니다.")
		})
	}
}

func TestEveryDeclineCardIsDeclinedInItsWordsAndLeavesNoKey(t *testing.T) {
	d := newDesk(t, Options{})
	for _, m := range MagicCards() {
		if !strings.HasPrefix(m.Code, "decline_") {
			continue
		}
		t.Run(m.Code, func(t *testing.T) {
			a := d.issue(m.Code, cardOf(m.Number))
			d.refused(a, 200, -1, m.Message)
			equal(t, "whole message", a.text(), m.Message)
			equal(t, "status of the lookup", d.look(m.Code).Status, 404)
		})
	}
}

func TestMissingMembersAreNamed(t *testing.T) {
	d := newDesk(t, Options{})
	good := cardOf("4111111111111111")
	ksnet, welcome := good.with("pg", "ksnet"), good.with("pg", "welcome")
	for name, c := range map[string]struct {
		body fields
		want string
	}{
		"card_number":           {good.with("card_number", nil), `["card_number"] 파라메터는 필수입니다.`},
		"card_number null":      {good.with("card_number", []string(nil)), `["card_number"] 파라메터는 필수입니다.`},
		"card_number camel":     {good.with("card_number", nil, "cardNumber", "4111111111111111"), `["card_number"] 파라메터는 필수입니다.`},
		"expiry":                {good.with("expiry", ""), `["expiry"] 파라메터는 필수입니다.`},
		"ksnet birth":           {ksnet.with("birth", nil), `["birth"] 파라메터는 필수입니다.`},
		"ksnet PIN":             {ksnet.with("pwd_2digit", nil), `["pwd_2digit"] 파라메터는 필수입니다.`},
		"welcome customer_name": {welcome, `["customer_name"] 파라메터는 필수입니다.`},
		"name too long":         {good.with("customer_name", strings.Repeat("가", 21)), `["customer_name"]`},
		"channel group":         {good.with("channel_group_id", "g"), noChannel},
	} {
		t.Run(name, func(t *testing.T) { d.refused(d.issue("u", c.body), 200, 1, c.want) })
	}
	d.refused(d.issue(strings.Repeat("가", 81), good), 200, 1, `["customer_uid"]`)
	equal(t, "code for 80", d.issue(strings.Repeat("가", 80), good).Code, 0)
	equal(t, "code for a named welcome", d.issue("w", welcome.with("customer_name", strings.Repeat("가", 20))).Code, 0)
	equal(t, "code for a whole ksnet", d.issue("k", ksnet).Code, 0)
}

func TestEachPGHasItsOwnWordsAndHabits(t *testing.T) {
	d := newDesk(t, Options{})
	for pg, c := range map[string]struct {
		number, expired, badBirth string
		issuer, typed             bool
	}{
		"nice_v2":      {"[F112]", "유효기간오류", "birthOrBusinessRegistrationNumber", true, true},
		"kcp":          {"[CC14]카드번호 오류", "[CC54]", "", false, true},
		"tosspayments": {"[INVALID_CARD_NUMBER]", "[INVALID_CARD_EXPIRATION]", "[INVALID_BIRTH_DAY_FORMAT]", true, true},
		"ksnet":        {"카드번호 오류", "유효기간 경과카드", "주민/사업자번호 오류", true, true},
		"welcome":      {"카드번호 오류", "유효기간 경과카드", "", true, true},
		"html5_inicis": {"[550601]", "[120004]유효기간 만료", "", false, false},
	} {
		t.Run(pg, func(t *testing.T) {
			good := cardOf("4111111111111111").with("pg", pg, "customer_name", "홍길동")
			k := d.issued(pg, good)
			equal(t, "pg_provider", k.PG, pg)
			equal(t, "sandbox", k.Sandbox, true)
			equal(t, "tells the issuer", k.IssuerCode != nil, c.issuer)
			equal(t, "tells credit or debit", k.CardType != nil, c.typed)
			equal(t, "customer_name", *k.Name, "홍길동")
			d.refused(d.issue("x", good.with("card_number", "4111111111111112")), 200, -1, issueFailed+c.number)
			d.refused(d.issue("x", good.with("expiry", "2020-01")), 200, -1, c.expired)
			if c.badBirth != "" {
				d.refused(d.issue("x", good.with("birth", "19900101")), 200, -1, c.badBirth)
			}
		})
	}
}

func TestTossGivesAFreshBuyerIDUnlessThereIsOne(t *testing.T) {
	d := newDesk(t, Options{})
	body := cardOf("4111111111111111").with("pg", "tosspayments")
	one, two := d.issued("a", body), d.issued("a", body)
	if *one.CustomerID == *two.CustomerID || !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(*one.CustomerID) {
		t.Errorf("customer_id %s, then %s", *one.CustomerID, *two.CustomerID)
	}
	equal(t, "own customer_id", *d.issued("a", body.with("customer_id", "buyer-1")).CustomerID, "buyer-1")
}

func TestReplacingKeepsInsertedAndMovesUpdated(t *testing.T) {
	d := newDesk(t, Options{})
	first := d.issued("a", cardOf("4111111111111111"))
	same := d.issued("a", cardOf("5555555555554444")) // within the same second
	d.clock.add(378 * time.Second)
	later := d.issued("a", cardOf("378282246310005"))
	equal(t, "inserted after one replacement", same.Inserted, first.Inserted)
	equal(t, "inserted after two", later.Inserted, first.Inserted)
	equal(t, "updated within the second", same.Updated, first.Updated+1)
	equal(t, "updated later", later.Updated, start.Unix()+378)
	equal(t, "key in force", *d.look("a").key(t).CardNumber, "37828224***0005")
	past := d.s.Past()
	equal(t, "past keys", len(past), 2)
	equal(t, "first past key", past[0], PastKey{"a", "41111111****1111", first.Updated, start.Unix(), "replaced"})
}

func TestDeletedKeyIsGoneAndIssuedAfreshWithAnotherStamp(t *testing.T) {
	d := newDesk(t, Options{})
	old := d.issued("a", cardOf("4111111111111111"))
	a := d.do("DELETE", "/subscribe/customers/a?reason=test", nil)
	equal(t, "answer of the deletion", a.key(t).Updated, old.Updated)
	d.refused(d.do("DELETE", "/subscribe/customers/a", nil), 404, 1, "요청하신 customer_uid(a)로 등록된 정보를 찾을 수 없습니다.")
	fresh := d.issued("a", cardOf("4111111111111111"))
	if fresh.Updated <= old.Updated || fresh.Inserted != fresh.Updated {
		t.Errorf("stamps %d/%d after %d/%d", fresh.Inserted, fresh.Updated, old.Inserted, old.Updated)
	}
	equal(t, "how it ended", d.s.Past()[0].How, "deleted")
}

func TestDeclinedReissueKeepsTheOldKeyUnlessSwitched(t *testing.T) {
	for _, lose := range []bool{false, true} {
		d := newDesk(t, Options{Switches: Switches{LoseKeyOnDecline: lose}})
		d.issued("a", cardOf("4111111111111111"))
		d.refused(d.issue("a", cardOf("4000000000011207")), 200, -1, "비밀번호틀림")
		want := 200
		if lose {
			want = 404
		}
		equal(t, "status of the lookup", d.look("a").Status, want)
	}
}

func TestUnknownsAreSwitchable(t *testing.T) {
	d := newDesk(t, Options{Switches: Switches{
		NotFoundAs200: true, RequireChannelKey: true, HideCardNumber: true, NarrowMask: true, FoldUIDCase: true, RefuseEncodedSlash: true,
	}})
	body := cardOf("4111111111111111")
	d.refused(d.look("a"), 200, 1, "customer_uid(a)로 등록된 정보를")
	d.refused(d.issue("a", body), 200, 1, noChannel)
	body = body.with("channel_key", Channels()[0].Key)
	if k := d.issued("Gildong", body); k.CardNumber != nil {
		t.Errorf("card_number %s", *k.CardNumber)
	}
	equal(t, "uid in another case", d.look("gILDONG").key(t).UID, "Gildong")
	res, err := d.http.RoundTrip(d.request("GET", "/subscribe/customers/a%2Fb", nil))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "status for an escaped slash", res.StatusCode, 404)
	d.s.Switch(Switches{NarrowMask: true})
	equal(t, "6+4 mask", *d.issued("n", body).CardNumber, "411111******1111")
}
