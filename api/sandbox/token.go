package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// The life of a token: it is handed out again until it ends; a call in its last minute gives it five minutes more.
const (
	tokenLife      = 1800 * time.Second
	tokenLastCall  = 60 * time.Second
	tokenExtension = 300 * time.Second
)

// token is the account's only access token. It is never stored: after a restart clients get a new one.
type token struct {
	text    string // 40 lower-case hexadecimal digits
	expires time.Time
}

func (t token) alive(now time.Time) bool { return t.text != "" && now.Before(t.expires) }

// authAnnotation is the response of getToken. Times are UNIX seconds.
type authAnnotation struct {
	AccessToken string `json:"access_token"`
	Now         int64  `json:"now"`
	ExpiredAt   int64  `json:"expired_at"`
}

// getToken is POST /users/getToken.
func getToken(s *Server, c *call) reply {
	key, secret := c.body["imp_key"], c.body["imp_secret"]
	if len(key) == 0 || len(secret) == 0 {
		return refuse(http.StatusBadRequest, -1, "imp_key, imp_secret 파라메터가 누락되었습니다.")
	}
	if string(key) != Key || string(secret) != Secret {
		return refuse(http.StatusUnauthorized, -1, "인증에 실패하였습니다. API키와 secret을 확인하세요.")
	}
	t := &s.token
	switch {
	case !t.alive(c.now):
		*t = token{newToken(), c.now.Truncate(time.Second).Add(tokenLife)}
	case !c.now.Before(t.expires.Add(-tokenLastCall)):
		t.expires = t.expires.Add(tokenExtension)
	}
	return ok(authAnnotation{t.text, c.now.Unix(), t.expires.Unix()})
}

func newToken() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// authorized accepts Authorization with or without Bearer, and the old X-ImpTokenHeader when there is no Authorization.
func (s *Server) authorized(h http.Header, now time.Time) bool {
	sent := h.Get("Authorization")
	if sent == "" {
		sent = h.Get("X-ImpTokenHeader")
	}
	if scheme, rest, found := strings.Cut(sent, " "); found && strings.EqualFold(scheme, "bearer") {
		sent = strings.TrimSpace(rest)
	}
	return s.token.alive(now) && sent == s.token.text
}

func (s *Server) unauthorized() reply {
	return refuse(http.StatusUnauthorized, orElse(s.sw.UnauthorizedCode, -1), "Unauthorized")
}
