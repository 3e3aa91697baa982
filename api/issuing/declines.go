package issuing

import "billkey/api/card"

// This file is data: what the PGs' decline codes and phrases ask of the operator. There is no unified code table; codes
// are those of the PGs' own lists, phrases are what iamport was seen to relay.

// Advices that several rows share.
var (
	fixNumber  = Advice{Class: FixNumber, Field: card.FieldNumber, Retry: RetryFix}
	fixExpiry  = Advice{Class: FixExpiry, Field: card.FieldExpiry, Retry: RetryFix}
	expired    = Advice{Class: FixExpiry, Field: card.FieldExpiry, Retry: RetryNotAgain}
	wrongPIN   = Advice{Class: FixPIN, Field: card.FieldPIN, Retry: RetryFix, Counted: true}
	missingPIN = Advice{Class: FixPIN, Field: card.FieldPIN, Retry: RetryFix}
	noPIN      = Advice{Class: Issuer, Field: card.FieldPIN, Retry: RetryNotAgain} // the customer never set one
	wrongID    = Advice{Class: FixHolder, Field: card.FieldHolder, Retry: RetryFix, Counted: true}
	badID      = Advice{Class: FixHolder, Field: card.FieldHolder, Retry: RetryFix} // its form, or the wrong kind
	wrongBoth  = Advice{Class: FixBoth, Field: card.FieldHolder, Retry: RetryFix, Counted: true}
	locked     = Advice{Class: Locked, Retry: RetryLocked}
	duplicate  = Advice{Class: Duplicate, Field: card.FieldUID, Retry: RetryNotAgain}
	setting    = Advice{Class: Setting, Retry: RetryNotAgain}
	otherCard  = Advice{Class: OtherCard, Field: card.FieldNumber, Retry: RetryNotAgain}
	issuer     = Advice{Class: Issuer, Retry: RetryNotAgain}
	later      = Advice{Class: Later, Retry: RetryLater}
	useless    = Advice{Class: Plain, Retry: RetryNotAgain}
	someField  = Advice{Class: Plain, Retry: RetryFix}
)

// codeRow gives one advice to several codes of one PG family.
type codeRow struct {
	family string
	codes  []string
	advice Advice
}

var codeRows = []codeRow{
	{"nice", []string{"F112"}, fixNumber},
	{"nice", []string{"F101", "F102", "F103", "F104", "F105", "F115", "F116", "F117", "A114", "A128", "8901"}, setting},
	{"nice", []string{"F106", "F107", "F108", "F109", "F110"}, later},
	{"nice", []string{"F118"}, otherCard},
	{"nice", []string{"F201"}, duplicate},
	{"nice", []string{"A126", "A127", "2013", "2015"}, useless},

	{"kcp", []string{"CC14", "2204"}, fixNumber},
	{"kcp", []string{"CC54", "CC55", "8484"}, fixExpiry},
	{"kcp", []string{"CC63"}, wrongPIN},
	{"kcp", []string{"CC66", "CC67", "CC68", "CC84"}, wrongID},
	{"kcp", []string{"CC65", "CC69"}, locked},
	{"kcp", []string{"CC04", "CC43", "CC44", "CC45", "CC61", "CC80", "CC82", "8126", "8130"}, otherCard},
	{"kcp", []string{"CC35", "CC37", "8102", "8129"}, setting},
	{"kcp", []string{"8181"}, issuer},
	{"kcp", []string{"8128", "8892"}, duplicate},
	{"kcp", []string{"CC64"}, Advice{Class: Plain, Field: card.FieldCVC, Retry: RetryFix}},
	{"kcp", []string{
		"CC72", "CC98", "8041", "8042", "8043", "8044", "8045", "8046",
		"8990", "8991", "8992", "8993", "8994", "8995", "8996", "8997", "8998", "8999",
	}, later},

	{"toss", []string{"INVALID_CARD_NUMBER", "C001", "C042", "14", "A0", "125"}, fixNumber},
	{"toss", []string{"INVALID_CARD_EXPIRATION", "A1", "A2", "4", "23"}, fixExpiry},
	{"toss", []string{"INVALID_CARD_PASSWORD", "C1", "19", "6633"}, wrongPIN},
	{"toss", []string{"C043", "C086", "C098"}, missingPIN},
	{"toss", []string{"C8"}, noPIN},
	{"toss", []string{"INVALID_CARD_IDENTITY", "C3", "C4", "51", "8320"}, wrongID},
	{"toss", []string{"INVALID_BIRTH_DAY_FORMAT", "AC09", "C003", "C6", "C102"}, badID},
	{"toss", []string{"C5", "52"}, wrongBoth},
	{"toss", []string{"EXCEED_MAX_AUTH_COUNT", "C2", "21", "38", "8559"}, locked},
	{"toss", []string{"NOT_SUPPORTED_CARD_TYPE", "INVALID_STOPPED_CARD", "C002", "C100", "C101", "26"}, otherCard},
	{"toss", []string{"INVALID_REJECT_CARD", "NOT_REGISTERED_CARD_COMPANY", "REJECT_CARD_COMPANY", "905", "3000"}, issuer},
	{"toss", []string{"COMMON_ERROR", "3001", "590", "S011"}, later},
	{"toss", []string{"NOT_MATCHES_CUSTOMER_KEY", "BELOW_MINIMUM_AMOUNT", "C085"}, useless},
	{"toss", []string{"INVALID_EMAIL"}, Advice{Class: Plain, Field: card.FieldEmail, Retry: RetryFix}},

	{"inicis", []string{"500601", "550601", "120014", "550929"}, fixNumber},
	{"inicis", []string{"500638", "550638", "120023", "120048", "1165"}, fixExpiry},
	{"inicis", []string{"120004"}, expired},
	{"inicis", []string{"120019"}, wrongPIN},
	{"inicis", []string{"500617", "550617"}, missingPIN},
	{"inicis", []string{"1200L9", "1200IH"}, noPIN},
	{"inicis", []string{"500635", "550635", "120051"}, wrongID},
	{"inicis", []string{"1200IT", "J8"}, badID},
	{"inicis", []string{"120052"}, wrongBoth},
	{"inicis", []string{"120021"}, locked},
	{"inicis", []string{"120001", "120003", "120026", "120032", "1200K8", "550416", "550788"}, otherCard},
	{"inicis", []string{"120009", "550431", "550433"}, setting},
	{"inicis", []string{
		"120070", "120071", "120072", "120073", "120074", "120075", "120076", "120077", "120078", "120079",
		"120080", "120081", "120082", "120083", "120084", "120085", "120086", "120087", "120088", "120089",
		"120090", "120091", "120092", "120093", "120094", "120095", "120096", "120097", "120098", "120099",
	}, issuer},
	{"inicis", []string{"120053", "550997"}, later},
}

// vagueRows are codes that say less than the words beside them; they count only where no phrase is known.
var vagueRows = []codeRow{
	{"nice", []string{"F113", "A117"}, someField},
}

// phraseRow gives an advice to messages that hold one of words and, where with is not empty, one of with.
type phraseRow struct {
	words, with []string
	advice      Advice
}

// lockPhrases go before the codes: the code beside them may be a vague one.
var lockPhrases = []phraseRow{
	{words: []string{"회수초과", "횟수초과", "회수 초과", "횟수 초과", "횟수를 초과", "3회초과", "EXCEED_MAX_AUTH"}, advice: locked},
}

// phraseRows are tried in this order: exact ones first, a lack of input before a wrong one, and what names the PIN
// before what names the number, since validators' messages name several things.
var phraseRows = []phraseRow{
	{words: []string{"파라메터는 필수"}, with: []string{`"card_number"`}, advice: Advice{Class: FixNumber, Field: card.FieldNumber, Retry: RetryNotAgain}},
	{words: []string{"파라메터는 필수"}, with: []string{`"expiry"`}, advice: expired},
	{words: []string{"경과카드"}, advice: expired},
	{words: []string{"타카드 사용요망"}, advice: otherCard},
	{words: []string{"비밀번호"}, with: []string{"미입력"}, advice: missingPIN},
	{words: []string{"password2Digits", "pwd_2digit"}, advice: missingPIN},
	{words: []string{"비밀번호"}, with: []string{"주민", "사업자", "생년월일"}, advice: wrongBoth},
	{words: []string{"비밀번호"}, advice: wrongPIN},
	{words: []string{"birth"}, advice: badID},
	{words: []string{"주민", "사업자", "생년월일"}, advice: wrongID},
	{words: []string{"유효기간", "expiry"}, advice: fixExpiry},
	{words: []string{"카드번호", "card_bin", "card_number"}, advice: fixNumber},
	{words: []string{"이미 등록"}, advice: duplicate},
	{words: []string{
		"비인증결제모듈", "KEY-IN", "키인", "미약정", "빌링 미사용", "가맹점", "계약되지 않은", "미등록PG업체", "API키와 secret",
	}, advice: setting},
	{words: []string{
		"정지", "분실", "도난", "연체", "거래제한", "사용불가", "인증불가", "사용 불가", "인증 불가", "BlackList", "지원되지 않는 카드",
	}, advice: otherCard},
	{words: []string{"전화요망", "카드사 문의", "카드사로 문의", "카드사 거절", "본인확인"}, advice: issuer},
	{words: []string{"TIMEOUT", "타임아웃", "장애", "통신", "일시적"}, advice: later},
	{words: []string{"등록되지 않은 구매자", "등록된 정보를 찾을 수 없습니다", "이미 주문이 이루어진"}, advice: useless},
	{words: []string{"중복거래", "중복 거래"}, advice: later},
}
