package headless

import (
	"bytes"
	"io"
	"log"
	"os"
)

// noisy begin the lines of net/http that may quote what came over the wire.
var noisy = [][]byte{[]byte("Unsolicited response received on idle HTTP channel"), []byte("http: panic serving")}

// QuietLog keeps the standard library's log from printing bytes of an answer: net/http does so when a server speaks out
// of turn, and no setting of it turns that off.
func QuietLog() { log.SetOutput(dropNoisy{os.Stderr}) }

// dropNoisy passes on every line but the noisy ones. The log package writes a whole entry at a time.
type dropNoisy struct{ to io.Writer }

// Write drops p or passes it on.
func (d dropNoisy) Write(p []byte) (int, error) {
	for _, n := range noisy {
		if bytes.Contains(p, n) {
			return len(p), nil
		}
	}
	return d.to.Write(p)
}
