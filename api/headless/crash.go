package headless

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// watchVar makes a process of this program the one that waits for another to crash; its value is the folder of the report.
const watchVar = "BILLKEY_CRASH_FOLDER"

// eventMark begins a line that is an event of the program's life and no part of a crash.
const eventMark = "\x01"

// watchCrashes starts a second process of this program, which does nothing but read a pipe. What the Go runtime writes
// when this process dies of a panic or a fatal fault goes there, and is written down without anything that could be
// data: the dying process itself could only write it as it is. event tells the other process what happened last.
func watchCrashes(dir string) (event func(name string), err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("crash reports: %w", err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("crash reports: %w", err)
	}
	in, out, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("crash reports: %w", err)
	}
	defer func() { _ = in.Close() }()
	watcher := exec.Command(program)
	watcher.Stdin, watcher.Env = in, append(withoutOurs(os.Environ()), watchVar+"="+dir)
	if err := watcher.Start(); err != nil {
		_ = out.Close()
		return nil, fmt.Errorf("crash reports: %w", err)
	}
	go func() { _ = watcher.Wait() }() // it ends with this process, or is reaped here
	if err := debug.SetCrashOutput(out, debug.CrashOptions{}); err != nil {
		_ = out.Close()
		return nil, fmt.Errorf("crash reports: %w", err)
	}
	return func(name string) { _, _ = io.WriteString(out, eventMark+name+"\n") }, nil
}

// withoutOurs is an environment without this program's own variables: keys are among them.
func withoutOurs(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(v string) bool { return strings.HasPrefix(v, "BILLKEY_") })
}

// isWatcher tells whether this process is to wait for another one's crash, and where its report is to be written.
func isWatcher() (dir string, yes bool) { return os.LookupEnv(watchVar) }
