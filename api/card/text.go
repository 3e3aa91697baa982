package card

import (
	"slices"
	"unicode/utf8"

	"billkey/api/secret"
)

// textLimits are the longest texts beside the card, in characters.
var textLimits = map[Field]int{FieldName: 20, FieldTel: 20, FieldEmail: 200, FieldCustomerID: 255}

// CheckText judges one of the text fields; needed says that this PG requires it.
func CheckText(f Field, content string, needed bool) []Problem {
	switch {
	case content == "" && needed:
		return []Problem{{Field: f, Code: Empty}}
	case utf8.RuneCountInString(content) > textLimits[f]:
		return []Problem{{Field: f, Code: TooLong}}
	}
	return nil
}

// NewCVC copies digits, which must have passed [CheckCVC].
func NewCVC(digits []byte) secret.Value { return secret.New(slices.Clone(digits)) }
