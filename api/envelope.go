package api

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Texts by which the server says things that its codes do not.
const (
	textNotFound = "로 등록된 정보를 찾을 수 없습니다"
	textMissing  = "파라메터는 필수입니다"
)

// codeGeneral is the code of iamport's own refusals; -1 carries those of a PG or a card company.
const codeGeneral = 1

// answer is one HTTP answer, read whole.
type answer struct {
	status   int
	raw      []byte
	code     number
	message  string
	response json.RawMessage
	// sentShown and gotShown are the masked bodies, made only for an inspection.
	sentShown, gotShown string
}

// readEnvelope reads {code, message, response} into a; secrets are cut out of the message.
func (a *answer) readEnvelope(secrets ...[]byte) error {
	var env struct {
		Code     number
		Message  text
		Response json.RawMessage
	}
	if err := json.Unmarshal(bytes.TrimPrefix(a.raw, []byte("\uFEFF")), &env); err != nil {
		return errNotJSON
	}
	a.code, a.message, a.response = env.Code, safeMessage(string(env.Message), secrets...), env.Response
	if !a.code.valid {
		return errNoCode
	}
	return nil
}

// verdict says what the answer decides about op: nil for success, which is a 2xx with code 0 and a response that is
// not null. 401 is refused before anything is done, whatever its body. Everything unclear is undecided.
func (a *answer) verdict(op string, envelope error) *Error {
	e := &Error{Op: op, Status: a.status, Code: int(a.code.n), HasCode: a.code.valid, Message: a.message}
	switch {
	case a.status == 401:
		e.Kind = KindUnauthorized
	case a.status >= 500:
		e.Err = errStatus
	case a.status/100 == 3:
		e.Err = errRedirect
	case envelope != nil:
		e.Err = envelope
	case a.code.n == 0 && a.status/100 != 2:
		e.Err = errContradict
	case a.code.n == 0 && (len(a.response) == 0 || string(a.response) == "null"):
		e.Err = errNoResponse
	case a.code.n == 0:
		return nil
	default:
		e.Kind = a.refusal()
	}
	return e
}

// refusal sorts the answers whose code is not 0.
func (a *answer) refusal() Kind {
	general := a.code.n == codeGeneral
	switch {
	case a.status == 404 || general && strings.Contains(a.message, textNotFound):
		return KindNotFound
	case a.status/100 == 4 || general && strings.Contains(a.message, textMissing):
		return KindRefused
	}
	return KindDeclined
}
