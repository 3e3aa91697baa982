//go:build !linux && !windows

package platform

// Alert shows nothing: what is said on standard error has to do.
func Alert(string) {}
