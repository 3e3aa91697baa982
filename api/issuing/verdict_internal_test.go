package issuing

import (
	"testing"
	"time"

	"billkey/api/ledger"
)

const (
	maskA = "411111******1111"
	maskB = "555555******4444"
)

// start is when the orders of these tests began, by the server's clock.
var start = time.Unix(1_800_000_000, 700_000_000)

func keyAt(after time.Duration, mask string) *Key {
	return &Key{Masked: mask, Inserted: unix(start.Unix() - 9000), Updated: unix(start.Add(after).Unix())}
}

func entryWith(prior *Key) ledger.Entry {
	var e ledger.Entry
	e.Masked, e.StartedAt, e.Replace, e.Prior = maskA, start, prior != nil, prior.stamp()
	return e
}

func TestVerdictDecidesByStampsMaskAndQuiet(t *testing.T) {
	oldB, oldA, none := keyAt(-time.Hour, maskB), keyAt(-time.Hour, maskA), (*Key)(nil)
	hidden := keyAt(-time.Hour, "")
	youngB, youngA := keyAt(0, maskB), keyAt(0, maskA)
	timeless := &Key{Masked: maskA}
	cases := []struct {
		name       string
		prior, now *Key
		early      ledger.State // before the quiet period is over
		late       ledger.State // after it
	}{
		{"nothing, nothing", none, none, ledger.Unknown, ledger.NotIssued},
		{"nothing, our card", none, keyAt(time.Second, maskA), ledger.Issued, ledger.Issued},
		{"nothing, our card in the same second", none, keyAt(0, maskA), ledger.Issued, ledger.Issued},
		{"nothing, our card by a clock a little behind", none, keyAt(-8*time.Second, maskA), ledger.Issued, ledger.Issued},
		{"nothing, our card but long before", none, keyAt(-time.Hour, maskA), ledger.Unknown, ledger.Unknown},
		{"nothing, mask hidden", none, keyAt(time.Second, ""), ledger.Issued, ledger.Issued},
		{"nothing, last four only", none, keyAt(time.Second, "*1111"), ledger.Issued, ledger.Issued},
		{"nothing, another card", none, keyAt(time.Second, maskB), ledger.Unknown, ledger.Unknown},
		{"nothing, another card of the same bank", none, keyAt(time.Second, "411111******2222"), ledger.Unknown, ledger.Unknown},
		{"old key, the same", oldB, oldB, ledger.Unknown, ledger.NotIssued},
		{"old key, our card", oldB, keyAt(time.Second, maskA), ledger.Issued, ledger.Issued},
		{"old key, another card meanwhile", oldB, keyAt(time.Second, "378282*****0005"), ledger.Unknown, ledger.Unknown},
		{"old key, gone", oldB, none, ledger.Unknown, ledger.Unknown},
		{"old key, back in time", oldB, keyAt(-2*time.Hour, maskA), ledger.Unknown, ledger.Unknown},
		{"renewal, the same", oldA, oldA, ledger.Unknown, ledger.NotIssued},
		{"renewal, registered again", oldA, keyAt(time.Second, maskA), ledger.Issued, ledger.Issued},
		{"masks hidden, the same", hidden, hidden, ledger.Unknown, ledger.NotIssued},
		{"masks hidden, registered again", hidden, keyAt(time.Second, ""), ledger.Issued, ledger.Issued},
		{"young key, the same", youngB, youngB, ledger.Unknown, ledger.NotIssued},
		{"young key, our card in the same second", youngB, keyAt(0, maskA), ledger.Issued, ledger.Issued},
		{"young key of our card, the same or again in the same second", youngA, youngA, ledger.Unknown, ledger.Unknown},
		{"young key, mask now hidden", youngB, keyAt(0, ""), ledger.Unknown, ledger.Unknown},
		{"a server without times", timeless, timeless, ledger.Unknown, ledger.Unknown},
		{"a server without times, our card", none, timeless, ledger.Unknown, ledger.Unknown},
	}
	for _, c := range cases {
		for quiet, want := range map[bool]ledger.State{false: c.early, true: c.late} {
			if got := verdict(entryWith(c.prior), c.now, quiet); got != want {
				t.Errorf("%s, quiet %v: %s, want %s", c.name, quiet, got, want)
			}
		}
	}
}

// A key that tells neither time nor number is a key nevertheless.
func TestAKeyWithoutAnyStampIsNotNone(t *testing.T) {
	if got := verdict(entryWith(&Key{}), nil, true); got != ledger.Unknown {
		t.Errorf("gone: %s", got)
	}
	if got := verdict(entryWith(&Key{}), &Key{}, true); got != ledger.Unknown {
		t.Errorf("still there: %s", got)
	}
}

func TestSameCardComparesOnlyWhatBothMasksShow(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{maskA, maskA, true}, {maskA, maskB, false}, {maskA, "", true}, {"", "", true},
		{maskA, "****************", true}, {maskA, "4111************", true}, {maskA, "4222************", false},
		{maskA, "************1111", true}, {maskA, "************1112", false}, {maskA, "411111*1111", true},
	}
	for _, c := range cases {
		if sameCard(c.a, c.b) != c.want || sameCard(c.b, c.a) != c.want {
			t.Errorf("sameCard(%q, %q) is not %v", c.a, c.b, c.want)
		}
	}
}

func TestEveryMaskComesIntoTheOneFormOfTheLedger(t *testing.T) {
	cases := map[string]string{
		"": "", "null": "****", "52728927****2305": "527289******2305", "411111******1111": maskA,
		"4111-11**-****-1111": maskA, "411111XXXXXX1111": maskA, "1111": "*1111", "****1111": "****1111",
		"41**11******1111": "41**********1111", "4111111111111111": maskA, "3782-8*****-*0005": "37828******0005",
		"411111**********": "411111**********", "4111111111": "******1111", "4111 11": "**1111",
	}
	for in, want := range cases {
		if got := oneMask(in); got != want {
			t.Errorf("oneMask(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestALookupIsYoungByBothClocks(t *testing.T) {
	now := time.Now()
	cases := []struct {
		at   time.Time
		want bool
	}{
		{now, true},
		{now.Add(-time.Minute), false},
		{now.Round(0).Add(time.Hour), false}, // the wall clock was set back
		{now.Round(0).Add(-time.Hour), false},
	}
	for _, c := range cases {
		if got := (Lookup{At: c.at}).youngerThan(Freshness); got != c.want {
			t.Errorf("asked %v ago: %v", now.Sub(c.at), got)
		}
	}
}
