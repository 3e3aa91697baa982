// Package filelock lets one process at a time hold a file. The system lets go of it when that process dies, however it
// dies, so that nothing stale is ever left. The file stays: one that is removed could be held by two.
package filelock

import "fmt"

// Try takes the lock of a file, which is made where it is missing, or tells that somebody holds it. release lets go of it.
func Try(path string) (release func(), held bool, err error) {
	release, held, err = try(path)
	if err != nil {
		err = fmt.Errorf("lock: %w", err)
	}
	return release, held, err
}
