package issuing

import (
	"strings"

	"billkey/api/card"
)

// Class is what a decline asks the operator to do, a key into the translations.
type Class string

// Classes, in the order in which a message is matched.
const (
	Locked    Class = "locked"     // too many wrong tries: the customer must call the card company
	FixBoth   Class = "fix_both"   // PIN digits and holder number
	FixPIN    Class = "fix_pin"    // wrong tries are counted by the card company
	FixHolder Class = "fix_holder" // counted as well
	FixExpiry Class = "fix_expiry"
	FixNumber Class = "fix_number"
	Duplicate Class = "duplicate"
	Setting   Class = "setting"
	OtherCard Class = "other_card"
	Issuer    Class = "issuer"
	Later     Class = "later"
	Plain     Class = "plain" // only the PG's own words
)

// Advice is added to the PG's message; it never replaces it.
type Advice struct {
	Class Class
	// Field is the input to put the cursor in; "" where no input is at fault.
	Field card.Field
}

type adviceRule struct {
	Advice
	words []string
}

// Order matters: a lock-out names the PIN as well, and a validator's message names several things.
var adviceRules = []adviceRule{
	{Advice{Locked, ""}, []string{"회수초과", "횟수초과", "횟수 초과", "횟수를 초과", "3회초과", "EXCEED_MAX_AUTH", "CC69", "CC65", "120021"}},
	{Advice{FixPIN, card.FieldPIN}, []string{"비밀번호", "password2Digits", "pwd_2digit", "INVALID_CARD_PASSWORD", "CC63", "120019"}},
	{Advice{FixHolder, card.FieldHolder}, []string{"주민", "사업자", "생년월일", "birth", "INVALID_CARD_IDENTITY", "CC66", "CC67", "CC68", "CC84", "1200IT"}},
	{Advice{FixExpiry, card.FieldExpiry}, []string{"유효기간", "expiry", "INVALID_CARD_EXPIRATION", "CC54", "CC55"}},
	{Advice{FixNumber, card.FieldNumber}, []string{"카드번호", "card_bin", "card_number", "INVALID_CARD_NUMBER", "CC14"}},
	{Advice{Duplicate, card.FieldUID}, []string{"이미 등록"}},
	{Advice{Setting, ""}, []string{"비인증결제모듈", "KEY-IN", "키인", "미약정", "빌링 미사용", "가맹점"}},
	{Advice{OtherCard, card.FieldNumber}, []string{"정지", "분실", "도난", "연체", "거래제한", "사용불가", "인증불가", "인증 불가", "경과카드", "BlackList", "NOT_SUPPORTED_CARD_TYPE"}},
	{Advice{Issuer, ""}, []string{"전화요망", "사전화요망", "카드사 문의", "카드사로 문의", "카드사 거절"}},
	{Advice{Later, ""}, []string{"TIMEOUT", "타임아웃", "장애", "통신", "일시적"}},
}

// AdviceFor matches a decline's message against known fragments of the PGs' texts (there is no unified code table).
func AdviceFor(message string) Advice {
	for i, r := range adviceRules {
		if !r.in(message) {
			continue
		}
		if r.Class == FixPIN && adviceRules[i+1].in(message) {
			return Advice{FixBoth, card.FieldHolder}
		}
		return r.Advice
	}
	return Advice{Class: Plain}
}

func (r adviceRule) in(message string) bool {
	for _, w := range r.words {
		if strings.Contains(message, w) {
			return true
		}
	}
	return false
}
