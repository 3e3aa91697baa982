package card

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"billkey/api/secret"
)

func TestBodyMembersAreThoseOfTheAPI(t *testing.T) {
	full := Fake("4111222233334444")
	full.CVC = secret.FromString("012")
	full.Name, full.Tel, full.Email, full.CustomerID = `홍"길동`, "010-1234-5678", "a<b>@example.com", "gildong"
	bare := &Card{Number: NewNumber([]byte("378282246310005")), Expiry: Expiry{2027, 1}}
	digitsOnly := &Card{Number: NewNumber([]byte("30569309025904")), Expiry: Expiry{2027, 1}, DigitsOnly: true}
	for _, c := range []struct {
		name string
		card *Card
		want string
	}{
		{"all members", full, `"card_number":"4111-2222-3333-4444","expiry":"2030-12","birth":"900101","pwd_2digit":"12","cvc":"012",` +
			`"customer_name":"홍\"길동","customer_tel":"010-1234-5678","customer_email":"a\u003cb\u003e@example.com","customer_id":"gildong"`},
		{"amex, nothing optional", bare, `"card_number":"3782-822463-10005","expiry":"2027-01"`},
		{"digits only", digitsOnly, `"card_number":"30569309025904","expiry":"2027-01"`},
		{"empty", &Card{}, `"card_number":"","expiry":"0000-00"`},
	} {
		if got := string(c.card.AppendJSON([]byte("{"))); got != "{"+c.want {
			t.Errorf("%s:\n got %s\nwant {%s", c.name, got, c.want)
		}
	}
}

func TestNumberIsSentAsPrinted(t *testing.T) {
	for digits, want := range map[string]string{
		"30569309025904": "3056-930902-5904", "3056930009020004": "3056-9300-0902-0004", "676770000005": "6767-7000-0005",
		"4111111111111111110": "4111-1111-1111-1111-110", "6205500000000000004": "6205-5000-0000-0000-004", "9490220006611406": "9490-2200-0661-1406",
	} {
		if got := string(Fake(digits).AppendJSON(nil)); !strings.HasPrefix(got, `"card_number":"`+want+`",`) {
			t.Errorf("%s is sent as %s", digits, got)
		}
	}
}

// checkBody appends c to a buffer of exactly the promised capacity and reads the result back.
func checkBody(t interface {
	Helper()
	Fatalf(string, ...any)
}, c *Card) map[string]string {
	t.Helper()
	dst := append(make([]byte, 0, 1+c.JSONLen()+1), '{')
	out := append(c.AppendJSON(dst), '}')
	if &out[0] != &dst[0] {
		t.Fatalf("the buffer grew: %d bytes, promised %d", len(out), c.JSONLen())
	}
	var m map[string]string
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return m
}

// asJSON is what a JSON reader sees of s: every byte that is no UTF-8 becomes U+FFFD.
func asJSON(s string) string { return string([]rune(s)) }

func checkTexts(t interface {
	Helper()
	Fatalf(string, ...any)
}, name, tel, email, id string) {
	t.Helper()
	c := Fake("4111222233334444")
	c.Name, c.Tel, c.Email, c.CustomerID = name, tel, email, id
	m := checkBody(t, c)
	for field, want := range map[Field]string{FieldName: name, FieldTel: tel, FieldEmail: email, FieldCustomerID: id} {
		if got, ok := m[string(field)]; got != asJSON(want) || ok != (want != "") {
			t.Fatalf("%s = %q, want %q", field, got, want)
		}
	}
	if m["card_number"] != "4111-2222-3333-4444" || m["expiry"] != "2030-12" || m["birth"] != "900101" || m["pwd_2digit"] != "12" {
		t.Fatalf("a text changed the card fields: %v", m)
	}
}

func TestHostileTextsStayInTheirMember(t *testing.T) {
	for _, s := range []string{
		`","card_number":"0`, `\`, `\"`, "\x00\x1f\x7f", "\u2028\u2029", "<script>&", "\xff\xfe", "\xed\xa0\x80", "\xf0\x28\x8c\x28", strings.Repeat("\xff", 300),
		strings.Repeat("\x01", 300), strings.Repeat("\u2028", 300), "한글 이름", "👩‍👩‍👧", "e\u0301", "\ufeff", "\ufffd",
	} {
		checkTexts(t, s, s, s, s)
	}
}

func TestTheBodyNeverOutgrowsItsPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := func(name string, hi int) []byte {
			return []byte(rapid.StringMatching(fmt.Sprintf(`[0-9]{0,%d}`, hi)).Draw(t, name))
		}
		text := func(name string) string {
			return string(rapid.SliceOfN(rapid.SampledFrom([]byte("a\"\\<\x00\xff\xe2\x80\xa8\n")), 0, 40).Draw(t, name))
		}
		c := &Card{
			Number: NewNumber(digits("number", 300)), Expiry: Expiry{2000 + rapid.IntRange(0, 99).Draw(t, "yy"), rapid.IntRange(1, 12).Draw(t, "mm")},
			Holder: NewHolder(digits("holder", 300)), PIN: NewPIN(digits("pin", 300)), CVC: secret.New(digits("cvc", 300)),
			Name: text("name"), Tel: text("tel"), Email: text("email"), CustomerID: text("id"), DigitsOnly: rapid.Bool().Draw(t, "digits only"),
		}
		m := checkBody(t, c)
		if got := strings.ReplaceAll(m["card_number"], "-", ""); got != string(c.Number.v.Reveal()) {
			t.Fatalf("card_number %s", m["card_number"])
		}
	})
}

func TestWipeZeroesTheBytesThemselves(t *testing.T) {
	c := Fake("4111222233334444")
	c.CVC = secret.FromString("012")
	c.Name = "홍길동"
	copied := *c
	held := [][]byte{c.Number.v.Reveal(), c.Holder.v.Reveal(), c.PIN.v.Reveal(), c.CVC.Reveal()}
	c.Wipe()
	for i, b := range held {
		if len(bytes.Trim(b, "\x00")) != 0 {
			t.Errorf("field %d still holds its digits", i)
		}
	}
	if *c != (Card{}) || copied.Masked() != "" {
		t.Error("the card is not empty after Wipe")
	}
	c.Wipe() // twice does no harm
}

func TestFakeIsAValidCard(t *testing.T) {
	checkBody(t, Fake(strings.Repeat("4", 300))) // far beyond any card, and still no copy left behind
	m := checkBody(t, Fake("9490220006611406"))
	e, ok := ParseExpiry(m["expiry"])
	if !ok {
		t.Fatal("expiry does not parse")
	}
	for _, problems := range [][]Problem{CheckNumber([]byte("9490220006611406")), CheckExpiry(e, june2026), CheckHolder([]byte(m["birth"])), CheckPIN([]byte(m["pwd_2digit"]))} {
		wantProblem(t, problems, "", "", 0)
	}
}
