package credentials

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"billkey/api/filelock"
)

// ErrStoreBusy tells that another process held the profiles for longer than a write can take.
var ErrStoreBusy = errors.New("credentials: profiles are locked by another process")

// How long a lock is waited for, and how often it is tried. A write takes milliseconds.
const (
	lockLimit = 5 * time.Second
	lockPause = 5 * time.Millisecond
)

// lockDir takes the lock of a directory of profiles. The system lets go of it when a process dies. A lock
// file beside the profiles is needed because profiles.json itself is replaced at every write.
func lockDir(dir string) (release func(), err error) {
	path := filepath.Join(dir, lockName)
	deadline := time.Now().Add(lockLimit)
	for {
		release, held, err := filelock.Try(path)
		switch {
		case err != nil:
			return nil, fmt.Errorf("credentials: %w", err)
		case !held:
			return release, nil
		case time.Now().After(deadline):
			return nil, ErrStoreBusy
		}
		time.Sleep(lockPause)
	}
}
