package headless

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"billkey/api/instance"
)

// forwardLimit is how long a start waits for the window that is open already.
const forwardLimit = 2 * time.Second

// withWindow opens the window of the data folder. Where it is open already, that one comes forward and this start ends.
// The seat is taken before anything in the folder is read, and given up after everything was closed.
func withWindow(c *Command, screen Screen) int {
	seat, err := takeSeat(c.Options)
	if seat == nil {
		return c.elsewhere(err, screen)
	}
	defer seat.Close()
	c.Options.Restore, c.Options.Wait = true, true
	opening := beginOpening(c.Options, seat)
	if err := errors.Join(screen.Open(opening), opening.close()); err != nil {
		seat.Close() // a box may stay for long: whoever starts the program meanwhile tries for themselves
		return screen.refuse(err)
	}
	return ExitOK
}

func takeSeat(o Options) (*instance.Seat, error) {
	if err := o.makeDataDir(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), forwardLimit)
	defer cancel()
	return instance.Take(ctx, o.DataDir)
}

// elsewhere says why there is no second window.
func (c *Command) elsewhere(err error, screen Screen) int {
	w := wordsFor(c.Options.language())
	var taken *instance.TakenError
	switch {
	case errors.Is(err, instance.ErrForward):
		return say(os.Stdout, w.t("instance.forward"))
	case errors.As(err, &taken):
		return screen.say(ExitTaken, w.taken(taken, c.Options.DataDir))
	}
	return screen.refuse(err)
}

func (w words) taken(e *instance.TakenError, dir string) string {
	switch {
	case e.Closing:
		return w.t("instance.closing")
	case e.Opening:
		return w.t("instance.opening", "PID", strconv.Itoa(e.PID), "Host", e.Host)
	case e.PID == 0:
		return w.t("instance.taken", "Folder", dir)
	}
	return w.t("instance.silent", "Folder", dir, "PID", strconv.Itoa(e.PID), "Host", e.Host)
}
