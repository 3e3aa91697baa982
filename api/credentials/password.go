package credentials

import (
	"bytes"

	"billkey/api/secret"
)

// Password is that of a shared ledger's server.
type Password = secret.Value

// NewPassword copies what was typed; the caller wipes both.
func NewPassword(typed []byte) Password { return secret.New(bytes.Clone(typed)) }
