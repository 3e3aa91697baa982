package preflight

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// installed is a folder with a program, and with the library that draws in software where that is wanted.
func installed(t *testing.T, content string, software bool) (exe string) {
	t.Helper()
	exe = filepath.Join(t.TempDir(), "billkey.exe")
	put(t, exe, content)
	if software {
		put(t, filepath.Join(filepath.Dir(exe), softwareFolder, drawer), "library")
	}
	return exe
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// holds makes the twin and says what is in it; nothing else may have come into its folder.
func holds(t *testing.T, exe string) string {
	t.Helper()
	path, err := twin(exe)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := os.ReadDir(filepath.Dir(path)); err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
	return string(b)
}

func same(t *testing.T, one, other string) bool {
	t.Helper()
	a, err := os.Stat(one)
	b, err2 := os.Stat(other)
	if err = errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return os.SameFile(a, b)
}

func TestTwinIsTheProgramUnderASecondName(t *testing.T) {
	exe := installed(t, "one", true)
	path := filepath.Join(filepath.Dir(exe), softwareFolder, "billkey.exe")
	if got := holds(t, exe); got != "one" || !same(t, exe, path) {
		t.Errorf("%q", got)
	}
	if got := holds(t, exe); got != "one" || !same(t, exe, path) {
		t.Errorf("the second time: %q", got)
	}
}

func TestOnlyTheTwinIsSlow(t *testing.T) {
	exe := installed(t, "one", true)
	path, err := twin(exe)
	if err != nil || !isTwin(path) || isTwin(exe) || isTwin(installed(t, "one", false)) || Slow() {
		t.Errorf("%s %v", path, err)
	}
}

func TestTwinOfAnotherProgramIsMadeAnew(t *testing.T) {
	for name, old := range map[string]string{"as long": "old", "longer": "the old one", "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			exe := installed(t, "new", true)
			put(t, filepath.Join(filepath.Dir(exe), softwareFolder, "billkey.exe"), old)
			if got := holds(t, exe); got != "new" {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestTwinThatIsACopyStays(t *testing.T) {
	exe := installed(t, "one", true)
	path := filepath.Join(filepath.Dir(exe), softwareFolder, "billkey.exe")
	put(t, path, "one")
	if got := holds(t, exe); got != "one" || same(t, exe, path) {
		t.Errorf("%q was made anew", got)
	}
}

func TestWithoutTheFolderThereIsNoTwin(t *testing.T) {
	exe := installed(t, "one", false)
	if path, err := twin(exe); !errors.Is(err, errNoSoftware) {
		t.Errorf("%q %v", path, err)
	}
	if all, err := os.ReadDir(filepath.Dir(exe)); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
}

func TestTwinThatCannotBeWrittenIsSaid(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("rights of folders do not hold here")
	}
	exe := installed(t, "one", true)
	dir := filepath.Join(filepath.Dir(exe), softwareFolder)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	if path, err := twin(exe); err == nil || errors.Is(err, errNoSoftware) {
		t.Errorf("%q %v", path, err)
	}
}

// A folder in the twin's place is in the way for everybody, whoever runs the test.
func TestWhatIsInTheTwinsWayIsSaidAndNothingIsLeft(t *testing.T) {
	exe := installed(t, "one", true)
	dir := filepath.Join(filepath.Dir(exe), softwareFolder)
	put(t, filepath.Join(dir, "billkey.exe", "in the way"), "")
	if path, err := twin(exe); err == nil || errors.Is(err, errNoSoftware) {
		t.Errorf("%q %v", path, err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
}

func TestCopyIsWhole(t *testing.T) {
	content := string(make([]byte, 3<<20)) + "end"
	exe := installed(t, content, true)
	to := filepath.Join(filepath.Dir(exe), softwareFolder, "billkey.exe")
	if err := copied(exe, to); err != nil {
		t.Fatal(err)
	}
	if !sameProgram(exe, to) || same(t, exe, to) {
		t.Error("the copy is another program, or none")
	}
	put(t, to, content[:len(content)-1]+"D")
	if sameProgram(exe, to) {
		t.Error("the last byte was not looked at")
	}
}
