package instance

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
)

// note tells later starts where the window's process listens. Who reads it may have the window come forward.
type note struct {
	Address string `json:"address"` // host and port
	Token   string `json:"token"`
	PID     int    `json:"pid"`
	Host    string `json:"host,omitempty"` // the computer, where a folder is shared
}

func newNote(address string) note {
	host, _ := os.Hostname()
	return note{Address: address, Token: rand.Text(), PID: os.Getpid(), Host: host}
}

// write makes the file, which is not there yet, readable for its user only.
func (n note) write(path string) error {
	b, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b, 0o600); err != nil { //nolint:gosec // our own file
		return fmt.Errorf("window: %w", err)
	}
	return nil
}

// readNote reads what the process that holds the lock has written; an empty one where it has not yet.
func readNote(path string) note {
	var n note
	if b, err := os.ReadFile(path); err == nil { //nolint:gosec // our own file
		_ = json.Unmarshal(b, &n) // half a note is none: it is read again
	}
	return n
}
