package main

import (
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"billkey/api/sandbox"
	"billkey/scripts/stage"
	"billkey/scripts/wine"
)

// windows is the program for Windows in a Windows of its own, with its ledger where a user of Windows has it.
func windows(t *testing.T) place {
	t.Helper()
	program, err := filepath.Abs(filepath.Join(root, "build", "windows", "billkey.exe"))
	if err != nil {
		t.Fatal(err)
	}
	return windowsAt(t, t.TempDir(), program)
}

// windowsAt is the same with a program of its own.
func windowsAt(t *testing.T, home, program string) place {
	t.Helper()
	p := wine.Need(t, root, home, stage.Private(home))
	launcher, err := p.Launcher(program)
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.AppData()
	if err != nil {
		t.Fatal(err)
	}
	return place{binary: launcher, home: home, data: filepath.Join(data, "billkey"), args: []string{"-lang", "ko"}}
}

// What the window shows in Korean is compared with the same window on this system, after keys were issued.
func TestWinePracticeFromFirstKeyToReplacedKeyAndBack(t *testing.T) {
	there, here := shots, t.TempDir()
	if there == "" {
		there = t.TempDir()
	}
	r, err := practice(t.Context(), windows(t), there)
	if err != nil {
		t.Fatal(err)
	}
	r.print(t.Output())
	if _, err := practice(t.Context(), at(program(t), t.TempDir()), here); err != nil {
		t.Fatal(err)
	}
	alikeIn(t, here, there)
}

// alikeIn compares the text in the pictures of two stories.
func alikeIn(t *testing.T, here, there string) {
	t.Helper()
	for _, scene := range []string{"issued", "opened-again"} {
		share, tiles := likeness(picture(t, here, scene), picture(t, there, scene), form)
		t.Logf("%s: %.3f of %d tiles of text are the same", scene, share, tiles)
		if tiles < enough || share < alike {
			t.Errorf("%s: the text in Wine is another one: %.2f of %d tiles are the same", scene, share, tiles)
		}
	}
}

// form is the part of the window with the form, whose words are the same after every issue.
var form = image.Rect(0, 60, 460, 680)

func picture(t *testing.T, folder, scene string) image.Image {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*-"+scene+".png"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%d pictures of %s: %v", len(found), scene, err)
	}
	f, err := os.Open(found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWineKeepsKeysInTheCredentialManagerOnly(t *testing.T) {
	p := windows(t)
	server := serve(t, program(t))
	screen, err := stage.StartDisplay(p.home)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	s := stage.NewStory(t.Context(), screen, stage.Private(p.home), shots)
	defer s.End()
	profile, said := addAndIssue(t, s, p, server)
	onlyOnePost(t, server)
	issuedOnTest(t, p.data, profile)
	if _, err := nowhere(p.data, said); err != nil {
		t.Error(err)
	}
	holding, files, err := stage.FindIn(p.data, sandbox.Key, sandbox.Secret, oldCard.Number)
	if err != nil || len(holding) > 0 || files < 3 {
		t.Errorf("of %d files these hold a key, a secret or a card number: %v %v", files, holding, err)
	}
}

func TestWineKeepsPlaceAndSizeOfTheOneWindow(t *testing.T) {
	p := windows(t)
	screen, err := stage.StartDisplay(p.home)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	d := &desk{t: t, binary: p.binary, home: p.home, screen: screen, env: stage.Private(p.home)}
	s := stage.NewStory(t.Context(), screen, d.env, shots)
	defer s.End()
	open := func() string {
		s.Open(p.binary, p.args...)
		s.Await("ready")
		d.must(s)
		return d.x("getwindowfocus")
	}
	w := open()
	d.x("windowsize", "--sync", w, "1000", "640", "windowmove", "--sync", w, "120", "70")
	want := d.geometry(w)
	s.Close()
	d.must(s)
	if got := d.geometry(open()); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	second := exec.CommandContext(t.Context(), p.binary, p.args...)
	second.Env = append(d.env, screen.Env()...)
	if out, err := second.CombinedOutput(); err != nil {
		t.Errorf("a second start: %v %s", err, out)
	}
	s.Await("came_forward")
	s.Close()
	d.must(s)
}
