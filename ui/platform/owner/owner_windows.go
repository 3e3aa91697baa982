package owner

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"unsafe"
)

// Here tells that this system has a way to ask.
const Here = true

const means = Hello

// The class and its interfaces, as documented: UserConsentVerifier of Windows.Security.Credentials.UI, and
// userconsentverifierinterop.h for programs with windows of their own. The operation's identifier follows from its type by
// the rules of the type system (RFC 4122, version 5).
const className = "Windows.Security.Credentials.UI.UserConsentVerifier"

var (
	statics      = guid{0xaf4f3f91, 0x564c, 0x4ddc, [8]byte{0xb8, 0xb5, 0x97, 0x34, 0x47, 0x62, 0x7c, 0x65}}
	interop      = guid{0x39e050c3, 0x4e74, 0x441a, [8]byte{0x8d, 0xc0, 0xb8, 0x11, 0x04, 0xdf, 0x94, 0x9c}}
	verification = guid{0xfd596ffd, 0x2318, 0x558f, [8]byte{0x9d, 0xbe, 0xd2, 0x1d, 0xf4, 0x37, 0x64, 0xa5}}
)

// Methods behind the six that every such object has.
const (
	checkAvailability = 6 // of statics
	requestForWindow  = 6 // of interop
)

// What an operation comes to: UserConsentVerifierAvailability, UserConsentVerificationResult.
const (
	available  = 0
	deviceBusy = 4 // it is set up
	seen       = 0
)

var reasons = map[int32]Reason{4: Busy, 5: Attempts, 6: Cancelled} // the others mean that it is not set up

func offered(ctx context.Context) error {
	return inApartment(func() error {
		factory, err := factoryOf(className, &statics)
		if err != nil {
			return ErrNotOffered
		}
		defer factory.release()
		var op *object
		if err := factory.call(checkAvailability, uintptr(unsafe.Pointer(&op))); err != nil {
			return fmt.Errorf("availability: %w", err)
		}
		defer op.release()
		if result, err := op.await(ctx); err != nil || result != available && result != deviceBusy {
			return ErrNotOffered
		}
		return nil
	})
}

func ask(ctx context.Context, window uintptr, what string) error {
	return inApartment(func() error {
		factory, err := factoryOf(className, &interop)
		if err != nil {
			return ErrNotOffered
		}
		defer factory.release()
		said, free, err := newString(what)
		if err != nil {
			return &NotSeenError{Unable, err}
		}
		defer free()
		var op *object
		err = factory.call(requestForWindow, window, said, uintptr(unsafe.Pointer(&verification)), uintptr(unsafe.Pointer(&op)))
		if err != nil {
			return &NotSeenError{Unable, err}
		}
		defer op.release()
		return verdict(op.await(ctx))
	})
}

// verdict takes nothing but the one result for a yes.
func verdict(result int32, err error) error {
	switch reason, known := reasons[result]; {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case err != nil:
		return &NotSeenError{Unable, err}
	case result == seen:
		return nil
	case known:
		return &NotSeenError{Reason: reason}
	}
	return &NotSeenError{Unable, fmt.Errorf("result %d", result)}
}

// status is that of an operation: AsyncStatus.
const (
	started   = 0
	completed = 1
)

// resultless stands for a result until there is one: none of those that are known.
const resultless int32 = -1

// failed is an HRESULT.
type failed uint32

func (f failed) Error() string { return fmt.Sprintf("%#x (%s)", uint32(f), syscall.Errno(f)) }
