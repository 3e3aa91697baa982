package main

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"billkey/scripts/about"
)

const root = "../.."

func project(t *testing.T) about.Program {
	t.Helper()
	a, err := about.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestResourcesSayWhatTheProjectsFileSays(t *testing.T) {
	a := project(t)
	for _, want := range []string{"FILEVERSION " + a.Numbers(","), `"ProductName", "` + a.Name + `"`, `"FileVersion", "` + a.Numbers(".") + `"`, `"InternalName", "` + a.ID + `"`} {
		if !strings.Contains(resources(a), want) {
			t.Errorf("no %s in:\n%s", want, resources(a))
		}
	}
	if want := `name="` + a.ID + `" version="` + a.Numbers(".") + `"`; !strings.Contains(manifest(a), want) {
		t.Errorf("no %s in:\n%s", want, manifest(a))
	}
	for d := xml.NewDecoder(strings.NewReader(manifest(a))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestIconHasEverySize(t *testing.T) {
	ico, err := icons(project(t))
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
