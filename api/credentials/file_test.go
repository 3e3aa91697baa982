package credentials

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func write(t *testing.T, dir, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDamagedFileIsSetAsideAndNamed(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"empty":       "",
		"garbage":     "\x00\x00\x00\x00",
		"cut":         `{"version":1,"profiles":[{"id":"a","na`,
		"array":       `[]`,
		"null":        `null`,
		"wrong types": `{"version":1,"profiles":{"a":1}}`,
		"two files":   `{"profiles":[]}{"profiles":[]}`,
		"huge":        `{"profiles":[],"pad":"` + strings.Repeat("x", maxFileSize) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, content)
			p, err := OpenProfiles(dir)
			var damaged *DamagedError
			if !errors.As(err, &damaged) || damaged.Path != filepath.Join(dir, fileName) || damaged.Unwrap() == nil {
				t.Fatalf("got %v", err)
			}
			if kept, err := os.ReadFile(damaged.SetAside); err != nil || string(kept) != content {
				t.Errorf("content is lost: %v", err)
			}
			mustPut(t, p, full())
			if got := openProfiles(t, dir).List(); len(got) != 2 {
				t.Errorf("not usable afterwards: %+v", got)
			}
		})
	}
}

func TestSecondDamagedFileDoesNotReplaceTheFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for n := range 3 {
		write(t, dir, fmt.Sprint("damage ", n))
		_, _ = OpenProfiles(dir)
	}
	kept, err := filepath.Glob(filepath.Join(dir, fileName+".damaged-*"))
	if err != nil || len(kept) != 3 {
		t.Errorf("kept %v %v", kept, err)
	}
}

func TestDamageWhileRunningLosesNothingKnown(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(t *testing.T, dir string){
		"damaged": func(t *testing.T, dir string) { t.Helper(); write(t, dir, "{") },
		"deleted": func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Remove(filepath.Join(dir, fileName)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			p := openProfiles(t, dir)
			a := mustPut(t, p, full())
			harm(t, dir)
			b, err := p.Put(Profile{Name: "b", Environment: Test})
			if name == "damaged" && !setAside(err) || name == "deleted" && err != nil {
				t.Errorf("got %v", err)
			}
			if got := ids(openProfiles(t, dir).List()); !slices.Equal(got, []string{PracticeID, a.ID, b.ID}) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestUnknownMembersSurviveAChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, `{"version":7,"theme":{"dark":true},"profiles":[
		{"id":"a","name":"a","environment":"test","base_url":"https://api.iamport.kr","later":[1,2]},
		{"id":"b","name":"b","environment":"test","colour":"red"}]}`)
	p := openProfiles(t, dir)
	a, _ := p.Get("a")
	a.Name = "new name"
	mustPut(t, p, a)
	if err := p.SetCurrent("b"); err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(read(t, dir), &got); err != nil {
		t.Fatal(err)
	}
	var want any
	_ = json.Unmarshal([]byte(`{"version":7,"theme":{"dark":true},"current":"b","profiles":[
		{"id":"a","name":"new name","environment":"test","base_url":"https://api.iamport.kr","later":[1,2]},
		{"id":"b","name":"b","environment":"test","base_url":"https://api.iamport.kr","colour":"red"}]}`), &want)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s", read(t, dir))
	}
}

func TestUnusableProfilesAreNotListedButKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, `{"profiles":[{"id":"ok","name":"ok","environment":"test"},
		{"id":"p1","name":"n1","environment":"staging"},
		{"id":"p2","name":"n2","environment":"live","base_url":"http://evil.example"},
		{"id":"p3","name":3,"environment":"test"}, 17,
		{"id":"","name":"n4","environment":"test"}, {"id":"env","name":"n5","environment":"test"},
		{"id":"ok","name":"twice","environment":"test"}]}`)
	p := openProfiles(t, dir)
	if got := ids(p.List()); !slices.Equal(got, []string{PracticeID, "ok"}) {
		t.Errorf("listed %v", got)
	}
	rejected := p.Rejected()
	if len(rejected) != 7 || rejected[0].ID != "p1" || rejected[1].Name != "n2" {
		t.Fatalf("rejected %+v", rejected)
	}
	wantInvalid(t, rejected[0].Err, FieldEnvironment, CodeUnknown)
	wantInvalid(t, rejected[1].Err, FieldBaseURL, CodeNotHTTPS)
	wantInvalid(t, rejected[5].Err, FieldID, CodeMalformed)
	wantInvalid(t, rejected[6].Err, FieldID, CodeTaken)
	mustPut(t, p, full())
	for _, part := range []string{"staging", "evil.example", `"name": 3`, "17", "n4", "n5", "twice"} {
		if !strings.Contains(string(read(t, dir)), part) {
			t.Errorf("%s was lost", part)
		}
	}
}

func TestTwoHandlesSeeAndKeepEachOthersChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one, two := openProfiles(t, dir), openProfiles(t, dir)
	a := mustPut(t, one, Profile{Name: "a", Environment: Test})
	b := mustPut(t, two, Profile{Name: "b", Environment: Test})
	if err := one.Reload(); err != nil {
		t.Fatal(err)
	}
	want := []string{PracticeID, a.ID, b.ID}
	if !slices.Equal(ids(one.List()), want) || !slices.Equal(ids(two.List()), want) {
		t.Errorf("one %v, two %v", ids(one.List()), ids(two.List()))
	}
	if err := two.Delete(a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Put(a); !errors.Is(err, ErrNoProfile) {
		t.Errorf("a deleted profile came back: %v", err)
	}
}

func TestTwoProcessesLoseNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for _, prefix := range []string{"x", "y", "z"} {
		wg.Go(func() {
			out, err := stepCommand(os.Environ(), "put "+dir+" "+prefix).Output()
			if err != nil || strings.TrimSpace(string(out)) != "ok" {
				t.Errorf("%s: %v %s", prefix, err, out)
			}
		})
	}
	wg.Wait()
	if got := openProfiles(t, dir).List(); len(got) != 31 {
		t.Errorf("%d profiles of 30 and practice", len(got))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, tempPattern)); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestManyGoroutinesLoseNothing(t *testing.T) {
	t.Parallel()
	p := openProfiles(t, t.TempDir())
	var wg sync.WaitGroup
	for n := range 10 {
		wg.Go(func() {
			if _, err := p.Put(Profile{Name: fmt.Sprint("p", n), Environment: Test}); err != nil {
				t.Error(err)
			}
			_, _ = p.List(), p.Current()
		})
	}
	wg.Wait()
	if got := len(p.List()); got != 11 {
		t.Errorf("%d profiles", got)
	}
}

func TestLeftoversOfACrashAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	left := filepath.Join(dir, "profiles-123.tmp")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	openProfiles(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
}

func TestLockThatIsHeldIsGivenUpOn(t *testing.T) {
	dir := t.TempDir()
	p := openProfiles(t, dir)
	release, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		if _, err := p.Put(full()); !errors.Is(err, ErrStoreBusy) {
			t.Errorf("got %v", err)
		}
		if _, err := OpenProfiles(dir); !errors.Is(err, ErrStoreBusy) {
			t.Errorf("got %v", err)
		}
	})
	release()
	mustPut(t, p, full())
}

func TestPlacesThatCannotBeWrittenAreErrors(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenProfiles(file); err == nil {
		t.Error("a file is no directory")
	}
	dir := t.TempDir()
	p := openProfiles(t, dir)
	if err := os.Mkdir(filepath.Join(dir, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Put(full()); err == nil || len(p.List()) != 1 {
		t.Errorf("put onto a directory: %v, %d listed", err, len(p.List()))
	}
	if err := writeDocument(dir, document{}); err == nil {
		t.Error("rename onto a directory")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, tempPattern)); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}
