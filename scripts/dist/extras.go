package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"billkey/assets"
)

// component is a part of the program as a bill of materials lists it.
type component struct {
	Ref         string   `json:"bom-ref"`
	Type        string   `json:"type"`
	Name        string   `json:"name"`
	Version     string   `json:"version,omitempty"`
	Description string   `json:"description,omitempty"`
	Scope       string   `json:"scope"`
	Licences    []object `json:"licenses"`
	PURL        string   `json:"purl"`
}

// toolkitFonts are those the window's toolkit embeds; their files and licences lie in its module.
var toolkitFonts = []struct{ name, version, kind string }{
	{"Noto Sans", "2.000", "OFL-1.1"},
	{"DejaVu Sans Mono for Powerline", "2.37", "Bitstream-Vera"},
	{"Inter", "3.019", "OFL-1.1"},
}

// runtimes are what C compilers, and on Windows the installer's maker, put in, by system. On macOS everything is the system's.
var runtimes = map[string][]struct{ name, why string }{
	"linux":   {{"GNU C Library", "start files; the library itself is the system's"}, {compilerLibrary, "start files"}},
	"windows": {{"mingw-w64", "C runtime"}, {compilerLibrary, "stack probes and start files"}, {"NSIS", "stub of installer and uninstaller, not part of the program"}},
}

// compilerLibrary has the compiler's version, which the program tells.
const compilerLibrary = "libgcc"

// extras are the components of a program for this system that are no modules. drawn is the version of what draws in software
// beside it; "": nothing does.
func extras(system, drawn string, program []byte) ([]component, error) {
	var out []component
	for _, f := range toolkitFonts {
		out = append(out, part(f.name, f.version, "font of the window's toolkit", []object{licence(f.kind)}))
	}
	listed := append(slices.Clone(runtimes[system]), struct{ name, why string }{"Pretendard", "font"})
	for _, r := range listed {
		l, err := listedLicence(r.name)
		if err != nil {
			return nil, err
		}
		version := l.Version
		if r.name == compilerLibrary {
			version = compiler(program)
		}
		out = append(out, part(r.name, version, r.why, licencesOf(l)))
	}
	if drawn == "" {
		return out, nil
	}
	kinds, err := licences(drawer)
	c := part(drawer, drawn, "libraries in the folder software, loaded where there is no usable OpenGL", kinds)
	c.Scope = "optional"
	return append(out, c), err
}

// drawer is what draws in software, with what its compiler put in.
const drawer = "Mesa"

func part(name, version, why string, kinds []object) component {
	ref := "pkg:generic/" + url.PathEscape(strings.ToLower(strings.ReplaceAll(name, " ", "-")))
	if version != "" {
		ref += "@" + url.PathEscape(version)
	}
	return component{Ref: ref, Type: "library", Name: name, Version: version, Description: why, Scope: "required", Licences: kinds, PURL: ref}
}

var compiled = regexp.MustCompile(`GCC: \([^)\x00]*\) ([0-9.]+)`)

// compiler is the version of the C compiler, "" where the program does not tell it.
func compiler(program []byte) string {
	m := compiled.FindSubmatch(program)
	if m == nil {
		return ""
	}
	return string(m[1])
}

func listedLicence(name string) (assets.Licence, error) {
	list, err := assets.Licences()
	if err != nil {
		return assets.Licence{}, err
	}
	i := slices.IndexFunc(list, func(l assets.Licence) bool { return l.Name == name })
	if i < 0 {
		return assets.Licence{}, fmt.Errorf("%s is not among the licences: make licences", name)
	}
	return list[i], nil
}

func licences(name string) ([]object, error) {
	l, err := listedLicence(name)
	return licencesOf(l), err
}

func licencesOf(l assets.Licence) []object {
	var out []object
	for _, k := range l.Kinds {
		out = append(out, licence(k))
	}
	return out
}

// identifier is SPDX's form. What has a space in it is an expression or plain words, which bills take as names.
var identifier = regexp.MustCompile(`^[A-Z][A-Za-z]*(-[A-Za-z0-9.]+)*$`)

func licence(kind string) object {
	if identifier.MatchString(kind) {
		return object{"license": object{"id": kind}}
	}
	return object{"license": object{"name": kind}}
}
