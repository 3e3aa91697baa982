//go:build !linux && !windows

package preflight

// withoutDriver has nothing to try: macOS brings its own.
func withoutDriver() error { return nil }
