package credentials

import "fmt"

// Field names a profile's or key's input, in the spelling of the profiles file.
type Field string

// The fields an [InvalidError] can point at.
const (
	FieldID          Field = "id"
	FieldName        Field = "name"
	FieldEnvironment Field = "environment"
	FieldBaseURL     Field = "base_url"
	FieldChannelKey  Field = "channel_key"
	FieldChannelName Field = "channel_name"
	FieldPG          Field = "pg"
	FieldMID         Field = "mid"
	FieldTier        Field = "tier"
	FieldNeeds       Field = "needs"
	FieldConsent     Field = "consent"
	FieldKey         Field = "imp_key"
	FieldSecret      Field = "imp_secret"
)

// Code says what is wrong with a field. The screens turn it into a sentence.
type Code string

// The codes of an [InvalidError].
const (
	CodeEmpty      Code = "empty"      // nothing was given
	CodeTooLong    Code = "too_long"   // more characters than the field takes
	CodeCharacters Code = "characters" // characters the field cannot hold
	CodeUnknown    Code = "unknown"    // not one of the known values
	CodeTaken      Code = "taken"      // another profile has it
	CodeReserved   Code = "reserved"   // it means something else to the program
	CodeMalformed  Code = "malformed"  // not in the form the field has
	CodeNotHTTPS   Code = "not_https"  // plain http where https is a must
	CodeUserinfo   Code = "userinfo"   // a name or password inside the URL
	CodeRemote     Code = "remote"     // a practice profile pointed at a host that is not this machine
	CodeNeedsPG    Code = "needs_pg"   // a MID without the PG it belongs to
)

// InvalidError tells that an input cannot be used, and why. It never carries the input itself.
type InvalidError struct {
	Field Field
	Code  Code
}

// Error is for logs.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("credentials: %s: %s", e.Field, e.Code)
}
