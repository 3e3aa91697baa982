package owner

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/godbus/dbus/v5"
)

// Here tells that this system has a way to ask.
const Here = true

const means = Login

// polkit's interface on the system's bus, as documented in its reference manual, and what is asked for there. The action is made
// known by a file that only root can put in place; the Debian package brings it.
const (
	authority      = "org.freedesktop.PolicyKit1"
	authorityPath  = dbus.ObjectPath("/org/freedesktop/PolicyKit1/Authority")
	checkMethod    = authority + ".Authority.CheckAuthorization"
	cancelMethod   = authority + ".Authority.CancelCheckAuthorization"
	action         = "kr.billkey.desk.unlock"
	dismissed      = "polkit.dismissed"
	withoutAsking  = uint32(0)
	askingSomebody = uint32(1)
)

// subject is who is to be recognized: whoever sits where this connection's process belongs.
type subject struct {
	Kind    string
	Details map[string]dbus.Variant
}

// answer is an AuthorizationResult.
type answer struct {
	Authorized, Challenge bool
	Details               map[string]string
}

func offered(ctx context.Context) error {
	return onBus(ctx, func(bus *dbus.Conn) error { return askable(ctx, bus) })
}

// askable tells whether the system would have to ask. Where it says yes without asking, as to root and by a rule of an
// administrator's, that would open to everybody at the desk.
func askable(ctx context.Context, bus *dbus.Conn) error {
	a, err := check(ctx, bus, withoutAsking, "")
	if err != nil || a.Authorized || !a.Challenge {
		return ErrNotOffered
	}
	return nil
}

func ask(ctx context.Context, _ uintptr, _ string) error {
	return onBus(ctx, func(bus *dbus.Conn) error {
		if err := askable(ctx, bus); err != nil {
			return ended(ctx, err)
		}
		mine := rand.Text()
		a, err := check(ctx, bus, askingSomebody, mine)
		if ctx.Err() != nil { // the question goes away
			bus.Object(authority, authorityPath).Go(cancelMethod, dbus.FlagNoReplyExpected, nil, mine)
			return ctx.Err()
		}
		return verdict(a, err)
	})
}

// verdict takes nothing but the one answer for a yes.
func verdict(a answer, err error) error {
	switch {
	case err != nil:
		return &NotSeenError{Unable, err}
	case a.Authorized:
		return nil
	case a.Details[dismissed] != "":
		return &NotSeenError{Reason: Cancelled}
	case a.Challenge: // nobody was asked: no agent shows the question here
		return &NotSeenError{Unable, errors.New("no authentication agent")}
	}
	return &NotSeenError{Reason: Attempts}
}

func check(ctx context.Context, bus *dbus.Conn, flags uint32, mine string) (a answer, err error) {
	me := subject{"system-bus-name", map[string]dbus.Variant{"name": dbus.MakeVariant(bus.Names()[0])}}
	err = bus.Object(authority, authorityPath).
		CallWithContext(ctx, checkMethod, 0, me, action, map[string]string{}, flags, mine).Store(&a)
	return a, err
}

// systemBus is where the system's own services are. It is not taken from the environment, by which whoever starts the program
// could answer the question themselves.
var systemBus = "unix:path=/run/dbus/system_bus_socket"

// onBus does something with a connection of its own, whose end takes a question away, too.
func onBus(ctx context.Context, do func(*dbus.Conn) error) error {
	bus, err := dbus.Connect(systemBus, dbus.WithContext(context.WithoutCancel(ctx)))
	if err != nil {
		return ended(ctx, ErrNotOffered)
	}
	defer func() { _ = bus.Close() }()
	return do(bus)
}

// ended is ctx's error after its end, and err before.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
