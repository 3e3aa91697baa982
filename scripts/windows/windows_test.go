package main

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

func read(t *testing.T, path ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{root}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestResourcesSayWhatTheProjectsFileSays(t *testing.T) {
	a, err := readAbout(string(read(t, "FyneApp.toml")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"FILEVERSION " + a.numbers(","), `"ProductName", "` + a.name + `"`, `"FileVersion", "` + a.numbers(".") + `"`} {
		if !strings.Contains(a.resources(), want) {
			t.Errorf("no %s in:\n%s", want, a.resources())
		}
	}
	for d := xml.NewDecoder(strings.NewReader(a.manifest())); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestProjectsFileWithoutAVersionIsRefused(t *testing.T) {
	whole := "Icon = \"i.png\"\nName = \"N\"\nID = \"x.y\"\nVersion = \"1.2.3\"\nBuild = 4\n"
	if a, err := readAbout(whole); err != nil || a.numbers(".") != "1.2.3.4" {
		t.Errorf("%v %v", a, err)
	}
	for _, broken := range []string{"", strings.Replace(whole, "1.2.3", "1.2", 1), strings.Replace(whole, "1.2.3", "1.x.3", 1),
		strings.Replace(whole, "Build = 4", "Build = 70000", 1)} {
		if a, err := readAbout(broken); err == nil {
			t.Errorf("%q: %v", broken, a)
		}
	}
}

func TestIconHasEverySize(t *testing.T) {
	ico, err := icons(read(t, "assets", "icon.png"))
	if err != nil {
		t.Fatal(err)
	}
	for i, side := range sides {
		entry := ico[6+16*i:]
		size, at := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		p, err := png.DecodeConfig(bytes.NewReader(ico[at : at+size]))
		if err != nil || p.Width != side || p.Height != side || entry[0] != byte(side) {
			t.Errorf("%d: %+v %v", side, p, err)
		}
	}
}
