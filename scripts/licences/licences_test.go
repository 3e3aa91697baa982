package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"billkey/assets"
)

// What is embedded is exactly what is linked now: no module more or less, none of another version, no other text.
func TestLicencesAreThoseOfWhatIsLinked(t *testing.T) {
	want, err := collect("../..")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../../" + folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := want[e.Name()]; !ok {
			t.Errorf("%s belongs to nothing that is linked", e.Name())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		got, err := os.ReadFile(filepath.Join("../..", folder, name))
		if err != nil || !bytes.Equal(got, want[name]) {
			t.Errorf("%s is not what is linked: run make licences (%v)", name, err)
		}
	}
}

func TestEverySystemsOwnModulesAreListed(t *testing.T) {
	list, err := assets.Licences()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"github.com/danieljoos/wincred", "github.com/rymdport/portal", "fyne.io/fyne/v2", "Pretendard", "Go"} {
		if !slices.ContainsFunc(list, func(l assets.Licence) bool { return l.Name == name }) {
			t.Errorf("%s is missing", name)
		}
	}
}

// What compilers and NSIS put into programs and installer lies in no module.
func TestWhatCompilersAndInstallerPutInIsListed(t *testing.T) {
	list, err := assets.Licences()
	if err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string][]string{
		"mingw-w64":     {"placed in the Public Domain", "Names of the copyright holders must not be used", "LUCENT DISCLAIMS", "Keith Marshall"},
		"libgcc":        {"General Public License", "Grant of Additional Permission", "terms of your choice"},
		"GNU C Library": {"unlimited", "permission to link the compiled version"},
		"Mesa":          {"Brian Paul", "Khronos", "Boost Software License", "Uses Jimenez's MLAA", "University", "Yann Collet", "Bison parser skeleton", "Lockless"},
		"NSIS":          {"provided 'as-is'", "Special exception for LZMA compression module", "The MIT License"},
	} {
		i := slices.IndexFunc(list, func(l assets.Licence) bool { return l.Name == name })
		if i < 0 {
			t.Errorf("%s is missing", name)
			continue
		}
		text, err := list[i].Text()
		for _, w := range words {
			if err != nil || !strings.Contains(text, w) {
				t.Errorf("%s: no %q (%v)", name, w, err)
			}
		}
	}
}

// Whoever takes the font of emoji in again has to list it again.
func TestFontOfEmojiIsNeitherLinkedNorListed(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil || !regexp.MustCompile(`(?m)^TAGS := .*\bno_emoji\b`).Match(makefile) {
		t.Errorf("the Makefile's tags do not leave the font of emoji out (%v)", err)
	}
	list, _ := assets.Licences()
	if slices.ContainsFunc(list, func(l assets.Licence) bool { return strings.Contains(l.Name, "Emoji") }) {
		t.Error("the font of emoji is listed")
	}
}

// The toolkit's module holds fonts and the window's module C code, each under licences of their own.
func TestWhatModulesCarryAlongIsFound(t *testing.T) {
	for name, kind := range map[string]string{
		"fyne.io/fyne/v2":                 "OFL-1.1",
		"github.com/go-gl/glfw/v3.3/glfw": "Zlib",
		"modernc.org/sqlite":              "public domain",
		"modernc.org/libc":                "MIT",
	} {
		list, _ := assets.Licences()
		i := slices.IndexFunc(list, func(l assets.Licence) bool { return l.Name == name })
		if i < 0 || !slices.Contains(list[i].Kinds, kind) {
			t.Errorf("%s: no %s in %+v", name, kind, list[max(i, 0)])
			continue
		}
		if text, err := list[i].Text(); err != nil || !strings.Contains(text, "\n") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestAnUnknownLicenceIsNotPassedOver(t *testing.T) {
	c := &collection{files: map[string][]byte{}}
	if err := c.add("example.org/x", "v1", map[string]string{"LICENSE": "All rights reserved."}); err == nil {
		t.Error("a text without a known licence was taken")
	}
	if err := c.add("example.org/y", "v1", nil); err == nil {
		t.Error("a module without a licence was taken")
	}
}
