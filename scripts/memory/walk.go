//go:build linux

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"billkey/api/sandbox"
	"billkey/scripts/stage"
)

// idleLimit is after how long without a key the program locks its window and wipes. It is longer than a search takes.
const idleLimit = "25s"

// walk is one visit to the program, with a search of its memory at each stop.
type walk struct {
	ctx    context.Context
	server *server
	screen *stage.Display
	story  *stage.Story
	binary string
	home   string
	where  bool
	cards  []stage.Plastic
	stops  []stop
	err    error
}

func newWalk(ctx context.Context, binary, home, shots string) (*walk, error) {
	server, err := newServer(home)
	if err != nil {
		return nil, err
	}
	screen, err := stage.StartDisplay(home)
	if err != nil {
		server.Close()
		return nil, err
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=ko_KR.UTF-8", "HOME=" + home, "XDG_RUNTIME_DIR=" + home, "SSL_CERT_FILE=" + server.roots}
	return &walk{
		ctx: ctx, server: server, screen: screen, binary: binary, home: home,
		story: stage.NewStory(ctx, screen, env, shots),
	}, nil
}

func (w *walk) end() {
	w.story.End()
	w.screen.Stop()
	w.server.CloseClientConnections()
	w.server.Close()
}

// all goes through every way an order can end. Each has a card of its own, so that what is left tells its origin.
func (w *walk) all(quick bool) {
	w.story.Open(w.binary, "-lang", "ko", "-data", filepath.Join(w.home, "data"), "-api", w.server.URL, "-idle", idleLimit)
	w.story.Await("ready")
	w.story.Shoot("started")
	w.issued()
	w.declined()
	w.dropped("cut connection", sandbox.FaultDropBeforeCommit)
	if !quick {
		w.dropped("timeout", sandbox.FaultHangBeforeCommit)
	}
	w.pasted()
	w.search("at the end", -1, true)
	w.story.Close()
}

func (w *walk) issued() {
	uid, n := w.fill()
	w.search("typed", n, false)
	w.story.Keys("Return")
	w.story.Issued(uid)
	w.story.Shoot("issued")
	w.search("issued over TLS, wiped", n, true)
}

func (w *walk) declined() {
	w.server.next(sandbox.FaultHostileMessage)
	uid, n := w.fill()
	w.story.Keys("Return")
	w.story.Await("settled", "uid", uid, "state", "declined")
	w.story.Shoot("declined")
	w.search("declined, still in the form", n, false)
	w.story.Await("wiped_idle")
	w.story.Shoot("wiped")
	w.search("declined, wiped after idling", n, true)
	w.unlock()
}

func (w *walk) dropped(what string, kind sandbox.FaultKind) {
	w.server.next(kind)
	uid, n := w.fill()
	w.story.Keys("Return")
	w.settledUnknown(uid)
	w.story.Shoot(strings.ReplaceAll(what, " ", "-"))
	w.search(what+", wiped", n, true)
	w.unlock()
}

// unlock opens the lock screen, which asks for no PIN here, after locking if that has not come by itself. The cursor is in
// an empty form then.
func (w *walk) unlock() {
	w.story.Keys("ctrl+l", "Return")
	w.story.Await("uncovered")
}

// settledUnknown waits longer than one step of a story may take.
func (w *walk) settledUnknown(uid string) {
	if w.story.Err != nil {
		return
	}
	var err error
	for range 2 {
		if _, err = w.story.Window.Await(w.ctx, "settled", "uid", uid, "state", "unknown"); err == nil {
			return
		}
	}
	w.story.Err = err
}

// fill types a fresh card under a fresh customer_uid.
func (w *walk) fill() (uid string, n int) {
	c := newCard()
	w.cards = append(w.cards, c)
	n = len(w.cards) - 1
	uid = fmt.Sprintf("memory_%04d_%s", n+1, c.LastFour())
	w.story.Fill(uid, false, c)
	w.story.Shoot("typed")
	return uid, n
}

// newCard has a random number that passes Luhn, a random birth date and random PIN digits.
func newCard() stage.Plastic {
	digits := []byte("4")
	for len(digits) < 15 {
		digits = append(digits, byte('0'+below(10)))
	}
	sum := 0
	for i, d := range digits {
		v := int(d - '0')
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return stage.Plastic{
		Number: string(digits) + string(rune('0'+(10-sum%10)%10)), Expiry: "1030",
		PIN:   fmt.Sprintf("%02d", below(100)),
		Birth: fmt.Sprintf("%02d%02d%02d", 60+below(40), 1+below(12), 1+below(28)),
	}
}

// below is a random number from 0 to n-1.
func below(n int64) int {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil { // it never fails on Linux
		panic(err)
	}
	return int(v.Int64())
}

// pasted pastes the number and types the rest.
func (w *walk) pasted() {
	c := newCard()
	w.cards = append(w.cards, c)
	n := len(w.cards) - 1
	uid := fmt.Sprintf("memory_%04d_%s", n+1, c.LastFour())
	w.clipboard(c.Number)
	w.story.Write(uid)
	w.story.Keys("Tab")
	w.story.Await("looked_up", "uid", uid)
	w.story.Keys("space", "ctrl+v")
	w.story.Write(c.Expiry)
	w.story.Await("looked_up", "uid", uid)
	w.story.Write(c.PIN + c.Birth)
	w.story.Shoot("pasted")
	w.search("pasted", n, false)
	w.story.Keys("Return")
	w.story.Issued(uid)
	w.clipboard("something else")
	w.search("pasted, issued, wiped", n, false)
}

// clipboard gives the display's clipboard to another process.
func (w *walk) clipboard(content string) {
	cmd := exec.CommandContext(w.ctx, "xclip", "-selection", "clipboard", "-in")
	cmd.Env = append(os.Environ(), w.screen.Env()...)
	cmd.Stdin = strings.NewReader(content)
	if err := cmd.Run(); err != nil && w.story.Err == nil {
		w.story.Err = fmt.Errorf("xclip: %w", err)
	}
}
