//go:build !windows && !linux

package owner

import "context"

// Here tells that this system has a way to ask.
const Here = false

const means Means = ""

func offered(context.Context) error { return ErrNotOffered }

func ask(context.Context, uintptr, string) error { return ErrNotOffered }
