//go:build unix && !linux && !darwin && !measure

package headless

func harden() error { return noCore() }
