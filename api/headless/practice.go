package headless

import (
	"net/http"
	"os"
	"sync"
	"time"

	"billkey/api/sandbox"
)

// practiceServer is the imitation inside the program. Window and endpoint may practise in one folder at the same time:
// whoever finds the state file changed by the other reads it again before the next request. As long as a request is
// under way nothing is read anew, so that two of one program never part. Written at the very same moment, the later one
// stays: it is practice.
type practiceServer struct {
	path string

	mu     sync.Mutex
	server *sandbox.Server
	trip   http.RoundTripper
	busy   int
	known  stamp
}

// stamp tells one version of a file from the next.
type stamp struct {
	at   time.Time
	size int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

func newPractice(path string) (*practiceServer, error) {
	p := &practiceServer{path: path}
	return p, p.load()
}

// load starts a server on what the file holds now. Its clients get a new token after a 401.
func (p *practiceServer) load() error {
	known := stampOf(p.path)
	s, err := sandbox.New(sandbox.Options{StateFile: p.path})
	if err != nil {
		return err
	}
	p.server, p.trip, p.known = s, s.Transport(), known
	return nil
}

// RoundTrip serves one request.
func (p *practiceServer) RoundTrip(r *http.Request) (*http.Response, error) {
	trip := p.enter()
	defer p.leave()
	return trip.RoundTrip(r)
}

func (p *practiceServer) enter() http.RoundTripper {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy == 0 && stampOf(p.path) != p.known {
		_ = p.load() // a file that cannot be read leaves the server as it is
	}
	p.busy++
	return p.trip
}

func (p *practiceServer) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy--
	p.known = stampOf(p.path)
}
