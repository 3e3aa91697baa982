package sandbox

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestStateOutlivesTheServer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	d := newDesk(t, Options{StateFile: file})
	first := d.issued("a", cardOf("4111111111111111"))
	d.issued("a", cardOf("5555555555554444"))
	d.again(order("a", "m", 1000))
	d.do("POST", "/subscribe/payments/schedule", fields{"customer_uid": "a", "schedules": []fields{
		{"merchant_uid": "s", "schedule_at": start.Unix() + 3600, "amount": 1000},
	}})
	d.issued("gone", cardOf("4111111111111111"))
	d.do("DELETE", "/subscribe/customers/gone", nil)
	_, _, _ = outcome(d.http, d.request("POST", "/subscribe/customers/late", cardOf(numberOf(t, "fault_commit_late"))))

	again := newDesk(t, Options{StateFile: file, Clock: d.clock.Now})
	equal(t, "inserted", again.look("a").key(t).Inserted, first.Inserted)
	equal(t, "card", *again.look("a").key(t).CardNumber, "55555555****4444")
	equal(t, "past", len(again.s.Past()), 2)
	equal(t, "payment", again.do("GET", "/payments/find/m", nil).payment(t).Status, "paid")
	again.refused(again.again(order("a", "m", 1000)), 200, 1, alreadyOrdered)
	if k := again.issued("gone", cardOf("4111111111111111")); k.Updated <= start.Unix() {
		t.Errorf("stamp %d after a deletion before the restart", k.Updated)
	}
	equal(t, "late commit, before", again.look("late").Status, 404)
	d.clock.add(8 * time.Second)
	equal(t, "late commit, after", again.look("late").Status, 200)
	if err := again.s.Close(); err != nil {
		t.Error(err)
	}
}

func TestNothingOfACardButTheMaskIsKept(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	d := newDesk(t, Options{StateFile: file})
	const number, birth, pin, expiry = "4929123456781236", "770613", "83", "2037-11"
	body := fields{"card_number": "4929-1234-5678-1236", "expiry": expiry, "birth": birth, "pwd_2digit": pin, "cvc": "947"}
	if a := d.issue("a", body); a.Code != 0 {
		t.Fatal(a.text())
	}
	d.do("POST", "/subscribe/payments/onetime", body.with("merchant_uid", "m", "amount", 1000, "customer_uid", "b"))
	d.issue("c", body.with("card_number", number+"0"))
	_ = d.look(number)
	for _, kind := range []FaultKind{FaultCommitLate, FaultCommitThenDrop} {
		d.s.Inject(Fault{Kind: kind})
		_, _, _ = outcome(d.http, d.request("POST", "/subscribe/customers/d", body))
	}
	stored, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	logged, err := json.Marshal(d.s.Requests())
	if err != nil {
		t.Fatal(err)
	}
	inMemory, err := json.Marshal(d.s.state)
	if err != nil {
		t.Fatal(err)
	}
	for place, text := range map[string]string{"state file": string(stored), "log": string(logged), "memory": string(inMemory)} {
		for _, secret := range []string{number, "4929-1234", "49291234567", birth, `"83"`, expiry, "947", d.token, Secret} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", place, secret)
			}
		}
	}
	if !strings.Contains(string(stored), "49291234****1236") {
		t.Error("the mask is not stored either")
	}
}

func TestRequestBodiesAreWiped(t *testing.T) {
	form := url.Values{"card_number": {"4111-1111 1111"}, "pwd_2digit": {"12"}}.Encode()
	for kind, body := range map[string]string{
		"application/json":                  `{"card_number":"4111","pwd_2digit":"1\u0032","n":12,"a":["x"]}`,
		"application/x-www-form-urlencoded": form,
	} {
		p := parseParams(kind, []byte(body))
		equal(t, kind, string(p["pwd_2digit"]), "12")
		p.wipe()
		for name, v := range p {
			if strings.Trim(string(v), "\x00") != "" {
				t.Errorf("%s: %s is %q", kind, name, v)
			}
		}
	}
}

func TestStateFileIsPrivateAndReplacedInOneStep(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	d := newDesk(t, Options{StateFile: file})
	if _, err := os.Stat(file); err == nil {
		t.Error("a state file before the first change")
	}
	for range 3 {
		d.issued("a", cardOf("4111111111111111"))
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v", mode)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

func TestStateFileThatCannotBeReadOrWritten(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{bad, dir} {
		if _, err := New(Options{StateFile: file}); err == nil {
			t.Errorf("%s was read", file)
		}
	}
	empty := filepath.Join(dir, "empty.json")
	if err := os.WriteFile(empty, []byte(`{"keys":null}`), 0o600); err != nil {
		t.Fatal(err)
	}
	equal(t, "issued on an empty state", newDesk(t, Options{StateFile: empty}).issue("a", cardOf("4111111111111111")).Code, 0)
	d := newDesk(t, Options{StateFile: filepath.Join(dir, "missing", "state.json")})
	equal(t, "issued although it cannot be saved", d.issue("a", cardOf("4111111111111111")).Code, 0)
	if d.s.Close() == nil {
		t.Error("Close does not say that nothing was saved")
	}
	occupied := filepath.Join(dir, "occupied")
	if err := os.MkdirAll(filepath.Join(occupied, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if writeFile(occupied, []byte("{}")) == nil {
		t.Error("a directory was replaced")
	}
}

func TestResetEmptiesEverything(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	d := newDesk(t, Options{StateFile: file})
	d.issued("a", cardOf("4111111111111111"))
	d.s.Inject(Fault{Kind: FaultHang, Times: -1})
	d.s.Advance(time.Hour)
	d.s.Switch(Switches{NotFoundAs200: true})
	d.s.Reset()
	equal(t, "requests", len(d.s.Requests())+d.s.Count("", ""), 0)
	equal(t, "time", d.s.Now(), start)
	d.refused(d.look("a"), 401, -1, "Unauthorized")
	d.login()
	d.refused(d.look("a"), 404, 1, "customer_uid(a)")
	again := newDesk(t, Options{StateFile: file})
	equal(t, "state file", again.look("a").Status, 404)
}
