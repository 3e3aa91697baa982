package credentials

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func openProfiles(t *testing.T, dir string) *Profiles {
	t.Helper()
	p, err := OpenProfiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustPut(t *testing.T, p *Profiles, profile Profile) Profile {
	t.Helper()
	stored, err := p.Put(profile)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// ids lists profiles in their order.
func ids(list []Profile) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.ID)
	}
	return all
}

func full() Profile {
	return Profile{
		Name: "강남점", Environment: Live, BaseURL: "https://api.iamport.kr", ChannelKey: "channel-key-0b1c",
		ChannelName: "나이스 정기", PG: "nice_v2", MID: "iamport01m", Tier: "A1Z",
		Needs: []string{NeedBirth, NeedPIN}, Consent: "첫 줄\n둘째 줄", DigitsOnly: true,
	}
}

func TestPracticeProfileIsThereFromTheStart(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, filepath.Join(t.TempDir(), "new", "dir"))
	list := p.List()
	want := Profile{ID: PracticeID, Environment: Practice, Needs: []string{NeedBirth, NeedPIN}}
	if len(list) != 1 || !reflect.DeepEqual(list[0], want) {
		t.Errorf("got %+v", list)
	}
	if p.Current() != PracticeID {
		t.Errorf("current is %q", p.Current())
	}
}

func TestPracticeProfileStays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := openProfiles(t, dir)
	mustPut(t, p, full())
	wantInvalid(t, p.Delete(PracticeID), FieldID, CodeReserved)
	for _, host := range []string{"https://api.iamport.kr", "https://localhost", "http://127.0.0.1:8190"} {
		_, err := p.Put(Profile{ID: PracticeID, BaseURL: host})
		wantInvalid(t, err, FieldBaseURL, CodeRemote)
	}
	mustPut(t, p, Profile{ID: PracticeID, Name: "renamed", Environment: Live, PG: "ksnet", Needs: NeedsFor("ksnet")})
	got := openProfiles(t, dir).List()
	want := Profile{ID: PracticeID, Environment: Practice, PG: "ksnet", Needs: NeedsFor("ksnet")}
	if len(got) != 2 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v", got)
	}
}

func TestPracticeProfileOfATamperedFileIsNotBelieved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, `{"profiles":[{"id":"practice","environment":"live","base_url":"https://evil.example"}]}`)
	p := openProfiles(t, dir)
	if got, _ := p.Get(PracticeID); !reflect.DeepEqual(got, practiceProfile()) {
		t.Errorf("got %+v", got)
	}
	if r := p.Rejected(); len(r) != 1 || r[0].ID != PracticeID {
		t.Errorf("rejected: %+v", r)
	}
}

func TestProfilesAreThereAfterReopening(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := openProfiles(t, dir)
	first := mustPut(t, p, full())
	second := mustPut(t, p, Profile{Name: "  test ", Environment: Test})
	if first.ID == "" || first.ID == second.ID {
		t.Fatalf("IDs %q and %q", first.ID, second.ID)
	}
	if second.Name != "test" || second.BaseURL != DefaultBaseURL {
		t.Errorf("stored as %+v", second)
	}
	if err := p.SetCurrent(second.ID); err != nil {
		t.Fatal(err)
	}
	again := openProfiles(t, dir)
	if !reflect.DeepEqual(again.List(), p.List()) || again.Current() != second.ID {
		t.Errorf("got %+v, current %s", again.List(), again.Current())
	}
	if got, ok := again.Get(first.ID); !ok || !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v", got)
	}
}

func TestPutChangesTheProfileWithThatID(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	a, b := mustPut(t, p, full()), mustPut(t, p, Profile{Name: "b", Environment: Test})
	a.Name, a.MID = "강남 2호점", "other01m"
	mustPut(t, p, a)
	if got, _ := p.Get(a.ID); got.MID != "other01m" || got.Name != "강남 2호점" {
		t.Errorf("got %+v", got)
	}
	if got := ids(p.List()); !slices.Equal(got, []string{PracticeID, a.ID, b.ID}) {
		t.Errorf("order %v", got)
	}
	if _, err := p.Put(Profile{ID: "gone", Name: "gone", Environment: Test}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("got %v", err)
	}
}

func TestNamesAreUniqueIgnoringCase(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	a := mustPut(t, p, Profile{Name: "Shop", Environment: Test})
	_, err := p.Put(Profile{Name: "sHOP ", Environment: Live})
	wantInvalid(t, err, FieldName, CodeTaken)
	a.Name = "SHOP" // its own name in other letters
	mustPut(t, p, a)
}

func TestDeleteFallsBackToPractice(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	a := mustPut(t, p, full())
	if err := errors.Join(p.SetCurrent(a.ID), p.Delete(a.ID)); err != nil {
		t.Fatal(err)
	}
	if _, ok := p.Get(a.ID); ok || p.Current() != PracticeID {
		t.Errorf("still there, current %s", p.Current())
	}
	for _, err := range []error{p.Delete(a.ID), p.SetCurrent(a.ID)} {
		if !errors.Is(err, ErrNoProfile) {
			t.Errorf("got %v", err)
		}
	}
	if err := p.SetCurrent(PracticeID); err != nil {
		t.Error(err)
	}
}

func TestFindTakesIDOrName(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	a := mustPut(t, p, Profile{Name: "Gangnam", Environment: Test})
	for arg, want := range map[string]string{a.ID: a.ID, "gangnam": a.ID, "practice": PracticeID} {
		if got, ok := p.Find(arg); !ok || got.ID != want {
			t.Errorf("%s: %+v %v", arg, got, ok)
		}
	}
	mustPut(t, p, Profile{ID: PracticeID, PG: "kcp"}) // stored with an empty name
	for _, arg := range []string{"", "nobody", EnvID} {
		if got, ok := p.Find(arg); ok {
			t.Errorf("%q found %+v", arg, got)
		}
	}
}

func TestCallersCannotReachIntoTheList(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	in := full()
	stored := mustPut(t, p, in)
	in.Needs[0], stored.Needs[0] = "x", "x"
	p.List()[1].Needs[0] = "x"
	got, _ := p.Get(stored.ID)
	got.Needs[1] = "x"
	if got, _ := p.Find(stored.Name); !slices.Equal(got.Needs, []string{NeedBirth, NeedPIN}) {
		t.Errorf("got %v", got.Needs)
	}
}

func TestNothingInvalidIsStored(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := openProfiles(t, dir)
	_, err := p.Put(Profile{Name: "x", Environment: Live, BaseURL: "http://localhost"})
	wantInvalid(t, err, FieldBaseURL, CodeNotHTTPS)
	if _, err := os.Stat(filepath.Join(dir, fileName)); !os.IsNotExist(err) {
		t.Errorf("a file was written: %v", err)
	}
}

func TestFileIsPrivateAndKnowsOnlyProfileMembers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "billkey")
	p := openProfiles(t, dir)
	mustPut(t, p, full())
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, fileName): 0o600, filepath.Join(dir, lockName): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
	var file struct {
		Profiles []map[string]any `json:"profiles"`
	}
	if err := json.Unmarshal(read(t, dir), &file); err != nil {
		t.Fatal(err)
	}
	for name := range file.Profiles[0] {
		if !slices.Contains(memberNames(Profile{}), name) {
			t.Errorf("unplanned member %s", name)
		}
	}
}
