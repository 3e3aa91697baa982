package main

import (
	"bytes"
	"debug/pe"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/scripts/about"
	"billkey/scripts/wine"
)

// built is a file of the folder that make windows fills. Where nobody asked for that, an old one may lie there.
func built(t *testing.T, name string) string {
	t.Helper()
	if os.Getenv(wine.Wanted) == "" {
		t.Skip("make wine runs this")
	}
	return filepath.Join(root, "build", "windows", name)
}

func opened(t *testing.T, name string) *pe.File {
	t.Helper()
	f, err := pe.Open(built(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func optional(t *testing.T, f *pe.File) *pe.OptionalHeader64 {
	t.Helper()
	h, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok || f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 {
		t.Fatalf("machine %x, %T", f.Machine, f.OptionalHeader)
	}
	return h
}

// The window belongs to no console, what shells wait for does. Both are loaded where nobody can foretell, and need nothing
// that Windows does not have.
func TestWindowsProgramsAreOfTheirKind(t *testing.T) {
	for name, subsystem := range map[string]uint16{
		"billkey.exe": pe.IMAGE_SUBSYSTEM_WINDOWS_GUI,
		"billkey.com": pe.IMAGE_SUBSYSTEM_WINDOWS_CUI,
	} {
		f := opened(t, name)
		h := optional(t, f)
		if h.Subsystem != subsystem {
			t.Errorf("%s: subsystem %d", name, h.Subsystem)
		}
		const guarded = pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT | pe.IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA
		if h.DllCharacteristics&guarded != guarded {
			t.Errorf("%s: characteristics %x", name, h.DllCharacteristics)
		}
		symbols, err := f.ImportedSymbols()
		if err != nil || len(symbols) == 0 {
			t.Errorf("%s imports %d symbols: %v", name, len(symbols), err)
		}
		for _, s := range symbols {
			if _, library, _ := strings.Cut(s, ":"); strings.HasPrefix(strings.ToLower(library), "lib") {
				t.Errorf("%s needs %s, which is the compiler's", name, library)
			}
		}
	}
}

func TestWindowsProgramIsNotTooLarge(t *testing.T) {
	if err := about.Fits(built(t, "billkey.exe")); err != nil {
		t.Error(err)
	}
}

// The shell shows the icon with the lowest number, the window library one of its own name. Both hold every size as it was made.
func TestWindowsProgramHasItsIcon(t *testing.T) {
	have := carried(t, opened(t, "billkey.exe"))
	made, err := icons(project(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"1", "GLFW_ICON"} {
		group := have.one(t, typeIconGroup, name)
		if len(group) != 6+14*len(sides) {
			t.Fatalf("%s: %d bytes", name, len(group))
		}
		for i, side := range sides {
			entry, of := group[6+14*i:], made[6+16*i:]
			size, at := number32(of[8:]), number32(of[12:])
			if picture := have.numbered(t, typeIcon, int(number16(entry[12:]))); entry[0] != byte(side) || !bytes.Equal(picture, made[at:at+size]) {
				t.Errorf("%s: the picture of %d is another", name, side)
			}
		}
	}
}

func TestWindowsProgramTellsItsVersion(t *testing.T) {
	a := project(t)
	fixed, says := version(t, carried(t, opened(t, "billkey.exe")).one(t, typeVersion, "1"))
	if fixed != a.Numbers(".") {
		t.Errorf("the numbers are %s, not %s", fixed, a.Numbers("."))
	}
	for key, want := range map[string]string{
		"ProductName": a.Name, "FileDescription": a.Name, "CompanyName": a.Name, "InternalName": a.ID, "OriginalFilename": "billkey.exe",
		"FileVersion": a.Numbers("."), "ProductVersion": a.Numbers("."),
	} {
		if says[key] != want {
			t.Errorf("%s is %q, not %q", key, says[key], want)
		}
	}
}

func TestWindowsProgramAsksForPixelsLongPathsAndNoRights(t *testing.T) {
	got := string(carried(t, opened(t, "billkey.exe")).one(t, typeManifest, "1"))
	if want := manifest(project(t)); got != want {
		t.Errorf("the manifest is another one:\n%s", got)
	}
	for _, want := range []string{
		`<requestedExecutionLevel level="asInvoker" uiAccess="false"/>`, `>true/pm</dpiAware>`, `>PerMonitorV2, PerMonitor</dpiAwareness>`, `>true</longPathAware>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
}
