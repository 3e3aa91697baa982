//go:build !windows

package headless

// joinConsole does nothing: elsewhere a program has the terminal it was started from.
func joinConsole([]string) {}

// sharedConsole tells whether the terminal has another reader at the same time.
func sharedConsole() bool { return false }
