package headless

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// routes are the guide's path, which it spells in two ways.
var routes = []string{"/subscription/issue-billing", "/subscriptions/issue-billing"}

// ServeHTTP lets through posts from pages of this machine and from programs on it, and nothing else.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer wipeConn(r.Context())
	origin := r.Header.Get("Origin")
	w.Header().Set("Vary", "Origin")
	w.Header().Set("Connection", "close") // or net/http would read on in a body that was refused
	switch {
	case !localHost(r.Host), origin != "" && !localOrigin(origin):
		e.refuse(w, http.StatusForbidden, "endpoint.refused.origin")
		return
	case origin != "":
		w.Header().Set("Access-Control-Allow-Origin", origin)
	}
	switch {
	case !slices.Contains(routes, r.URL.Path):
		e.refuse(w, http.StatusNotFound, "endpoint.refused.path")
	case r.Method == http.MethodOptions:
		preflight(w, r)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST, OPTIONS")
		e.refuse(w, http.StatusMethodNotAllowed, "endpoint.refused.method")
	default:
		e.post(w, r)
	}
}

func (e *endpoint) refuse(w http.ResponseWriter, status int, key string) {
	answer{Status: failed, Message: e.words.t(key)}.write(w, status)
}

// preflight answers a browser's question before a JSON post from another port of this machine.
func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Allow-Headers", "Content-Type, Accept, X-Requested-With")
	h.Set("Access-Control-Max-Age", "600")
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

// localHost tells whether a Host header names this machine: a foreign name that leads here is a page's trick.
func localHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return loopbackHost(host)
}

func localOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && loopbackHost(u.Hostname())
}

// post reads one order, sends it and answers. Whatever was read is wiped before the answer is written.
func (e *endpoint) post(w http.ResponseWriter, r *http.Request) {
	o, status, a := e.read(w, r)
	if status == 0 {
		status, a = http.StatusOK, e.issue(r.Context(), o)
	}
	a.write(w, status)
}

// read takes the order out of the body; a status other than 0 refuses it.
func (e *endpoint) read(w http.ResponseWriter, r *http.Request) (order, int, answer) {
	defer wipeConn(r.Context())
	body := make([]byte, maxPost+1)
	defer clear(body)
	n, err := e.readBody(w, r, body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), n > maxPost:
		return order{}, http.StatusRequestEntityTooLarge, e.failed("endpoint.refused.large")
	case err != nil:
		return order{}, http.StatusRequestTimeout, e.failed("endpoint.refused.slow")
	}
	scan, ok := scannerFor(r.Header.Get("Content-Type"))
	if !ok {
		return order{}, http.StatusUnsupportedMediaType, e.failed("endpoint.refused.type")
	}
	f, err := scan(body[:n])
	if err != nil {
		return order{}, http.StatusBadRequest, e.failed("endpoint.refused.body")
	}
	o, problem := f.orderOf(e.profile.Needs, e.profile.DigitsOnly, time.Now())
	if problem != nil {
		return order{}, http.StatusBadRequest, answer{
			Status: failed, Message: e.words.problem(*problem), Field: string(problem.Field),
		}
	}
	return o, 0, answer{}
}

func (e *endpoint) failed(key string) answer { return answer{Status: failed, Message: e.words.t(key)} }

func scannerFor(contentType string) (func([]byte) (fields, error), bool) {
	switch media, _, _ := mime.ParseMediaType(contentType); media {
	case "application/json":
		return scanJSON, true
	case "application/x-www-form-urlencoded":
		return scanForm, true
	}
	return nil, false
}

// readBody fills b within the time limit. The limit ends with the body: an order takes longer than that.
func (e *endpoint) readBody(w http.ResponseWriter, r *http.Request, b []byte) (int, error) {
	rc := http.NewResponseController(w)
	if err := rc.SetReadDeadline(time.Now().Add(e.postTime)); err != nil {
		return 0, err
	}
	n, err := readToEnd(http.MaxBytesReader(w, r.Body, maxPost), b)
	if err != nil {
		return n, err
	}
	return n, rc.SetReadDeadline(time.Time{})
}

// readToEnd fills b from a body that ends as it says: a cut one may name another customer.
func readToEnd(body io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var k int
		k, err = body.Read(b[n:])
		n += k
	}
	if err == io.EOF { //nolint:errorlint // only the plain end is one; a wrapped one tells of a cut
		err = nil
	}
	return n, err
}

// problem is the sentence for input that cannot be sent. Those of the window that speak of its keys have one of their
// own here.
func (w words) problem(p card.Problem) string {
	if key := "endpoint.problem." + string(p.Code); w.has(key) {
		return w.t(key)
	}
	if p.Code == card.Empty {
		return w.t("problem.empty." + string(p.Field))
	}
	return w.t("problem."+string(p.Code), "Hint", p.Hint)
}

// issue sends the order and says what came of it, in the guide's form.
func (e *endpoint) issue(ctx context.Context, o order) answer {
	defer o.card.Wipe()
	confirmation, err := e.confirmation(ctx, o.uid)
	if err != nil {
		return e.failure(err)
	}
	r, err := e.desk.Issue(ctx, issuing.Order{UID: o.uid, Card: o.card, Confirmation: confirmation, Operator: e.operator})
	if err != nil {
		return e.failure(err)
	}
	e.trace("order", "entry", r.EntryID, "state", string(r.State), "alerts", len(r.Alerts))
	switch r.State {
	case ledger.Issued:
		return answer{Status: success, Message: issuedMessage}
	case ledger.Unknown:
		e.follow(r.EntryID)
		return e.failed("endpoint.unknown")
	}
	return e.failure(r.Failure)
}

// confirmation is the word that whatever stands behind uid now may be replaced, where the operator said so at the start.
func (e *endpoint) confirmation(ctx context.Context, uid string) (issuing.Confirmation, error) {
	if !e.replace {
		return issuing.Confirmation{}, nil
	}
	l, err := e.desk.LookUp(ctx, uid)
	if err != nil || !l.Used() {
		return issuing.Confirmation{}, err
	}
	typed := uid
	if issuing.ChallengeFor(l) == issuing.TypeLastFour {
		typed = card.LastFour(l.Key.Masked)
	}
	c, _ := e.desk.Confirm(l, typed)
	return c, nil
}

// failure is iamport's or the PG's own message, whole, or ours where there is none.
func (e *endpoint) failure(err error) answer {
	var f *issuing.Failure
	if !errors.As(err, &f) || f == nil {
		return e.failed("failure.other")
	}
	e.trace("order_refused", "kind", string(f.Kind))
	return answer{Status: failed, Message: e.words.because(err)}
}
