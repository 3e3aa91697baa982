package platform

import (
	"os"
	"os/exec"
)

// Alert shows a text in a box of whatever the desktop has for that, and does not wait for it to be read: standard error
// has it, too. Without a desktop, or without such a program, nothing is shown.
func Alert(text string) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	for _, box := range [][]string{
		{"zenity", "--error", "--no-markup", "--no-wrap", "--title", title, "--text", text},
		{"kdialog", "--title", title, "--error", text},
		{"xmessage", "-center", "-title", title, text},
	} {
		if path, err := exec.LookPath(box[0]); err == nil {
			_ = exec.Command(path, box[1:]...).Start() // #nosec G204 -- one of the three
			return
		}
	}
}
