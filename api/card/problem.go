package card

// Field names one input of the form by its API name.
type Field string

// The fields of POST /subscribe/customers/{customer_uid}, and the two that never leave this desk.
const (
	FieldUID        Field = "customer_uid"
	FieldNumber     Field = "card_number"
	FieldExpiry     Field = "expiry"
	FieldHolder     Field = "birth"
	FieldPIN        Field = "pwd_2digit"
	FieldCVC        Field = "cvc"
	FieldName       Field = "customer_name"
	FieldTel        Field = "customer_tel"
	FieldEmail      Field = "customer_email"
	FieldCustomerID Field = "customer_id"
	FieldConsent    Field = "consent"
)

// Level says what a problem does to the order.
type Level int

const (
	// Refuse means that it cannot be right: nothing is sent.
	Refuse Level = iota
	// Warn means that it is unusual: one deliberate override lets it through.
	Warn
	// WarnTwice asks for a second override (a checksum that the brand always keeps).
	WarnTwice
)

// Code is the reason of a problem, a key into the translations.
type Code string

// Reasons, by field.
const (
	Empty Code = "empty"

	NumberCharacters Code = "number_characters"
	NumberShort      Code = "number_short"
	NumberLength     Code = "number_length"
	NumberLong       Code = "number_long"
	NumberLuhn       Code = "number_luhn"

	ExpiryIncomplete Code = "expiry_incomplete"
	ExpiryCharacters Code = "expiry_characters"
	ExpiryMonth      Code = "expiry_month"
	ExpirySwapped    Code = "expiry_swapped"
	ExpiryPast       Code = "expiry_past"
	ExpiryFar        Code = "expiry_far"
	ExpiryTooFar     Code = "expiry_too_far"

	HolderLength   Code = "holder_length"
	HolderEight    Code = "holder_eight"
	HolderRRN      Code = "holder_rrn"
	HolderDate     Code = "holder_date"
	HolderBusiness Code = "holder_business"
	HolderChecksum Code = "holder_checksum"

	PINLength Code = "pin_length"
	CVCLength Code = "cvc_length"
	TooLong   Code = "too_long"
)

// Problem is one reason why a field cannot go out as it is.
type Problem struct {
	Field Field
	Code  Code
	Level Level
	// Hint is a replacement to offer, such as "09/28"; never card digits beyond the expiry.
	Hint string
}
