package headless

import (
	"errors"
	"log"
	"os"
	"syscall"
)

// waitingShell is set by billkey.com, which keeps the shell from reading the console before this program has ended.
const waitingShell = "BILLKEY_SHELL_WAITS"

// parentProcess is ATTACH_PARENT_PROCESS.
const parentProcess = ^uintptr(0)

var (
	attachConsole = kernel.NewProc("AttachConsole")
	shared        bool
)

// sharedConsole tells whether the standard input is a console that the shell reads as well, at the same time: it does not
// wait for a program with a window.
func sharedConsole() bool { return shared }

// stream is one of the three standard streams.
type stream struct {
	number  int
	device  string
	file    **os.File
	handle  *syscall.Handle
	ordered syscall.Handle // where whoever started the program sent it
}

func streams() []*stream {
	list := []*stream{
		{number: syscall.STD_INPUT_HANDLE, device: "CONIN$", file: &os.Stdin, handle: &syscall.Stdin},
		{number: syscall.STD_OUTPUT_HANDLE, device: "CONOUT$", file: &os.Stdout, handle: &syscall.Stdout},
		{number: syscall.STD_ERROR_HANDLE, device: "CONOUT$", file: &os.Stderr, handle: &syscall.Stderr},
	}
	for _, s := range list {
		s.ordered, _ = syscall.GetStdHandle(s.number)
	}
	return list
}

// joinConsole lets a program that was linked for a window, and so has no console, speak to the one it was started from,
// and be interrupted there. Streams that lead to a file or a pipe stay as they are. Without arguments nobody waits for
// words: then the window does not end with its console.
func joinConsole(args []string) {
	if len(args) == 0 {
		return
	}
	list := streams() // before joining, which changes them
	if ok, _, err := attachConsole.Call(parentProcess); ok == 0 && !errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
		return // started from the desktop, or by a program without a console; denied is who has one already
	}
	for _, s := range list {
		s.join()
	}
	log.SetOutput(os.Stderr)
}

func (s *stream) join() {
	if s.redirected() {
		_ = setStdHandle(s.number, s.ordered)
		return
	}
	f, err := os.OpenFile(s.device, os.O_RDWR, 0)
	if err != nil {
		return
	}
	*s.file, *s.handle = f, syscall.Handle(f.Fd())
	_ = setStdHandle(s.number, *s.handle)
	if s.number == syscall.STD_INPUT_HANDLE {
		shared = os.Getenv(waitingShell) == ""
	}
}

// redirected tells whether the stream was given and is no console. The numbers of consoles and of nothing at all look
// alike to a program that had no console when it was started.
func (s *stream) redirected() bool {
	if s.ordered == 0 || s.ordered == syscall.InvalidHandle {
		return false
	}
	kind, err := syscall.GetFileType(s.ordered)
	if err != nil || kind == syscall.FILE_TYPE_UNKNOWN {
		return false
	}
	var mode uint32
	return syscall.GetConsoleMode(s.ordered, &mode) != nil
}

func setStdHandle(number int, h syscall.Handle) error {
	if ok, _, err := setStd.Call(uintptr(number), uintptr(h)); ok == 0 {
		return err
	}
	return nil
}

var setStd = kernel.NewProc("SetStdHandle")
