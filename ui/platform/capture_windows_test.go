package platform

import (
	"errors"
	"syscall"
	"testing"
	"unsafe"

	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
)

var user = syscall.NewLazyDLL("user32.dll")

// window is a real one of the system.
func window(t *testing.T) uintptr {
	t.Helper()
	class, _ := syscall.UTF16PtrFromString("STATIC")
	h, _, err := user.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(class)), 0, 0, 0, 0, 64, 64, 0, 0, 0, 0)
	if h == 0 {
		t.Skipf("no window: %v", err)
	}
	t.Cleanup(func() { _, _, _ = user.NewProc("DestroyWindow").Call(h) })
	return h
}

func TestWindowIsTakenOutOfCapturesAndPutBack(t *testing.T) {
	h := window(t)
	w := native{test.NewTempWindow(t, nil), driver.WindowsWindowContext{HWND: h}}
	for _, on := range []bool{true, false} {
		if err := ExcludeFromCapture(w, on); err != nil {
			t.Fatalf("%t: %v", on, err)
		}
		var now uint32
		ok, _, err := user.NewProc("GetWindowDisplayAffinity").Call(h, uintptr(unsafe.Pointer(&now)))
		if ok == 0 {
			t.Fatal(err)
		}
		if excluded := now == notInPicture || now == blackened; excluded != on {
			t.Errorf("%t: affinity %#x", on, now)
		}
	}
}

func TestWindowThatIsNotThereCannotBeTakenOut(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	if err := ExcludeFromCapture(native{w, driver.WindowsWindowContext{}}, true); !errors.Is(err, ErrNoWindow) {
		t.Errorf("%v", err)
	}
}
