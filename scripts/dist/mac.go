package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// macIcons are the pictures of an icon file by their type there: each is a PNG.
var macIcons = []struct {
	kind string
	side int
}{
	{"icp4", 16}, {"icp5", 32}, {"ic11", 32}, {"ic12", 64}, {"ic07", 128}, {"ic13", 256}, {"ic08", 256}, {"ic14", 512}, {"ic09", 512}, {"ic10", 1024},
}

// packMac makes the application, signs it for the machine it was made on ("ad hoc": whoever takes it elsewhere is asked by
// Gatekeeper), zips it and writes its bill of materials.
func packMac(f facts, program, sbom, out string) error {
	binary, err := finished(f, program)
	if err != nil {
		return err
	}
	app, err := application(f, binary)
	if err != nil {
		return err
	}
	name := f.Name + ".app"
	dir, err := os.MkdirTemp("", "billkey-app-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := app.under(name).write(dir, f.Time); err != nil {
		return err
	}
	zipped := filepath.Join(out, f.file()+"-macos.zip")
	for _, step := range [][]string{
		{"plutil", "-lint", filepath.Join(name, "Contents", "Info.plist")},
		{"codesign", "--force", "--sign", "-", "--identifier", f.ID, name},
		{"codesign", "--verify", "--strict", name},
		{"ditto", "-c", "-k", "--keepParent", name, zipped},
	} {
		cmd := exec.Command(step[0], step[1:]...)
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", step[0], err, said)
		}
	}
	if sbom == "" {
		return nil
	}
	return bill(f, sbom, "darwin", program, filepath.Join(out, f.file()+"-macos.cdx.json"))
}

// application is the bundle: what lies in Billkey Desk.app.
func application(f facts, program []byte) (tree, error) {
	plist, err := fill("Info.plist", f)
	if err != nil {
		return nil, err
	}
	icon, err := icns(f)
	if err != nil {
		return nil, err
	}
	licences, err := allLicences()
	if err != nil {
		return nil, err
	}
	return tree{
		"Contents/Info.plist":             plist,
		"Contents/PkgInfo":                []byte("APPL????"),
		"Contents/MacOS/billkey":          program,
		"Contents/Resources/icon.icns":    icon,
		"Contents/Resources/LICENCES.txt": licences,
	}, nil
}

// icns makes a Mac's icon file: a head, then one picture after the other, each with its type and length.
func icns(f facts) ([]byte, error) {
	var body bytes.Buffer
	for _, i := range macIcons {
		picture, err := f.IconPNG(i.side)
		if err != nil {
			return nil, err
		}
		body.WriteString(i.kind)
		body.Write(binary.BigEndian.AppendUint32(nil, uint32(len(picture)+8)))
		body.Write(picture)
	}
	head := binary.BigEndian.AppendUint32([]byte("icns"), uint32(body.Len()+8))
	return append(head, body.Bytes()...), nil
}
