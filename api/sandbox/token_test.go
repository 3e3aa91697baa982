package sandbox

import (
	"net/http"
	"regexp"
	"testing"
	"time"
)

func TestTokenIsReusedExtendedInItsLastMinuteAndReplacedAfterItsEnd(t *testing.T) {
	d := newDesk(t, Options{})
	get := func() authAnnotation {
		return decode[authAnnotation](t, d.do("POST", "/users/getToken", fields{"imp_key": Key, "imp_secret": Secret}).Response)
	}
	first := get()
	if !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(first.AccessToken) {
		t.Errorf("token %q", first.AccessToken)
	}
	equal(t, "life", first.ExpiredAt-first.Now, 1800)
	for _, step := range []struct {
		name   string
		wait   time.Duration
		same   bool
		longer int64 // than the token's first end
	}{
		{"29 minutes less a second later", 28*time.Minute + 59*time.Second, true, 0},
		{"in the last minute", time.Second, true, 300},
		{"again, no longer in the last minute", time.Second, true, 300},
		{"in the new last minute", 5 * time.Minute, true, 600},
		{"at the very end", 5*time.Minute + 59*time.Second, false, 1800 + 600},
	} {
		d.clock.add(step.wait)
		now := get()
		equal(t, step.name+": same token", now.AccessToken == first.AccessToken, step.same)
		equal(t, step.name+": end", now.ExpiredAt-first.ExpiredAt, step.longer)
		equal(t, step.name+": now", now.Now, d.clock.Now().Unix())
	}
}

func TestWrongOrMissingKeysAreRefusedInIamportsWords(t *testing.T) {
	d := newDesk(t, Options{})
	const wrong, missing = "인증에 실패하였습니다. API키와 secret을 확인하세요.", "imp_key, imp_secret 파라메터가 누락되었습니다."
	for name, c := range map[string]struct {
		body         fields
		status, code int
		message      string
	}{
		"wrong key":      {fields{"imp_key": "x", "imp_secret": Secret}, 401, -1, wrong},
		"wrong secret":   {fields{"imp_key": Key, "imp_secret": "x"}, 401, -1, wrong},
		"missing key":    {fields{"imp_secret": Secret}, 400, -1, missing},
		"missing secret": {fields{"imp_key": Key}, 400, -1, missing},
		"empty":          {fields{"imp_key": "", "imp_secret": ""}, 400, -1, missing},
		"camel case":     {fields{"impKey": Key, "impSecret": Secret}, 400, -1, missing},
	} {
		t.Run(name, func(t *testing.T) {
			a := d.do("POST", "/users/getToken", c.body)
			d.refused(a, c.status, c.code, c.message)
		})
	}
}

func TestAuthorizationForms(t *testing.T) {
	d := newDesk(t, Options{})
	for name, c := range map[string]struct {
		header http.Header
		status int
	}{
		"Bearer":                     {http.Header{"Authorization": {"Bearer " + d.token}}, 200},
		"bearer in small letters":    {http.Header{"Authorization": {"bearer " + d.token}}, 200},
		"raw token":                  {http.Header{"Authorization": {d.token}}, 200},
		"old header":                 {http.Header{"X-Imptokenheader": {d.token}}, 200},
		"Authorization wins, right":  {http.Header{"Authorization": {d.token}, "X-Imptokenheader": {"x"}}, 200},
		"Authorization wins, wrong":  {http.Header{"Authorization": {"x"}, "X-Imptokenheader": {d.token}}, 401},
		"nothing":                    {http.Header{}, 401},
		"Basic":                      {http.Header{"Authorization": {"Basic " + d.token}}, 401},
		"empty Bearer":               {http.Header{"Authorization": {"Bearer "}}, 401},
		"another token, same length": {http.Header{"Authorization": {"Bearer " + newToken()}}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			req := d.request("GET", "/users/pg", nil)
			req.Header = c.header
			a := d.send(req)
			if equal(t, "status", a.Status, c.status); c.status == 401 {
				d.refused(a, 401, -1, "Unauthorized")
			}
		})
	}
}

func TestTokenEndsAfterHalfAnHour(t *testing.T) {
	d := newDesk(t, Options{Switches: Switches{UnauthorizedCode: -7}})
	d.clock.add(1799 * time.Second)
	equal(t, "status just before", d.do("GET", "/cards", nil).Status, 200)
	d.clock.add(time.Second)
	d.refused(d.do("GET", "/cards", nil), 401, -7, "Unauthorized")
	d.login()
	equal(t, "status with a new token", d.do("GET", "/cards", nil).Status, 200)
}

func TestNoTokenBeforeTheFirstLogin(t *testing.T) {
	d := newDesk(t, Options{})
	d.s.Reset()
	d.token = ""
	d.refused(d.do("GET", "/cards", nil), 401, -1, "Unauthorized")
}
