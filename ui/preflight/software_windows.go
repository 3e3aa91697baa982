package preflight

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
)

// marked is set for the twin, so that it does not make one of its own.
const marked = "BILLKEY_SOFTWARE_DRAWING"

// unloaded are the exit codes of a program that never ran because of a library: not found, of another kind of processor,
// without a function, or one that refused to start. Nobody has been told of it.
var unloaded = []uint32{0xC0000135, 0xC000007B, 0xC0000139, 0xC0000142}

// LibraryError tells that the libraries beside the twin cannot be loaded.
type LibraryError struct{ Code uint32 }

func (e *LibraryError) Error() string {
	return fmt.Sprintf("the libraries do not load (0x%08X)", e.Code)
}

// withoutDriver starts this program's twin, which draws in software, waits for it and ends as it ended. Windows takes a library
// that lies beside a program before its own, and takes it when the program is loaded: so it is the program that has to be
// beside Mesa's, since Mesa's beside everybody's program would replace good drivers, too. It returns only if nothing came of it.
func withoutDriver() error {
	if os.Getenv(marked) != "" {
		return nil
	}
	exe, err := os.Executable()
	if err != nil {
		return fmt.Errorf("software drawing: %w", err)
	}
	path, err := twin(exe)
	if errors.Is(err, errNoSoftware) {
		return nil
	}
	if err == nil {
		err = become(path)
	}
	return fmt.Errorf("software drawing: %w", err)
}

// become runs the twin in this program's place. Ctrl+C reaches it as well, which ends as it sees fit.
func become(path string) error {
	cmd := exec.Command(path, os.Args[1:]...) //nolint:gosec // the program itself, started again as it was
	cmd.Env = append(os.Environ(), marked+"=1")
	if given(os.Stdin) {
		cmd.Stdin = os.Stdin
	}
	if given(os.Stdout) {
		cmd.Stdout = os.Stdout
	}
	if given(os.Stderr) {
		cmd.Stderr = os.Stderr
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	letForward(cmd.Process.Pid)
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	err := cmd.Wait()
	if cmd.ProcessState == nil {
		return err
	}
	code := uint32(cmd.ProcessState.ExitCode()) //nolint:gosec // the same 32 bits
	if slices.Contains(unloaded, code) {
		return &LibraryError{code}
	}
	os.Exit(int(code))
	return nil
}

// given tells whether a stream leads anywhere: a program of the desktop has numbers there that are no streams, which cannot be
// handed on.
func given(f *os.File) bool {
	if f == nil {
		return false
	}
	kind, err := syscall.GetFileType(syscall.Handle(f.Fd()))
	return err == nil && kind != syscall.FILE_TYPE_UNKNOWN
}

// letForward hands on the right to come to the front, which Windows gives to the process that was started from the desktop.
func letForward(pid int) {
	p := syscall.NewLazyDLL("user32.dll").NewProc("AllowSetForegroundWindow")
	if p.Find() == nil {
		_, _, _ = p.Call(uintptr(pid))
	}
}
