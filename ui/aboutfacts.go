package ui

import (
	"runtime"
	"runtime/debug"
	"strings"
)

// toolkit is the module the window is drawn by.
const toolkit = "fyne.io/fyne/v2"

// fact is one thing that is known of this build: a sentence's key and what it is about.
type fact struct{ key, value string }

// buildFacts are read from the program itself. What a build left out is left out here: `go build` notes the commit, unless it
// was told not to or the sources came without their history.
func buildFacts(version string, info *debug.BuildInfo) []fact {
	facts := []fact{{"about.version", version}}
	if info != nil {
		if commit := commitOf(info); commit != "" {
			facts = append(facts, fact{"about.commit", commit})
		}
		for _, m := range info.Deps {
			if m.Path == toolkit {
				facts = append(facts, fact{"about.toolkit", "Fyne " + m.Version})
			}
		}
	}
	return append(facts, fact{"about.compiler", runtime.Version()}, fact{"about.system", runtime.GOOS + "/" + runtime.GOARCH})
}

// commitOf is the commit's first twelve digits and its time; a plus sign tells of sources that differ from it.
func commitOf(info *debug.BuildInfo) string {
	told := map[string]string{}
	for _, s := range info.Settings {
		told[s.Key] = s.Value
	}
	commit := told["vcs.revision"]
	if commit == "" {
		return ""
	}
	commit = commit[:min(12, len(commit))]
	if told["vcs.modified"] == "true" {
		commit += "+"
	}
	return strings.TrimSpace(commit + " " + told["vcs.time"])
}
