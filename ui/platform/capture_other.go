//go:build !windows

package platform

func exclude(any, bool) error { return ErrNotOffered }
