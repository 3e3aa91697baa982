// Package about reads what FyneApp.toml says of the program: the one place its name, identifier, version and icon are said in.
// Whatever packages the program asks here.
package about

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/image/draw"
)

// Program is what the file says.
type Program struct {
	Name    string      // "Billkey Desk"
	ID      string      // "kr.billkey.desk": to desktops, installers and preferences
	Version string      // three numbers: "0.1.0"
	Build   string      // one number, which tells packages of one version apart
	Icon    image.Image // a large square
}

var line = regexp.MustCompile(`(?m)^\s*(\w+)\s*=\s*"?([^"\n]*)"?\s*$`)

// Read reads FyneApp.toml, which consists of a few plain lines, and the icon it names. root is their folder.
func Read(root string) (Program, error) {
	toml, err := os.ReadFile(filepath.Join(root, "FyneApp.toml"))
	if err != nil {
		return Program{}, err
	}
	values := map[string]string{}
	for _, m := range line.FindAllStringSubmatch(string(toml), -1) {
		values[m[1]] = m[2]
	}
	p := Program{Name: values["Name"], ID: values["ID"], Version: values["Version"], Build: values["Build"]}
	if p.Name == "" || p.ID == "" {
		return Program{}, errors.New("FyneApp.toml: Name or ID is missing")
	}
	numbers := strings.Split(p.Version+"."+p.Build, ".")
	if len(numbers) != 4 {
		return Program{}, fmt.Errorf("FyneApp.toml: Version has three numbers, Build one, not %q and %q", p.Version, p.Build)
	}
	for _, n := range numbers {
		if _, err := strconv.ParseUint(n, 10, 16); err != nil { // what Windows takes
			return Program{}, fmt.Errorf("FyneApp.toml: version: %w", err)
		}
	}
	picture, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(values["Icon"])))
	if err != nil {
		return Program{}, err
	}
	if p.Icon, err = png.Decode(bytes.NewReader(picture)); err != nil {
		return Program{}, fmt.Errorf("FyneApp.toml: icon: %w", err)
	}
	return p, nil
}

// Numbers are version and build, four numbers with something between them.
func (p Program) Numbers(between string) string {
	return strings.ReplaceAll(p.Version+"."+p.Build, ".", between)
}

// IconPNG is the icon as a PNG of so many pixels a side.
func (p Program) IconPNG(side int) ([]byte, error) {
	to := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(to, to.Bounds(), p.Icon, p.Icon.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err := png.Encode(&out, to)
	return out.Bytes(), err
}
