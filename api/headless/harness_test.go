package headless

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// What must be found nowhere. Each is recognisable: no clock and no mask makes these digits by chance.
const (
	canaryNumber = "4485278013956410"
	canaryBirth  = "871123"
	canaryPIN    = "83"
	posted       = "4485-2780-1395-6410"
)

// faces runs commands in one data folder.
type faces struct {
	t   *testing.T
	dir string
}

func newFaces(t *testing.T) *faces {
	t.Helper()
	t.Setenv("LANG", "en_GB.UTF-8")
	t.Setenv("LC_ALL", "")
	return &faces{t: t, dir: t.TempDir()}
}

// result is what a command left behind.
type result struct {
	code        int
	out, errors string
}

// run parses and runs a command to its end, with stdin in a pipe.
func (f *faces) run(stdin string, args ...string) result {
	f.t.Helper()
	return f.runIn(f.t.Context(), stdin, args...)
}

func (f *faces) runIn(ctx context.Context, stdin string, args ...string) result {
	f.t.Helper()
	var out, errs bytes.Buffer
	c, err := Parse(append(args, "-data", f.dir), &errs)
	if err != nil {
		return result{ExitUsage, out.String(), errs.String()}
	}
	defer func() { _ = c.Close() }()
	c.Stdin = pipe(f.t, stdin)
	code := Main(ctx, c, &out, &errs)
	return result{code, out.String(), errs.String()}
}

func pipe(t *testing.T, content string) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	if _, err := w.WriteString(content); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	return r
}

// serveSandbox is the imitation on a real loopback port.
func serveSandbox(t *testing.T, o sandbox.Options) (*sandbox.Server, string) {
	t.Helper()
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	addr, wait, err := sandbox.Serve(ctx, "127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = wait() })
	t.Setenv("BILLKEY_IMP_KEY", sandbox.Key)
	t.Setenv("BILLKEY_IMP_SECRET", sandbox.Secret)
	return s, "http://" + addr
}

// entries are the rows of the folder's ledger, newest first.
func (f *faces) entries() []ledger.Entry {
	f.t.Helper()
	l, err := ledger.Open(context.Background(), filepath.Join(f.dir, "ledger.db"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	p, err := l.Entries(context.Background(), ledger.Query{})
	if err != nil {
		f.t.Fatal(err)
	}
	return p.Entries
}

// clean fails when card data is in any file of the folder, or in one of the texts.
func (f *faces) clean(texts ...string) {
	f.t.Helper()
	err := filepath.WalkDir(f.dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		texts = append(texts, string(b))
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, s := range texts {
		for _, secret := range []string{canaryNumber, posted, canaryBirth, canaryNumber[6:12], sandbox.Secret} {
			if at := strings.Index(s, secret); at >= 0 {
				f.t.Errorf("%q stands in: …%.80q", secret, s[max(0, at-40):])
			}
		}
	}
}

func inTime(t *testing.T) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(stop)
	return ctx
}
