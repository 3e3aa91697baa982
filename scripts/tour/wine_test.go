package main

import (
	"path/filepath"
	"testing"

	"billkey/api/sandbox"
	"billkey/scripts/stage"
	"billkey/scripts/wine"
)

// windows is the program for Windows in a Windows of its own, with its ledger where a user of Windows has it.
func windows(t *testing.T) place {
	t.Helper()
	home := t.TempDir()
	p := wine.Need(t, root, home, stage.Private(home))
	program, err := filepath.Abs(filepath.Join(root, "build", "windows", "billkey.exe"))
	if err != nil {
		t.Fatal(err)
	}
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

func TestWinePracticeFromFirstKeyToReplacedKeyAndBack(t *testing.T) {
	r, err := practice(t.Context(), windows(t), shots)
	if err != nil {
		t.Fatal(err)
	}
	r.print(t.Output())
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
