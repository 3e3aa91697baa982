//go:build !windows

package instance

// letForward has nothing to do: here a process may bring its own window to the front.
func letForward(int) {}
