//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd && !windows

package headless

import "os"

// noEcho knows no terminal of this system: what is typed is seen.
func noEcho(*os.File) (restore func(), terminal bool) { return func() {}, false }
