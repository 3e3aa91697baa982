package inspect

import "billkey/api"

// Meaning is what an exchange came to, a key into the translations; its advice has the same key.
type Meaning string

// Meanings.
const (
	Done         Meaning = "done"         // code 0 with a response
	NotFound     Meaning = "not_found"    // the server knows no such key or payment
	Declined     Meaning = "declined"     // iamport, the PG or the card company said no; decided
	Refused      Meaning = "refused"      // a parameter is missing or wrong; decided
	Unauthorized Meaning = "unauthorized" // key, secret or token refused; nothing was done
	Forbidden    Meaning = "forbidden"    // 403: this machine's address may not be on the allow-list
	Unreachable  Meaning = "unreachable"  // nothing was sent
	ServerFault  Meaning = "server_fault" // 5xx: it may have been done
	Unclear      Meaning = "unclear"      // no verdict came back: it may have been done
)

var meanings = map[api.Kind]Meaning{
	api.KindUndecided: Unclear, api.KindDeclined: Declined, api.KindNotFound: NotFound,
	api.KindUnauthorized: Unauthorized, api.KindRefused: Refused, api.KindUnreachable: Unreachable,
}

func meaningOf(i api.Inspection) Meaning {
	switch {
	case !i.Failed:
		return Done
	case i.Status == 403:
		return Forbidden
	case i.Status >= 500:
		return ServerFault
	}
	return meanings[i.Kind]
}
