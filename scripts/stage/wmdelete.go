package stage

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
)

// Requests and codes of the X protocol, version 11.
const (
	xInternAtom    = 16
	xSendEvent     = 25
	xGetInputFocus = 43
	xClientMessage = 33
)

// xConn speaks just enough of the X protocol to ask a window to close, as a window manager's close button does.
// xdotool can only destroy a window, which is not what closing is.
type xConn struct{ net.Conn }

func dialX(display string) (*xConn, error) {
	c, err := net.Dial("unix", "/tmp/.X11-unix/X"+display[1:])
	if err != nil {
		return nil, err
	}
	x := &xConn{c}
	if err := x.greet(); err != nil {
		_ = c.Close()
		return nil, err
	}
	return x, nil
}

func (x *xConn) greet() error {
	if _, err := x.Write([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(x, head); err != nil {
		return err
	}
	rest := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(x, rest); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("the X server refuses: %s", rest)
	}
	return nil
}

// ask sends a request and reads its reply of 32 bytes.
func (x *xConn) ask(request []byte) ([]byte, error) {
	if _, err := x.Write(request); err != nil {
		return nil, err
	}
	reply := make([]byte, 32)
	if _, err := io.ReadFull(x, reply); err != nil {
		return nil, err
	}
	if reply[0] != 1 {
		return nil, fmt.Errorf("error %d of the X server", reply[1])
	}
	return reply, nil
}

func (x *xConn) atom(name string) (uint32, error) {
	padded := name + "\x00\x00\x00"[:(4-len(name)%4)%4]
	request := make([]byte, 8, 8+len(padded))
	request[0] = xInternAtom
	binary.LittleEndian.PutUint16(request[2:], uint16(2+len(padded)/4))
	binary.LittleEndian.PutUint16(request[4:], uint16(len(name)))
	reply, err := x.ask(append(request, padded...))
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(reply[8:]), nil
}

// closeWindow sends WM_DELETE_WINDOW and returns when the server has passed it on.
func closeWindow(display string, window uint32) error {
	x, err := dialX(display)
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }()
	protocols, err := x.atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	del, err := x.atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	event := make([]byte, 44)
	event[0], event[2] = xSendEvent, 11
	binary.LittleEndian.PutUint32(event[4:], window)
	event[12], event[13] = xClientMessage, 32
	binary.LittleEndian.PutUint32(event[16:], window)
	binary.LittleEndian.PutUint32(event[20:], protocols)
	binary.LittleEndian.PutUint32(event[24:], del)
	if _, err := x.Write(event); err != nil {
		return err
	}
	_, err = x.ask([]byte{xGetInputFocus, 0, 1, 0}) // a reply means that all before it was done
	return err
}
