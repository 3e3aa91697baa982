package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
)

// modulesOnly is the shape of what the tool writes.
const modulesOnly = `{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"bom-ref": "main", "name": "billkey"}},
"components": [{"bom-ref": "a", "name": "a", "type": "library"}, {"bom-ref": "std", "name": "std", "version": "go1.26", "type": "library"}],
"dependencies": [{"ref": "a"}, {"ref": "main", "dependsOn": ["a", "std"]}]}`

func TestBillListsFontsGoAndRuntimesOfEachSystem(t *testing.T) {
	fonts := []string{"DejaVu Sans Mono for Powerline", "Inter", "Noto Sans", "Pretendard"}
	for system, want := range map[string][]string{
		"linux":   {"GNU C Library", "libgcc"},
		"windows": {"NSIS", "libgcc", "mingw-w64"},
		"darwin":  nil,
	} {
		list, err := extras(system, "", []byte("\x00GCC: (GNU) 12.2.0\x00"))
		if err != nil {
			t.Fatal(err)
		}
		whole, err := completed([]byte(modulesOnly), list)
		if err != nil {
			t.Fatal(err)
		}
		var b struct {
			Components []struct {
				Ref      string `json:"bom-ref"`
				Name     string
				Version  string
				Licenses []struct{ License struct{ ID, Name string } }
			}
			Dependencies []struct {
				Ref       string
				DependsOn []string `json:"dependsOn"`
			}
		}
		if err := json.Unmarshal(whole, &b); err != nil {
			t.Fatal(err)
		}
		var names, refs []string
		for _, c := range b.Components {
			names, refs = append(names, c.Name), append(refs, c.Ref)
			if c.Name != "a" && (len(c.Licenses) == 0 || c.Licenses[0].License.ID+c.Licenses[0].License.Name == "") {
				t.Errorf("%s has no licence", c.Name)
			}
			if c.Name == "libgcc" && c.Version != "12.2.0" {
				t.Errorf("libgcc %q", c.Version)
			}
		}
		slices.Sort(names)
		if all := sorted([]string{"a", "std"}, fonts, want); !slices.Equal(names, all) {
			t.Errorf("%s: %q, want %q", system, names, all)
		}
		if got := b.Dependencies[1].DependsOn; !slices.Equal(sorted(got), sorted(refs)) {
			t.Errorf("%s depends on %q, not %q", system, got, refs)
		}
	}
}

func sorted(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return all
}

func TestBillWithoutGoIsRefused(t *testing.T) {
	for _, broken := range []string{"", "{}", strings.Replace(modulesOnly, `"std", "version"`, `"other", "version"`, 1), strings.Replace(modulesOnly, `"ref": "main"`, `"ref": "x"`, 1)} {
		if whole, err := completed([]byte(broken), nil); err == nil {
			t.Errorf("%q became %s", broken, whole)
		}
	}
}

// The fonts that are embedded are those of the bill, with the versions they tell themselves.
func TestFontsOfTheBillAreThoseEmbedded(t *testing.T) {
	var listed []string
	for _, f := range toolkitFonts {
		listed = append(listed, f.name+" "+f.version)
	}
	pretendard, err := listedLicence("Pretendard")
	if err != nil {
		t.Fatal(err)
	}
	listed = append(listed, "Pretendard "+pretendard.Version)
	var embedded []string
	for _, path := range embeddedFonts(t) {
		said := fontSays(t, path)
		i := slices.IndexFunc(listed, func(l string) bool { return strings.HasPrefix(said, l) })
		if i < 0 {
			t.Errorf("%s is %q, which no bill lists", path, said)
			continue
		}
		embedded = append(embedded, listed[i])
	}
	slices.Sort(embedded)
	if got := slices.Compact(embedded); !slices.Equal(got, sorted(listed)) {
		t.Errorf("embedded are %q, listed %q", got, listed)
	}
}

// embeddedFonts asks Go, with the tags of every build.
func embeddedFonts(t *testing.T) []string {
	t.Helper()
	tags := strings.TrimSpace(output(t, "sed", "-n", "s/^TAGS := //p", "../../Makefile"))
	cmd := exec.Command("go", "list", "-tags="+tags, "-deps", "-f", `{{$d := .Dir}}{{range .EmbedFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, ".")
	cmd.Dir, cmd.Env = "../..", append(os.Environ(), "CGO_ENABLED=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var fonts []string
	for _, path := range strings.Fields(string(out)) {
		if ext := filepath.Ext(path); ext == ".ttf" || ext == ".otf" {
			fonts = append(fonts, path)
		}
	}
	return fonts
}

// fontSays is a font's family and version: "Inter 3.019". Pretendard's 1.3.9 calls itself 1.309.
func fontSays(t *testing.T, path string) string {
	t.Helper()
	f, err := sfnt.Parse([]byte(contents(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	family, err := f.Name(&b, sfnt.NameIDFamily)
	if err != nil {
		t.Fatal(err)
	}
	version, err := f.Name(&b, sfnt.NameIDVersion)
	if err != nil {
		t.Fatal(err)
	}
	return family + " " + strings.NewReplacer("Version ", "", "1.309", "1.3.9").Replace(version)
}
