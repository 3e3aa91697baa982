package headless

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"billkey/api/credentials"
)

// terminal is a pseudo-terminal: what is written to master is typed, what master reads is shown.
func terminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	var number, unlock int32
	for request, arg := range map[uintptr]*int32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &unlock} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(arg))); errno != 0 {
			t.Fatal(errno)
		}
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close() })
	return master, slave
}

func TestCardTypedAtATerminalIsNotShown(t *testing.T) {
	master, slave := terminal(t)
	if _, err := master.WriteString("\n"); err != nil { // echoed: the terminal works
		t.Fatal(err)
	}
	if _, err := readLine(slave); err != nil {
		t.Fatal(err)
	}
	var prompts bytes.Buffer
	asking := promptThen(&prompts, func(n int) {
		lines := strings.SplitAfter(cardLines, "\n")
		_, _ = master.WriteString(lines[n])
	})
	c, err := askCard(slave, asking, wordsFor("en"), credentials.Profile{Needs: []string{"birth", "pwd_2digit"}})
	if err != nil || c.Masked() != "448527******6410" {
		t.Fatalf("%v %v", c, err)
	}
	if _, err := slave.WriteString("END"); err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	for b := make([]byte, 256); !strings.Contains(shown.String(), "END"); {
		n, err := master.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(b[:n])
	}
	if all := shown.String() + prompts.String(); strings.Contains(all, canaryNumber[6:12]) || strings.Contains(all, canaryPIN) {
		t.Errorf("%q", all)
	}
	if !strings.Contains(prompts.String(), "Card number: ") {
		t.Errorf("%q", prompts.String())
	}
	var state syscall.Termios
	if !terminalState(slave, getTermios, &state) || state.Lflag&syscall.ECHO == 0 {
		t.Error("the terminal stays without echo")
	}
}

// promptThen types a line after each prompt.
func promptThen(to *bytes.Buffer, typed func(n int)) writerFunc {
	n := 0
	return func(b []byte) (int, error) {
		to.Write(b)
		if bytes.HasSuffix(b, []byte(": ")) {
			typed(n)
			n++
		}
		return len(b), nil
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
