//go:build !windows

package export

import "syscall"

// fullErrors are the system's words for a disk, or a share of it, that is full.
var fullErrors = []error{syscall.ENOSPC, syscall.EDQUOT}
