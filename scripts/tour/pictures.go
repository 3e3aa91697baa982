package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// scenes are the moments of the story that the README shows, and in which languages and looks: all of them where most
// people see the program, the last in every one.
var scenes = map[string][]string{
	"ko-light": {"filled", "old-card-shown", "replaced"},
	"en-dark":  {"filled", "old-card-shown", "replaced"},
	"ko-dark":  {"replaced"},
	"en-light": {"replaced"},
}

// pictures walks the story once for each language and look, and keeps its scenes as LANGUAGE-LOOK-SCENE.png in a folder.
func pictures(ctx context.Context, binary, folder string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for _, language := range []string{"ko", "en"} {
		for _, look := range []string{"light", "dark"} {
			if err := sceneShots(ctx, binary, language, look, folder); err != nil {
				return fmt.Errorf("%s, %s: %w", language, look, err)
			}
		}
	}
	return nil
}

func sceneShots(ctx context.Context, binary, language, look, folder string) error {
	home, err := os.MkdirTemp("", "billkey-pictures-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	p := at(binary, home)
	p.args[1] = language
	p.env = []string{"FYNE_THEME=" + look} // as a desktop would say it
	shots := filepath.Join(home, "shots")
	if _, err := practice(ctx, p, shots); err != nil {
		return err
	}
	name := language + "-" + look
	for _, scene := range scenes[name] {
		found, err := filepath.Glob(filepath.Join(shots, "*-"+scene+".png"))
		if err != nil || len(found) != 1 {
			return errors.Join(err, fmt.Errorf("%d pictures of %s", len(found), scene))
		}
		picture, err := os.ReadFile(found[0])
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+"-"+scene+".png"), picture, 0o600); err != nil {
			return err
		}
	}
	return nil
}
