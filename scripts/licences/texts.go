package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var licenceFile = regexp.MustCompile(`(?i)^(un)?licen[cs]e|^copying|^notice|^patents|^ofl`)

// passedOver are files with a licence's name that are about nothing that is linked, each with the reason.
var passedOver = map[string]string{
	"modernc.org/sqlite/LICENSE-3RD-PARTY.md": "its whole module graph once more: what is linked of it has its own entry",
	"modernc.org/sqlite/LICENSE-SQLITE_VEC":   "only with modernc.org/sqlite/vec, which is not imported",
	"modernc.org/memory/LICENSE-LOGO":         "a picture of its README",
}

// texts are the licence files of a module, by their path below it.
func (m *module) texts() (map[string]string, error) {
	folders, err := m.folders()
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, dir := range folders {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
				continue
			}
			raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return nil, err
			}
			name, _ := filepath.Rel(m.dir, filepath.Join(dir, e.Name()))
			if _, pass := passedOver[m.path+"/"+name]; !pass {
				out[name] = tidy(string(raw))
			}
		}
	}
	return out, nil
}

// tidy makes the same text the same bytes: line ends, form feeds, spaces before them, empty lines around.
func tidy(text string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\f", "\n", "\ufeff", "", "\t", "    ").Replace(text), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}

// phrases tell licences apart, by SPDX identifier where there is one.
var phrases = []struct{ kind, phrase string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"MIT", "to any person obtaining a copy of this software"},
	{"BSD-3-Clause", "may be used to endorse or promote products derived from this software without specific prior written permission"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"ISC", "Permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"HPND", "without written agreement and without license or royalty fees, to use, copy, modify, and distribute this software"},
	{"Zlib", "This software is provided 'as-is', without any express or implied warranty"},
	{"Unlicense", "This is free and unencumbered software released into the public domain"},
	{"OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1"},
	{"Bitstream-Vera", "to any person obtaining a copy of the fonts accompanying this license"},
	{"ZPL-2.1", "The right to distribute this software or to use it for any purpose does not give you the right to use Servicemarks"},
	{"HPND", "to use, copy, modify, and distribute this software and its documentation for any purpose and without fee is hereby granted"},
	{"Keith Marshall", "You may redistribute and/or modify it as you see fit, without restriction of copyright"},
	{"GPL-3.0-or-later WITH GCC-exception-3.1", "GCC RUNTIME LIBRARY EXCEPTION Version 3.1"},
	{"LGPL-2.1-or-later WITH GCC-exception-2.0-note", "In addition to the permissions in the GNU Lesser General Public License"},
	{"CPL-1.0", "Common Public License version 1.0 THE ACCOMPANYING PROGRAM"},
	{"public domain", "has been dedicated to the public domain by the authors"},
	{"public domain", "has no copyright assigned and is placed in the Public Domain"},
	{"BSL-1.0", "to any person or organization obtaining a copy of the software and accompanying documentation covered by this license"},
	{"Jimenez's MLAA", "Redistributions in binary form must reproduce the following statement: \"Uses Jimenez's MLAA."},
	{"public domain", "By Steve Reid <steve@edmweb.com> 100% Public Domain"},
	{"Bison exception", "you may create a larger work that contains part or all of the Bison parser skeleton"},
	{"patent grant", "Additional IP Rights Grant (Patents)"},
}

// kinds are the licences a text holds.
func kinds(text string) []string {
	flat := strings.Join(strings.Fields(text), " ")
	var out []string
	for _, p := range phrases {
		if strings.Contains(flat, p.phrase) {
			out = append(out, p.kind)
		}
	}
	longer := slices.Contains(out, "BSD-3-Clause") || slices.Contains(out, "ZPL-2.1")
	if strings.Contains(flat, "Redistribution and use in source and binary forms") && !longer {
		out = append(out, "BSD-2-Clause")
	}
	slices.Sort(out)
	return slices.Compact(out)
}
