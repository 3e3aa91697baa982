package about

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

func TestProjectsFileIsRead(t *testing.T) {
	p, err := Read(root)
	if err != nil || p.Icon.Bounds().Dx() < 256 {
		t.Fatalf("%+v %v", p, err)
	}
	icon, err := p.IconPNG(48)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(icon)); err != nil || c.Width != 48 || c.Height != 48 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestProjectsFileWithoutAVersionIsRefused(t *testing.T) {
	icon, err := os.ReadFile(filepath.Join(root, "assets", "icon.png"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(toml string) (Program, error) {
		dir := t.TempDir()
		for name, content := range map[string][]byte{"FyneApp.toml": []byte(toml), "i.png": icon} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return Read(dir)
	}
	whole := "Icon = \"i.png\"\nName = \"N\"\nID = \"x.y\"\nVersion = \"1.2.3\"\nBuild = 4\n"
	if p, err := read(whole); err != nil || p.Numbers(".") != "1.2.3.4" {
		t.Errorf("%v %v", p, err)
	}
	for _, broken := range []string{
		"", strings.Replace(whole, "1.2.3", "1.2", 1), strings.Replace(whole, "1.2.3", "1.x.3", 1),
		strings.Replace(whole, "Build = 4", "Build = 70000", 1), strings.Replace(whole, "x.y", "", 1), strings.Replace(whole, "i.png", "no.png", 1),
	} {
		if p, err := read(broken); err == nil {
			t.Errorf("%q: %v", broken, p)
		}
	}
}
