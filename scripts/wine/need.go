package wine

import (
	"os"
	"path/filepath"
	"testing"
)

// Wanted is the variable that has the tests run which need Wine: they take minutes and a gigabyte.
const Wanted = "BILLKEY_WINE"

// Need makes a Windows for a test, in dir, and ends what runs there with the test. root is the folder of the module. Where
// nobody asked for Wine the test is skipped; where somebody did and it is missing, it fails.
func Need(t *testing.T, root, dir string, env []string) *Prefix {
	t.Helper()
	missing := Installed()
	switch {
	case os.Getenv(Wanted) == "" && missing != "":
		t.Skipf("make wine runs this; %s is not installed", missing)
	case os.Getenv(Wanted) == "":
		t.Skip("make wine runs this")
	case missing != "":
		t.Fatalf("%s is not installed", missing)
	}
	p, err := New(t.Context(), dir, filepath.Join(root, "scripts", "wine"), env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}
