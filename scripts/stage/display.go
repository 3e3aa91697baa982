package stage

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Width and Height are the size of the display and of the program's window at its first start.
const (
	Width  = 1280
	Height = 800
)

// Display is a running X server that draws into memory.
type Display struct {
	Name  string // as DISPLAY has it, e.g. ":7"
	frame string // the file that mirrors the screen
	last  []byte // the frame of the last picture
	card  bool   // the program is not told that there is no graphics card
	slow  int    // how many times as long a picture is waited for
	cmd   *exec.Cmd
}

// StartDisplay starts Xvfb on a free display number, with more arguments if there are any, and returns when it takes
// connections. dir gets its screen file.
func StartDisplay(dir string, more ...string) (*Display, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	cmd := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-nolisten", "tcp", "-fbdir", dir,
		"-screen", "0", fmt.Sprintf("%dx%dx24", Width, Height)}, more...)...)
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	_ = w.Close()
	if err != nil {
		return nil, fmt.Errorf("virtual display: %w", err)
	}
	number, err := bufio.NewReader(r).ReadString('\n') // written once it listens; end of file if it died before
	if err != nil {
		_ = cmd.Wait()
		return nil, fmt.Errorf("virtual display: Xvfb did not start: %w", err)
	}
	return &Display{
		Name:  ":" + strings.TrimSpace(number),
		frame: filepath.Join(dir, "Xvfb_screen0"), cmd: cmd,
	}, nil
}

// Stop ends the X server.
func (d *Display) Stop() {
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	_ = d.cmd.Wait()
}

// Slowly waits so many times as long for the screen to rest: whoever draws there takes long for a picture.
func (d *Display) Slowly(times int) *Display { d.slow = times; return d }

// WithDriver leaves it to the program to find out that there is no graphics card.
func (d *Display) WithDriver() *Display { d.card = true; return d }

// Env is what a program needs to draw here, without a graphics card.
func (d *Display) Env() []string {
	env := []string{"DISPLAY=" + d.Name}
	if !d.card {
		env = append(env, "LIBGL_ALWAYS_SOFTWARE=1")
	}
	return env
}
