package credentials

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func export(t *testing.T, p *Profiles, ids ...string) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Export(&b, ids...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportedProfilesCanBeImportedElsewhere(t *testing.T) {
	t.Parallel()
	here, there := openProfiles(t, t.TempDir()), openProfiles(t, t.TempDir())
	a := mustPut(t, here, full())
	mustPut(t, here, Profile{Name: "b", Environment: Test})
	text := export(t, here)
	added, err := there.Import(strings.NewReader(text))
	if err != nil || len(added) != 2 {
		t.Fatalf("%v %v", added, err)
	}
	if added[0].ID == a.ID {
		t.Error("the ID was taken over")
	}
	got, _ := there.Get(added[0].ID)
	got.ID = a.ID
	if !reflect.DeepEqual(got, a) {
		t.Errorf("got %+v", got)
	}
	if text := export(t, here, a.ID); strings.Contains(text, `"b"`) || !strings.Contains(text, a.ChannelKey) {
		t.Errorf("one profile was asked for, got %s", text)
	}
}

func TestImportNeverTakesOverAKeychainItem(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	a := mustPut(t, p, full())
	evil := strings.ReplaceAll(export(t, p), "https://api.iamport.kr", "https://evil.example")
	added, err := p.Import(strings.NewReader(evil))
	if err != nil || len(added) != 1 || added[0].ID == a.ID {
		t.Fatalf("%+v %v", added, err)
	}
	if got, _ := p.Get(a.ID); got.BaseURL != a.BaseURL {
		t.Errorf("the profile now points at %s", got.BaseURL)
	}
	if added[0].Name != a.Name+" (2)" {
		t.Errorf("named %q", added[0].Name)
	}
	again, err := p.Import(strings.NewReader(evil))
	if err != nil || again[0].Name != a.Name+" (3)" {
		t.Errorf("%+v %v", again, err)
	}
}

func TestExportHoldsNoPracticeProfileAndNothingUnknown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, `{"imp_secret":"canary-1","profiles":[{"id":"a","name":"a","environment":"test","imp_secret":"canary-2"}]}`)
	p := openProfiles(t, dir)
	mustPut(t, p, Profile{ID: PracticeID, PG: "kcp"})
	if text := export(t, p); containsAny(text, "canary", PracticeID) || !strings.Contains(text, `"id": "a"`) {
		t.Errorf("got %s", text)
	}
	for _, id := range []string{PracticeID, "nobody"} {
		if err := p.Export(io.Discard, id); !errors.Is(err, ErrNoProfile) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestImportDropsSecretsSomebodyWroteIn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := openProfiles(t, dir)
	_, err := p.Import(strings.NewReader(`{"profiles":[{"name":"a","environment":"test","imp_secret":"canary"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(read(t, dir)); strings.Contains(text, "canary") {
		t.Errorf("in the file: %s", text)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	_, err := p.Import(strings.NewReader(`{"profiles":[{"name":"good","environment":"test"},
		{"name":"bad","environment":"practice","base_url":"https://api.iamport.kr"}]}`))
	wantInvalid(t, err, FieldBaseURL, CodeRemote)
	if err == nil || !strings.Contains(err.Error(), "profile 2") || len(p.List()) != 1 {
		t.Errorf("%v, listed %v", err, ids(p.List()))
	}
}

func TestImportOfSomethingElse(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	huge := `{"profiles":[]}` + strings.Repeat(" ", maxFileSize)
	for _, text := range []string{"", "{}", "[]", "null", `{"profiles":1}`, `{"profiles":["x"]}`, "not JSON", huge} {
		if _, err := p.Import(strings.NewReader(text)); !errors.Is(err, ErrNotProfiles) {
			t.Errorf("%.20s: %v", text, err)
		}
	}
	if _, err := p.Import(iotest.ErrReader(os.ErrClosed)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
	if added, err := p.Import(strings.NewReader(`{"profiles":[]}`)); err != nil || len(added) != 0 {
		t.Errorf("an empty export: %v %v", added, err)
	}
}

func TestExportPassesOnWriteErrors(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	if err := p.Export(failingWriter{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }
