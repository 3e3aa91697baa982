package inspect

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// The members of HAR 1.2 that are written; -1 stands for what is not known.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     float64     `json:"time"` // ms
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
	}
	harRequest struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		Query       []harPair `json:"queryString"`
		Post        *harPost  `json:"postData,omitempty"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int       `json:"bodySize"`
	}
	harPost struct {
		MIME   string    `json:"mimeType"`
		Params []harPair `json:"params"`
		Text   string    `json:"text"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		Redirect    string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
	}
	harContent struct {
		Size int    `json:"size"`
		MIME string `json:"mimeType"`
		Text string `json:"text"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// WriteHAR writes exchanges as an HTTP Archive 1.2, oldest first, as browsers' network panels read it. The bodies are
// the masked ones. version is the program's.
func WriteHAR(w io.Writer, version string, list []Exchange) error {
	f := harFile{harLog{Version: "1.2", Creator: harCreator{"Billkey Desk", version}, Entries: []harEntry{}}}
	for _, x := range slices.Backward(list) {
		f.Log.Entries = append(f.Log.Entries, x.har())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(f)
}

func (x Exchange) har() harEntry {
	const jsonType = "application/json; charset=utf-8"
	ms := float64(x.Duration) / float64(time.Millisecond)
	e := harEntry{
		Started: x.At.Format(time.RFC3339Nano), Time: ms, Timings: harTimings{Wait: ms}, Comment: string(x.Meaning),
		Request: harRequest{
			Method: x.Method, URL: x.Base + x.Path, HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: []harPair{},
			Query: harQuery(x.Path), HeadersSize: -1, BodySize: -1,
		},
		Response: harResponse{
			Status: x.Status, StatusText: http.StatusText(x.Status), HTTPVersion: "HTTP/1.1", Cookies: []harPair{},
			Headers: []harPair{}, HeadersSize: -1, BodySize: x.GotBytes,
			Content: harContent{Size: x.GotBytes, MIME: jsonType, Text: x.Got},
		},
	}
	for _, h := range x.headers() {
		e.Request.Headers = append(e.Request.Headers, harPair{h[0], h[1]})
	}
	if x.Sent != "" {
		e.Request.Post = &harPost{MIME: jsonType, Params: []harPair{}, Text: x.Sent}
	}
	return e
}

func harQuery(path string) []harPair {
	out := []harPair{}
	u, err := url.Parse(path)
	if err != nil {
		return out
	}
	q := u.Query()
	for name := range q {
		for _, v := range q[name] {
			out = append(out, harPair{name, v})
		}
	}
	slices.SortFunc(out, func(a, b harPair) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}
