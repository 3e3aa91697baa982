package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// series are the versions whose switches build.go knows: those of Debian 12.
const series = "22.3."

// source is the folder of the unpacked sources below the one for work: the same for every version, since its name may end in
// what is compiled.
const source = "source"

// MissingError tells what this machine lacks, in a sentence.
type MissingError struct{ What string }

func (e *MissingError) Error() string { return e.What }

// fetch has apt bring the sources, whose sums it takes from the signed lists of the distribution, and dpkg-source unpack
// them, which compares the sums once more. No entry is added to the system's list of sources.
func fetch(ctx context.Context, work string) error {
	if said, err := tool(ctx, work, "apt-get", "source", "--quiet", "--download-only", "--only-source", "mesa"); err != nil {
		return notFetched(said, err)
	}
	found, err := filepath.Glob(filepath.Join(work, "mesa_*.dsc"))
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return fmt.Errorf("%d descriptions of sources", len(found))
	}
	if said, err := tool(ctx, work, "dpkg-source", "--extract", filepath.Base(found[0]), source); err != nil {
		return fmt.Errorf("dpkg-source: %w\n%s", err, said)
	}
	return patch(ctx, filepath.Join(work, source))
}

// notFetched says why in apt's words, unless they are about the list of sources, which is the usual reason.
func notFetched(said string, err error) error {
	if strings.Contains(said, "deb-src") {
		return &MissingError{"apt has no source packages: an entry of the kind deb-src for Debian 12 (bookworm) is missing in /etc/apt, and apt-get update after it."}
	}
	reason := err.Error()
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "E: ") {
			reason = strings.TrimSpace(strings.TrimPrefix(line, "E: "))
		}
	}
	return &MissingError{"The sources of Mesa cannot be had: " + reason + "."}
}

// patch puts in what Debian changed. Sources of the older format carry the changes beside them.
func patch(ctx context.Context, dir string) error {
	format, _ := os.ReadFile(filepath.Join(dir, "debian", "source", "format")) //nolint:errcheck // none means the older one
	list, err := os.ReadFile(filepath.Join(dir, "debian", "patches", "series"))
	if err != nil || strings.Contains(string(format), "quilt") {
		return nil // there are none, or dpkg-source has put them in
	}
	for line := range strings.Lines(string(list)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		if said, err := tool(ctx, dir, "patch", "-p1", "--batch", "--input", filepath.Join("debian", "patches", name)); err != nil {
			return fmt.Errorf("%s: %w\n%s", name, err, said)
		}
	}
	return nil
}

// versionOf is what the sources call themselves.
func versionOf(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, "VERSION"))
	version := strings.TrimSpace(string(b))
	if err == nil && !strings.HasPrefix(version, series) {
		return "", &MissingError{"Debian 12's Mesa " + series + "x is needed, this system has " + version + "."}
	}
	return version, err
}

// tool runs a program in a folder with nothing of this user's around it: an own Python, or flags for another compiler.
func tool(ctx context.Context, dir, name string, args ...string) (said string, err error) {
	cmd := exec.CommandContext(ctx, name, args...) // #nosec G204 -- the build's own tools
	cmd.Dir = dir
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + dir, "LC_ALL=C.UTF-8", "TZ=UTC", "SOURCE_DATE_EPOCH=1"}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
