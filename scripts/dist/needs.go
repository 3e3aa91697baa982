package main

import (
	"bytes"
	"debug/elf"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// packages are the Debian packages of the libraries that the program is linked with or opens by name while it runs. Those
// with "" it does without.
var packages = map[string]string{
	"libc.so.6":        "libc6",
	"libm.so.6":        "libc6",
	"libGL.so.1":       "libgl1",
	"libGL.so":         "", // the same, under the name for building
	"libGLX.so.0":      "", // libgl1 brings it
	"libOpenGL.so.0":   "", // only where there is no libGL
	"libX11.so.6":      "libx11-6",
	"libX11-xcb.so.1":  "libx11-xcb1",
	"libXcursor.so.1":  "libxcursor1",
	"libXi.so.6":       "libxi6",
	"libXinerama.so.1": "libxinerama1",
	"libXrandr.so.2":   "libxrandr2",
	"libXrender.so.1":  "libxrender1",
	"libXxf86vm.so.1":  "libxxf86vm1",
	// Other ways to draw, which the window library could be asked for and is not.
	"libEGL.so.1": "", "libGLES_CM.so.1": "", "libGLESv1_CM.so.1": "", "libGLESv2.so.2": "", "libOSMesa.so.6": "",
	"libOSMesa.so.8": "", "libvulkan.so.1": "",
}

// always is needed, and no library: roots to judge iamport's certificate by.
const always = "ca-certificates"

// The zero byte or white space before and after keeps words of longer sentences out.
var soname = regexp.MustCompile(`\x00(lib[A-Za-z0-9_+-]+\.so(?:\.[0-9]+)*)\x00`)

// needs is what the program asks of a system: Debian packages, and the C library's version: "2.34".
func needs(program []byte) (depends, glibc string, err error) {
	e, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		return "", "", err
	}
	libraries, err := e.ImportedLibraries()
	if err != nil {
		return "", "", err
	}
	for at := 0; ; { // names that follow each other share a zero
		m := soname.FindSubmatchIndex(program[at:])
		if m == nil {
			break
		}
		libraries = append(libraries, string(program[at+m[2]:at+m[3]]))
		at += m[3]
	}
	glibc, err = newest(e)
	if err != nil {
		return "", "", err
	}
	wanted := map[string]bool{always: true}
	for _, l := range libraries {
		p, known := packages[l]
		switch {
		case !known:
			return "", "", fmt.Errorf("the program wants %s: which package has it?", l)
		case p == "libc6":
			wanted[p+" (>= "+glibc+")"] = true
		case p != "":
			wanted[p] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(wanted)), ", "), glibc, nil
}

// newest is the newest version of the C library that a symbol was taken from.
func newest(e *elf.File) (string, error) {
	symbols, err := e.ImportedSymbols()
	if err != nil {
		return "", err
	}
	best := [3]int{}
	for _, s := range symbols {
		var v [3]int
		if version, ok := strings.CutPrefix(s.Version, "GLIBC_"); ok {
			if n, _ := fmt.Sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]); n >= 2 && slices.Compare(v[:], best[:]) > 0 {
				best = v
			}
		}
	}
	if best[0] == 0 {
		return "", fmt.Errorf("the program takes nothing from the C library")
	}
	return fmt.Sprintf("%d.%d", best[0], best[1]), nil
}
