//go:build linux

// Ime types a Korean name into the real program through a real input method, ibus-hangul, and looks at what reaches the
// server: Enter in the name never issues, a syllable that arrives late spoils no card field, and the name is shown again
// beside the button. It needs Xvfb, xdotool, dbus, ibus and ibus-hangul.
//
//	go run ./scripts/ime -binary build/billkey
//
// What remains, because GLFW hands the program a syllable only when the next key ends it: the syllable being composed is
// not on the screen, and whoever leaves the field by Tab or mouse in the middle of it loses it, here the last one of the
// name. The line beside the button shows the name as it will be sent; the operator has to read it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"billkey/scripts/stage"
)

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	shots := flag.String("shots", "build/ime", "folder for the pictures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *binary, *shots); err != nil {
		fmt.Fprintln(os.Stderr, "ime:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, shots string) error {
	home, err := os.MkdirTemp("", "billkey-ime-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	screen, err := stage.StartDisplay(home)
	if err != nil {
		return err
	}
	defer screen.Stop()
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=" + home, "XDG_RUNTIME_DIR=" + home}
	method, err := startMethod(ctx, append(env, screen.Env()...))
	if err != nil {
		return err
	}
	defer method.stop()
	server, err := newServer()
	if err != nil {
		return err
	}
	defer server.Close()
	data := filepath.Join(home, "data")
	if err := askForName(data); err != nil {
		return err
	}
	s := stage.NewStory(ctx, screen, append(env, method.env...), shots)
	defer s.End()
	s.Open(binary, "-lang", "ko", "-data", data, "-api", server.URL)
	s.Await("ready")
	names(s, server)
	s.Close()
	return s.Err
}

// Two-set keyboard: ghd rlf ehd are 홍 길 동.
const typed, whole, cut = "ghdrlfehd", "홍길동", "홍길"

// names types the name three times and ends it in three ways.
func names(s *stage.Story, server *server) {
	for i, end := range []struct {
		how  string
		keys []string // from the middle of the last syllable to the button
		want string
	}{
		{"Enter", []string{"Return", "shift+space", "Tab"}, whole},
		{"a space", []string{"space", "BackSpace", "shift+space", "Tab"}, whole},
		{"Tab in the middle of the last syllable", []string{"Tab", "shift+space"}, cut},
		{"Shift+Tab into the holder number and back", []string{"shift+Tab", "shift+space", "Tab", "Tab"}, cut},
	} {
		c := stage.Plastic{Number: "4111110000431234", Expiry: "1230", PIN: "12", Birth: "900101"}
		uid := fmt.Sprintf("ime_%04d_%s", i+1, c.LastFour())
		fill(s, uid, c)
		slowly(s, "Tab", "shift+space")
		for _, key := range typed {
			slowly(s, string(key))
		}
		slowly(s, end.keys...)
		s.Shoot(fmt.Sprintf("name-%d", i+1))
		s.Must(server.orders() == i, "%s: issued without the button", end.how)
		s.Keys("Return")
		s.Issued(uid)
		name, birth := server.last()
		if s.Err != nil {
			return
		}
		fmt.Printf("%-45s name sent: %-10s birth sent: %s\n", end.how, name, birth)
		s.Must(name == end.want && birth == c.Birth, "%s: the server got the name %q and birth %q", end.how, name, birth)
	}
}

// fill is the story's own way to fill the form, but waits for the characters: through an input method they come long
// after the keys that are none, so that a Tab pressed at once would leave the field before they are there.
func fill(s *stage.Story, uid string, c stage.Plastic) {
	s.Write(uid)
	s.Await("looked_up", "uid", uid)
	slowly(s, "Tab", "space")
	s.Write(c.Number + c.Expiry)
	s.Await("looked_up", "uid", uid) // the cursor has come to the PIN digits
	s.Write(c.PIN)
	s.Await("looked_up", "uid", uid) // and to the holder number
	s.Write(c.Birth)
	slowly(s)
}

// slowly presses keys as a person does who looks at the screen.
func slowly(s *stage.Story, keys ...string) {
	for _, key := range keys {
		s.Keys(key)
		time.Sleep(pause)
	}
	time.Sleep(4 * pause)
}

const pause = 400 * time.Millisecond
