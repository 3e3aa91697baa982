package sandbox

import (
	"fmt"
	"net/http"
)

// reply is what an operation answers before a fault spoils it.
type reply struct {
	status   int
	code     int
	message  string // empty: null
	response any    // nil: null
	page     string // an HTML page instead of the envelope
}

func ok(response any) reply { return reply{status: http.StatusOK, response: response} }

// refuse answers an error. Most of iamport's refusals have status 200.
func refuse(status, code int, message string) reply {
	return reply{status: status, code: code, message: message}
}

func missing(name string) reply {
	return refuse(http.StatusOK, 1, fmt.Sprintf(`["%s"] 파라메터는 필수입니다.`, name))
}

func tooLong(name string, limit int) reply {
	return refuse(http.StatusOK, 1, fmt.Sprintf(`["%s"] 파라메터는 %d자를 넘을 수 없습니다.`, name, limit))
}

// page answers what a web server answers by itself.
func page(status int) reply {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return reply{status: status, page: "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"}
}

func (r reply) bytes() []byte {
	if r.page != "" {
		return []byte(r.page)
	}
	e := envelope{Code: r.code, Response: r.response}
	if r.message != "" {
		e.Message = &r.message
	}
	return encode(e)
}
