//go:build !linux

package preflight

// withoutDriver has nothing to try: on Windows whatever opengl32.dll lies beside the program was loaded with it, and macOS
// brings its own.
func withoutDriver() error { return nil }
