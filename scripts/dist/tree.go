package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tree is what goes into a package: paths with slashes, and their contents. What lies in a folder bin can be started.
type tree map[string][]byte

func mode(name string) fs.FileMode {
	if path.Base(path.Dir(name)) == "bin" || strings.Contains(name, "/MacOS/") {
		return 0o755
	}
	return 0o644
}

func (t tree) names() []string { return slices.Sorted(maps.Keys(t)) }

// under is the tree in a folder.
func (t tree) under(folder string) tree {
	out := tree{}
	for name, content := range t {
		out[folder+"/"+name] = content
	}
	return out
}

// kibibytes are what the files take.
func (t tree) kibibytes() int {
	n := 0
	for _, content := range t {
		n += (len(content) + 1023) / 1024
	}
	return n
}

// tar writes the tree with one owner, one time and in one order.
func (t tree) tar(w io.Writer, at time.Time) error {
	a := tar.NewWriter(w)
	made := map[string]bool{".": true}
	for _, name := range t.names() {
		if err := tarFolders(a, path.Dir(name), at, made); err != nil {
			return err
		}
		h := tar.Header{Name: name, Mode: int64(mode(name)), Size: int64(len(t[name])), ModTime: at, Format: tar.FormatUSTAR}
		if err := a.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := a.Write(t[name]); err != nil {
			return err
		}
	}
	return a.Close()
}

func tarFolders(a *tar.Writer, folder string, at time.Time, made map[string]bool) error {
	if made[folder] {
		return nil
	}
	if err := tarFolders(a, path.Dir(folder), at, made); err != nil {
		return err
	}
	made[folder] = true
	return a.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder + "/", Mode: 0o755, ModTime: at, Format: tar.FormatUSTAR})
}

func (t tree) zip(w io.Writer, at time.Time) error {
	a := zip.NewWriter(w)
	for _, name := range t.names() {
		h := zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
		h.SetMode(mode(name))
		f, err := a.CreateHeader(&h)
		if err != nil {
			return err
		}
		if _, err := f.Write(t[name]); err != nil {
			return err
		}
	}
	return a.Close()
}

// write lays the tree out on the disk, all with one time.
func (t tree) write(dir string, at time.Time) error {
	for _, name := range t.names() {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, t[name], mode(name)); err != nil {
			return err
		}
		if err := os.Chmod(file, mode(name)); err != nil { // whatever the umask
			return err
		}
	}
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if err := os.Chmod(p, 0o755); err != nil { // #nosec G302 G122 -- a folder of a package, just made here
				return err
			}
		}
		return os.Chtimes(p, at, at) // #nosec G122 -- just made here
	})
}

// squeezed is gzip without a name or a time.
func squeezed(content []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(content); err != nil {
		return nil, err
	}
	err = z.Close() // writes the end
	return out.Bytes(), err
}

// writeSums writes SHA256SUMS over a folder, as sha256sum -c reads it.
func writeSums(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), e.Name())
	}
	fmt.Print(sums.String())
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sums.String()), 0o644)
}
