package headless

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"billkey/api/inspect"
)

// SaveRequests writes exchanges as HAR 1.2 into the user's download folder, or the home folder where there is none,
// and returns the file's path. A file half-written is removed. Exchanges are masked already.
func (p *Parts) SaveRequests(name string, list []inspect.Exchange) (string, error) {
	f, err := createNew(downloads(), name)
	if err != nil {
		return "", err
	}
	if err := errors.Join(inspect.WriteHAR(f, BuildVersion, list), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// SaveText writes a report where [Parts.SaveRequests] writes exchanges, and returns the file's path.
func SaveText(name, content string) (string, error) {
	f, err := createNew(downloads(), name)
	if err != nil {
		return "", err
	}
	_, werr := f.WriteString(content)
	if err := errors.Join(werr, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// createNew makes name with the time in it; nothing is ever written over.
func createNew(dir, name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, stamped(name)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the user's own folder
}

func stamped(name string) string {
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + time.Now().Format("-20060102-150405.000") + ext
}

// NewFile is where a file of that name is to be written: in the user's folder of downloads, with the time in its name.
func NewFile(name string) string { return filepath.Join(downloads(), stamped(name)) }

// NewestFile is the file last written by [NewFile] or [SaveText] under a name; "" if there is none. The time in the names
// puts them in order.
func NewestFile(name string) string {
	ext := filepath.Ext(name)
	list, err := filepath.Glob(filepath.Join(downloads(), strings.TrimSuffix(name, ext)+"-*"+ext))
	if err != nil || len(list) == 0 {
		return ""
	}
	return slices.Max(list)
}

func downloads() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	dir := filepath.Join(home, "Downloads")
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	return home
}
