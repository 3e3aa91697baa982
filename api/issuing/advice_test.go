package issuing

import (
	"testing"

	"billkey/api/card"
	"billkey/api/sandbox"
)

const prefix = "카드정보 인증 및 빌키 발급에 실패하였습니다. "

// adviceCases has a message for every row of the tables, most of them as PGs were seen to write them.
var adviceCases = []struct {
	pg, message string
	class       Class
	field       card.Field
	retry       Retry
	counted     bool
	code        string
}{
	// As relayed by iamport.
	{"nice", "[F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)", FixNumber, card.FieldNumber, RetryFix, false, "F112"},
	{"nice", "[F113]카드번호틀림 - 테스트모드에서는 KB카드 사용이 불가능합니다. (타카드는 테스트모드에서도 정상, KB카드도 실제 계약후에는 문제없음)", FixNumber, card.FieldNumber, RetryFix, false, ""},
	{"nice", "[F113]유효기간오류 - 테스트모드에서는 KB카드 사용이 불가능합니다.", FixExpiry, card.FieldExpiry, RetryFix, false, ""},
	{"nice", "[F113]거래거절 카드번호틀림", FixNumber, card.FieldNumber, RetryFix, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 카드번호 오류, code:F113)", FixNumber, card.FieldNumber, RetryFix, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 유효기간오류, code:F113)", FixExpiry, card.FieldExpiry, RetryFix, false, ""},
	{"nice", "유효기간 오류", FixExpiry, card.FieldExpiry, RetryFix, false, ""},
	{"nice", "유효기간틀림 년월 확인요망", FixExpiry, card.FieldExpiry, RetryFix, false, ""},
	{"nice", "유효기간 경과카드", FixExpiry, card.FieldExpiry, RetryNotAgain, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 비밀번호틀림, code:F113)", FixPIN, card.FieldPIN, RetryFix, true, ""},
	{"nice", "비밀번호오류입력", FixPIN, card.FieldPIN, RetryFix, true, ""},
	{"nice", "카드비밀번호 미입력", FixPIN, card.FieldPIN, RetryFix, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 비밀번호 회수초과, code:F113)", Locked, "", RetryLocked, false, ""},
	{"nice_v2", "[400].issueCard.password2Digits:Invalid 2 digits of password!", FixPIN, card.FieldPIN, RetryFix, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 주민OR사업자등록번호오류, code:F113)", FixHolder, card.FieldHolder, RetryFix, true, ""},
	{"nice_v2", "[400]Invalid Request. Please Check this argument: birthOrBusinessRegistrationNumber InvalidLength(length should be one of [6, 10])", FixHolder, card.FieldHolder, RetryFix, false, ""},
	{"", `["card_number"] 파라메터는 필수입니다.`, FixNumber, card.FieldNumber, RetryNotAgain, false, ""},
	{"", `["expiry"] 파라메터는 필수입니다.`, FixExpiry, card.FieldExpiry, RetryNotAgain, false, ""},
	{"", `["birth"] 파라메터는 필수입니다.`, FixHolder, card.FieldHolder, RetryFix, false, ""},
	{"", `["pwd_2digit"] 파라메터는 필수입니다.`, FixPIN, card.FieldPIN, RetryFix, false, ""},
	{"", "비인증결제모듈 사용정보를 찾을 수 없습니다.", Setting, "", RetryNotAgain, false, ""},
	{"nice_v2", "[400]Error From NICEPAY. (message: 해당카드 사용불가 가맹점(타카드 사용요망), code:F113)", OtherCard, card.FieldNumber, RetryNotAgain, false, ""},
	{"nice", "인증불가카드", OtherCard, card.FieldNumber, RetryNotAgain, false, ""},
	{"nice", "사용불가 카드", OtherCard, card.FieldNumber, RetryNotAgain, false, ""},
	{"nice", "카드사전화요망", Issuer, "", RetryNotAgain, false, ""},
	{"nice", "이미 등록된 카드입니다.", Duplicate, card.FieldUID, RetryNotAgain, false, ""},
	{"nice", "카드번호 없음", FixNumber, card.FieldNumber, RetryFix, false, ""},
	{"", "등록되지 않은 구매자입니다.", Plain, "", RetryNotAgain, false, ""},
	{"", "요청하신 customer_uid(X)로 등록된 정보를 찾을 수 없습니다.", Plain, "", RetryNotAgain, false, ""},
	{"", "이미 주문이 이루어진 건입니다.", Plain, "", RetryNotAgain, false, ""},
	{"nice", "동일 카드 중복거래 방지", Later, "", RetryLater, false, ""},
	{"html5_inicis", "F0004:PG사 결제요청에 실패하여 중단합니다. [코드: V023] 계약되지 않은 인증방법", Setting, "", RetryNotAgain, false, ""},
	{"", "결제에 실패하였습니다. [8901] 미등록PG업체/거래정지업체", Setting, "", RetryNotAgain, false, "8901"},
	{"", "인증에 실패하였습니다. API키와 secret을 확인하세요.", Setting, "", RetryNotAgain, false, ""},
	{"", "빌링 미사용 가맹점입니다", Setting, "", RetryNotAgain, false, ""},
	{"", "인증거래미약정", Setting, "", RetryNotAgain, false, ""},
	{"", "카드사 문의가 필요합니다.", Issuer, "", RetryNotAgain, false, ""},
	{"", "카드사 TIMEOUT", Later, "", RetryLater, false, ""},
	{"", "시스템 장애", Later, "", RetryLater, false, ""},
	{"", "주민(사업자)번호/비밀번호 동시상이", FixBoth, card.FieldHolder, RetryFix, true, ""},
	{"", "본 적이 없는 말", Plain, "", "", false, ""},
	{"nice", "[F113]본 적이 없는 말", Plain, "", RetryFix, false, "F113"},

	// Codes that say it without words.
	{"nice", "[F117]", Setting, "", RetryNotAgain, false, "F117"},
	{"nice", "[F110]", Later, "", RetryLater, false, "F110"},
	{"nice", "[F118]", OtherCard, card.FieldNumber, RetryNotAgain, false, "F118"},
	{"nice", "[F201]", Duplicate, card.FieldUID, RetryNotAgain, false, "F201"},
	{"nice", "[A127]", Plain, "", RetryNotAgain, false, "A127"},
	{"kcp", "[2204]", FixNumber, card.FieldNumber, RetryFix, false, "2204"},
	{"kcp", "CC55", FixExpiry, card.FieldExpiry, RetryFix, false, "CC55"},
	{"kcp", "[CC63]", FixPIN, card.FieldPIN, RetryFix, true, "CC63"},
	{"kcp", "[CC64]CVC 오류", Plain, card.FieldCVC, RetryFix, false, "CC64"},
	{"kcp", "[CC68]", FixHolder, card.FieldHolder, RetryFix, true, "CC68"},
	{"kcp", "[CC65]", Locked, "", RetryLocked, false, "CC65"},
	{"kcp", "[CC69]인증오류 3회초과(당일거래 불가)", Locked, "", RetryLocked, false, ""},
	{"kcp", "[CC43]", OtherCard, card.FieldNumber, RetryNotAgain, false, "CC43"},
	{"kcp", "[CC37]", Setting, "", RetryNotAgain, false, "CC37"},
	{"kcp", "[8181]거래불가카드", Issuer, "", RetryNotAgain, false, "8181"},
	{"kcp", "[8892]이미 등록된 카드요청", Duplicate, card.FieldUID, RetryNotAgain, false, "8892"},
	{"kcp", "[8043]", Later, "", RetryLater, false, "8043"},
	{"tosspayments", "[INVALID_CARD_NUMBER]", FixNumber, card.FieldNumber, RetryFix, false, "INVALID_CARD_NUMBER"},
	{"", "INVALID_CARD_EXPIRATION: 카드 정보를 다시 확인해주세요.", FixExpiry, card.FieldExpiry, RetryFix, false, "INVALID_CARD_EXPIRATION"},
	{"tosspayments", "[C1]", FixPIN, card.FieldPIN, RetryFix, true, "C1"},
	{"uplus", "[C043]", FixPIN, card.FieldPIN, RetryFix, false, "C043"},
	{"uplus", "[C8]비밀번호 미등록", Issuer, card.FieldPIN, RetryNotAgain, false, "C8"},
	{"uplus", "[51]", FixHolder, card.FieldHolder, RetryFix, true, "51"},
	{"tosspayments", "[INVALID_BIRTH_DAY_FORMAT]생년월일 정보는 6자리", FixHolder, card.FieldHolder, RetryFix, false, "INVALID_BIRTH_DAY_FORMAT"},
	{"uplus", "[C5]", FixBoth, card.FieldHolder, RetryFix, true, "C5"},
	{"tosspayments", "[EXCEED_MAX_AUTH_COUNT]", Locked, "", RetryLocked, false, ""},
	{"uplus", "[21]", Locked, "", RetryLocked, false, "21"},
	{"tosspayments", "[INVALID_STOPPED_CARD]", OtherCard, card.FieldNumber, RetryNotAgain, false, "INVALID_STOPPED_CARD"},
	{"tosspayments", "[REJECT_CARD_COMPANY]결제 승인이 거절되었습니다.", Issuer, "", RetryNotAgain, false, "REJECT_CARD_COMPANY"},
	{"tosspayments", "[COMMON_ERROR]", Later, "", RetryLater, false, "COMMON_ERROR"},
	{"tosspayments", "[NOT_MATCHES_CUSTOMER_KEY]", Plain, "", RetryNotAgain, false, "NOT_MATCHES_CUSTOMER_KEY"},
	{"tosspayments", "[INVALID_EMAIL]", Plain, card.FieldEmail, RetryFix, false, "INVALID_EMAIL"},
	{"html5_inicis", "[550929]빌키생성 실패", FixNumber, card.FieldNumber, RetryFix, false, "550929"},
	{"html5_inicis", "[120048]", FixExpiry, card.FieldExpiry, RetryFix, false, "120048"},
	{"inicis", "[120004]", FixExpiry, card.FieldExpiry, RetryNotAgain, false, "120004"},
	{"inicis", "[120019]", FixPIN, card.FieldPIN, RetryFix, true, "120019"},
	{"inicis", "[550617]비밀번호 입력오류 (숫자만가능)", FixPIN, card.FieldPIN, RetryFix, false, "550617"},
	{"inicis", "[1200L9]", Issuer, card.FieldPIN, RetryNotAgain, false, "1200L9"},
	{"inicis", "[120051]", FixHolder, card.FieldHolder, RetryFix, true, "120051"},
	{"inicis", "[J8]", FixHolder, card.FieldHolder, RetryFix, false, "J8"},
	{"inicis", "[120052]", FixBoth, card.FieldHolder, RetryFix, true, "120052"},
	{"inicis", "[120021]", Locked, "", RetryLocked, false, "120021"},
	{"inicis", "[120026]", OtherCard, card.FieldNumber, RetryNotAgain, false, "120026"},
	{"inicis", "[120009]", Setting, "", RetryNotAgain, false, "120009"},
	{"inicis", "[120099]", Issuer, "", RetryNotAgain, false, "120099"},
	{"inicis", "[550997]", Later, "", RetryLater, false, "550997"},

	// A short code belongs to one PG only, and only where it stands as a code.
	{"kcp", "[51]", Plain, "", "", false, ""},
	{"", "[21]", Plain, "", "", false, ""},
	{"uplus", "오류 21", Plain, "", "", false, ""},
}

func TestAdviceForEveryRow(t *testing.T) {
	for _, c := range adviceCases {
		want := Advice{Class: c.class, Field: c.field, Retry: c.retry, Counted: c.counted, Code: c.code}
		for _, m := range []string{c.message, prefix + c.message} {
			if got := AdviceOn(c.pg, m); got != want {
				t.Errorf("%s %q:\n got %+v\nwant %+v", c.pg, m, got, want)
			}
		}
	}
}

// A row whose advice no case brings up is a row without a test.
func TestEveryRowOfTheTablesHasACase(t *testing.T) {
	for i, r := range append(codeRows, vagueRows...) {
		if !caseWith(func(a Advice, pg string) bool { return r.has(a.Code) }) && !lockedByWords(r) {
			t.Errorf("code row %d %v has no case", i, r.codes)
		}
	}
	for i, r := range append(lockPhrases, phraseRows...) {
		rows := []phraseRow{r}
		found := false
		for _, c := range adviceCases {
			_, in := byPhrase(rows, c.message)
			found = found || in
		}
		if !found {
			t.Errorf("phrase row %d %v has no case", i, r.words)
		}
	}
}

func lockedByWords(r codeRow) bool { return r.advice.Class == Locked }

func (r codeRow) has(code string) bool {
	for _, c := range r.codes {
		if c == code {
			return true
		}
	}
	return false
}

func caseWith(f func(a Advice, pg string) bool) bool {
	for _, c := range adviceCases {
		if f(AdviceOn(c.pg, c.message), c.pg) {
			return true
		}
	}
	return false
}

func TestEveryCodeOfTheListsIsKnownToItsPG(t *testing.T) {
	pgs := map[string]string{"nice": "nice_v2", "kcp": "kcp", "toss": "tosspayments", "inicis": "html5_inicis"}
	seen := map[string]bool{}
	for _, r := range append(codeRows, vagueRows...) {
		for _, code := range r.codes {
			if seen[r.family+code] {
				t.Errorf("%s of %s stands twice", code, r.family)
			}
			seen[r.family+code] = true
			want := r.advice
			if got := AdviceOn(pgs[r.family], "["+code+"]"); got.Class != want.Class || got.Field != want.Field || got.Retry != want.Retry {
				t.Errorf("%s of %s: %+v", code, r.family, got)
			}
		}
	}
}

// Every declining card of the practice server gives advice, except where the PG says nothing to go by.
func TestThePracticeCardsAllGiveAdvice(t *testing.T) {
	for _, m := range sandbox.MagicCards() {
		if m.Message == "" || m.Fault != "" {
			continue
		}
		if a := AdviceOn(m.PG, m.Message); a.Class == Plain || a.Retry == "" {
			t.Errorf("%s %s: %+v", m.Code, m.Message, a)
		}
	}
}
