package main

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"text/template"
	"time"

	"billkey/assets"
	"billkey/scripts/about"
)

//go:embed templates
var templates embed.FS

// facts are what packages say of the program: FyneApp.toml's, and the commit's time, which stands in every package instead of
// the time of packing.
type facts struct {
	about.Program
	Time time.Time
	root string
}

// readFacts reads them; SOURCE_DATE_EPOCH, in seconds, goes before the commit's time.
func readFacts(root string) (facts, error) {
	p, err := about.Read(root)
	if err != nil {
		return facts{}, err
	}
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		cmd := exec.Command("git", "log", "-1", "--format=%ct")
		cmd.Dir = root
		raw, err := cmd.Output()
		if err != nil {
			return facts{}, fmt.Errorf("the commit's time (or set SOURCE_DATE_EPOCH): %w", err)
		}
		epoch = strings.TrimSpace(string(raw))
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return facts{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return facts{Program: p, Time: time.Unix(seconds, 0).UTC(), root: root}, nil
}

// Authors and Mail are who answers for packages. The address says that there is none.
func (f facts) Authors() string { return "The " + f.Name + " authors" }

// Mail is the address Debian's packages must have.
func (f facts) Mail() string { return "authors@billkey.invalid" }

// Date is the commit's day.
func (f facts) Date() string { return f.Time.Format(time.DateOnly) }

// MailDate is the commit's time as Debian's changelogs write it.
func (f facts) MailDate() string { return f.Time.Format(time.RFC1123Z) }

// file is the beginning of every package's name.
func (f facts) file() string { return "billkey-" + f.Version }

// environment is the packers': they take the time from it.
func (f facts) environment() []string {
	return append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", f.Time.Unix()), "LC_ALL=C.UTF-8", "TZ=UTC")
}

// fill fills a template in. data has facts inside, and what else the template asks for.
func fill(name string, data any) ([]byte, error) {
	t, err := template.ParseFS(templates, "templates/"+name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Option("missingkey=error").Execute(&out, data)
	return out.Bytes(), err
}

// allLicences is the text file of the licences of everything that is linked.
func allLicences() ([]byte, error) {
	list, err := assets.Licences()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, l := range list {
		text, err := l.Text()
		if err != nil {
			return nil, err
		}
		title := strings.TrimSpace(l.Name+" "+l.Version) + " (" + strings.Join(l.Kinds, ", ") + ")"
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", title, strings.Repeat("=", len(title)), text)
	}
	return out.Bytes(), nil
}
