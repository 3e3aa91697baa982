package pgtest

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

var errMissing = errors.New("PostgreSQL 15 or newer is not installed (Debian package postgresql)")

// programs is the folder of the newest version's programs.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	best, newest := "", oldest-1
	for _, f := range found {
		dir := filepath.Dir(f)
		if v, err := strconv.Atoi(filepath.Base(filepath.Dir(dir))); err == nil && v > newest {
			best, newest = dir, v
		}
	}
	if best != "" {
		return best, nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errMissing
	}
	said, err := exec.CommandContext(context.Background(), path, "--version").Output() // #nosec G204 -- initdb
	fields := strings.Fields(string(said))
	if err != nil || len(fields) < 3 {
		return "", errMissing
	}
	if v, _ := strconv.Atoi(strings.Split(fields[2], ".")[0]); v < oldest {
		return "", errMissing
	}
	return filepath.Dir(path), nil
}
