package owner

import (
	"context"
	"errors"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// guid is a COM identifier.
type guid struct {
	a    uint32
	b, c uint16
	d    [8]byte
}

// asyncInfo is IAsyncInfo: how an operation stands, and its end.
var asyncInfo = guid{0x00000036, 0, 0, [8]byte{0xc0, 0, 0, 0, 0, 0, 0, 0x46}}

// Methods of every object, of operations, and of how they stand.
const (
	queryInterface = 0
	release        = 2
	getResults     = 8
	getStatus      = 7
	getErrorCode   = 8
	cancel         = 9
)

var (
	combase      = syscall.NewLazyDLL("combase.dll")
	initialize   = combase.NewProc("RoInitialize")
	uninitialize = combase.NewProc("RoUninitialize")
	getFactory   = combase.NewProc("RoGetActivationFactory")
	createString = combase.NewProc("WindowsCreateString")
	deleteString = combase.NewProc("WindowsDeleteString")
)

// object is one of the system's, which begins with the table of its methods.
type object struct{ methods *[16]uintptr }

// call calls a method. What its arguments point at stays where it is.
//
//go:uintptrescapes
func (o *object) call(method int, args ...uintptr) error {
	r, _, _ := syscall.SyscallN(o.methods[method], append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)...)
	return result(r)
}

func result(r uintptr) error {
	if int32(r) < 0 { //nolint:gosec // an HRESULT has 32 bits, of which the first tells failures
		return failed(r) //nolint:gosec // as above
	}
	return nil
}

func (o *object) release() {
	if o != nil {
		_ = o.call(release) // the count that is left
	}
}

// await waits for the end of an operation and gives its result. When ctx ends first it has the operation end, too.
func (o *object) await(ctx context.Context) (int32, error) {
	if o == nil {
		return resultless, errors.New("no operation")
	}
	var info *object
	if err := o.call(queryInterface, uintptr(unsafe.Pointer(&asyncInfo)), uintptr(unsafe.Pointer(&info))); err != nil {
		return resultless, err
	}
	defer info.release()
	if err := info.settle(ctx); err != nil {
		return resultless, err
	}
	got := resultless
	err := o.call(getResults, uintptr(unsafe.Pointer(&got)))
	return got, err
}

// lookEvery is how often is looked whether somebody has answered: nobody notices it, and there is no object of our own that the
// system would have to call back.
const lookEvery = 50 * time.Millisecond

func (o *object) settle(ctx context.Context) error {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		now := int32(started)
		if err := o.call(getStatus, uintptr(unsafe.Pointer(&now))); err != nil {
			_ = o.call(cancel)
			return err
		}
		switch now {
		case started:
		case completed:
			return nil
		default:
			return o.failure()
		}
		select {
		case <-ctx.Done():
			_ = o.call(cancel)
			return ctx.Err()
		case <-look.C:
		}
	}
}

// failure is why an operation ended without a result.
func (o *object) failure() error {
	code := uint32(0)
	if err := o.call(getErrorCode, uintptr(unsafe.Pointer(&code))); err != nil {
		return err
	}
	return errors.Join(errors.New("ended without a result"), failed(code))
}

// inApartment does something on a thread that may use the system's objects.
func inApartment(do func() error) error {
	if combase.Load() != nil { // before Windows 8
		return ErrNotOffered
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const multithreaded = 1
	if r, _, _ := initialize.Call(multithreaded); result(r) == nil {
		defer func() { _, _, _ = uninitialize.Call() }()
	} // else the thread has been made ready in another way, which serves as well
	return do()
}

func factoryOf(class string, of *guid) (*object, error) {
	name, free, err := newString(class)
	if err != nil {
		return nil, err
	}
	defer free()
	var factory *object
	r, _, _ := getFactory.Call(name, uintptr(unsafe.Pointer(of)), uintptr(unsafe.Pointer(&factory)))
	if err := result(r); err != nil || factory == nil {
		return nil, errors.Join(err, errors.New("no factory"))
	}
	return factory, nil
}

// newString is a text as these interfaces take it.
func newString(s string) (handle uintptr, free func(), err error) {
	units, err := syscall.UTF16FromString(s)
	if err != nil {
		return 0, nil, err
	}
	r, _, _ := createString.Call(uintptr(unsafe.Pointer(&units[0])), uintptr(len(units)-1), uintptr(unsafe.Pointer(&handle)))
	return handle, func() { _, _, _ = deleteString.Call(handle) }, result(r)
}
