package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// loadState reads the state file; none yet is an empty state.
func loadState(path string) (*state, error) {
	st := newState()
	if path == "" {
		return st, nil
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return st, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sandbox: state file: %w", err)
	}
	if err := json.Unmarshal(b, st); err != nil {
		return nil, fmt.Errorf("sandbox: state file %s: %w", path, err)
	}
	if st.Keys == nil {
		st.Keys = map[string]*record{}
	}
	st.index()
	return st, nil
}

// save writes the state file. The error is kept for Close and the counters: the answer that caused it is given anyway.
func (s *Server) save() {
	if s.opt.StateFile == "" {
		return
	}
	b, err := json.Marshal(s.state)
	if err == nil {
		err = writeFile(s.opt.StateFile, b)
	}
	s.saved = err
}

// writeFile replaces the file in one step. A file from CreateTemp has mode 0600.
func writeFile(path string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".sandbox-*")
	if err != nil {
		return fmt.Errorf("sandbox: state file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sandbox: state file: %w", err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("sandbox: state file: %w", err)
	}
	return nil
}
