package sandbox

import "time"

// issueFailed and onetimeFailed are what iamport puts before the PG's own text.
const (
	issueFailed   = "카드정보 인증 및 빌키 발급에 실패하였습니다. "
	onetimeFailed = "카드정보 인증에 실패하였습니다. "
)

// MagicCard is a card number that decides how an issue ends. Every other number that satisfies Luhn succeeds.
type MagicCard struct {
	Number  string    // digits only, 14 to 19
	Code    string    // machine word: ok_…, charge_…, decline_… or fault_…
	PG      string    // whose words Message has; empty when they are nobody's
	Message string    // the message of the declined issue, whole; for charge_… the fail_reason
	Fault   FaultKind // what goes wrong on the way, for fault_…
}

// MagicCards are all magic cards, by kind: successes, charges that fail later, declines, faults.
func MagicCards() []MagicCard {
	var list []MagicCard
	for _, m := range magicRows() {
		if m.Message != "" && m.declines() {
			m.Message = issueFailed + m.Message
		}
		list = append(list, m)
	}
	return list
}

// declines tells whether the card is refused when a key is issued.
func (m MagicCard) declines() bool { return len(m.Code) > 8 && m.Code[:8] == "decline_" }

// charges tells whether the card is refused when it is charged.
func (m MagicCard) charges() bool { return len(m.Code) > 7 && m.Code[:7] == "charge_" }

func magicRows() []MagicCard {
	var list []MagicCard
	for _, rows := range [][]MagicCard{okCards, chargeCards, niceCards, kcpCards, tossCards, inicisCards, faultCards} {
		list = append(list, rows...)
	}
	return list
}

// magic finds a magic card by its digits. Text is not yet prefixed.
var magic = func() map[string]MagicCard {
	m := map[string]MagicCard{}
	for _, c := range magicRows() {
		m[c.Number] = c
	}
	return m
}()

var okCards = []MagicCard{
	{Number: "4111111111111111", Code: "ok_visa"},
	{Number: "4242424242424242", Code: "ok_visa_kb"},
	{Number: "5555555555554444", Code: "ok_mastercard"},
	{Number: "5105105105105100", Code: "ok_mastercard_hana"},
	{Number: "2223003122003222", Code: "ok_mastercard_2"},
	{Number: "378282246310005", Code: "ok_amex"},
	{Number: "30569309025904", Code: "ok_diners"},
	{Number: "3566002020360505", Code: "ok_jcb"},
	{Number: "6250941006528599", Code: "ok_unionpay"},
	{Number: "6212345678900000003", Code: "ok_unionpay_19"},
	{Number: "9490220006611406", Code: "ok_domestic"},
	{Number: "9410000000000001", Code: "ok_domestic_no_luhn"},
}

var chargeCards = []MagicCard{
	{Number: "4000000000050106", Code: "charge_limit", PG: "kcp", Message: "[CC61]거래금액 한도초과"},
	{Number: "4000000000050205", Code: "charge_stopped", PG: "kcp", Message: "[CC45]정지카드"},
	{Number: "4000000000050304", Code: "charge_lost", PG: "kcp", Message: "[CC04]분실 혹은 거래불가 카드"},
	{Number: "4000000000050403", Code: "charge_merchant", PG: "nice", Message: "결제에 실패하였습니다. [8901] 미등록PG업체/거래정지업체"},
}

var niceCards = []MagicCard{
	nice("4000000000010100", "number_unknown_bin", "[F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)"),
	nice("4000000000010209", "number_kb_test", "[F113]카드번호틀림 - "+kbTest),
	nice("4000000000010308", "expiry_kb_test", "[F113]유효기간오류 - "+kbTest),
	nice("4000000000010407", "number_refused", "[F113]거래거절 카드번호틀림"),
	nice("4000000000010506", "number", nicepay("카드번호 오류")),
	nice("4000000000010605", "number_joined", nicepay("카드번호오류")),
	nice("4000000000010704", "number_wrong", nicepay("카드번호틀림")),
	nice("4000000000010803", "expiry", nicepay("유효기간오류")),
	nice("4000000000010902", "expiry_plain", "유효기간 오류"),
	nice("4000000000011009", "expiry_swapped", "유효기간틀림 년월 확인요망"),
	nice("4000000000011108", "expired", "유효기간 경과카드"),
	nice("4000000000011207", "pin", nicepay("비밀번호틀림")),
	nice("4000000000011306", "pin_plain", "비밀번호오류입력"),
	nice("4000000000011405", "pin_missing", "카드비밀번호 미입력"),
	nice("4000000000011504", "pin_locked", nicepay("비밀번호 회수초과")),
	nice("4000000000011603", "pin_format", nicePinFormat),
	nice("4000000000011702", "holder", nicepay("주민OR사업자등록번호오류")),
	nice("4000000000011801", "holder_length", niceHolderLength),
	nice("4000000000012106", "not_billing_merchant", "[F117]빌링 미사용 가맹점입니다"),
	nice("4000000000012205", "merchant_cannot_use", nicepay("해당카드 사용불가 가맹점(타카드 사용요망)")),
	nice("4000000000012304", "cannot_verify", "인증불가카드"),
	nice("4000000000012403", "stopped", "사용불가 카드"),
	nice("4000000000012502", "call_issuer", "카드사전화요망"),
	nice("4000000000012601", "already_registered", "[F201]이미 등록된 카드 입니다(빌키발급실패)"),
	nice("4000000000012700", "number_missing", "카드번호 없음"),
}

const (
	kbTest           = "테스트모드에서는 KB카드 사용이 불가능합니다. (타카드는 테스트모드에서도 정상, KB카드도 실제 계약후에는 문제없음)"
	nicePinFormat    = "[400].issueCard.password2Digits:Invalid 2 digits of password!"
	niceHolderLength = "[400]Invalid Request. Please Check this argument: birthOrBusinessRegistrationNumber InvalidLength(length should be one of [6, 10])"
)

func nice(number, class, text string) MagicCard {
	return MagicCard{Number: number, Code: "decline_" + class, PG: "nice_v2", Message: text}
}

func nicepay(text string) string {
	return "[400]Error From NICEPAY. (message: " + text + ", code:F113)"
}

var kcpCards = []MagicCard{
	kcp("4000000000020109", "number", "[CC14]카드번호 오류"),
	kcp("4000000000020208", "expiry", "[CC54]카드유효기간만료 또는 불일치"),
	kcp("4000000000020307", "pin", "[CC63]비밀번호 오류"),
	kcp("4000000000020406", "holder", "[CC66]주민번호 오류"),
	kcp("4000000000020505", "holder_business", "[CC67]사업자번호 오류(인증)"),
	kcp("4000000000020604", "attempts", "[CC69]인증오류 3회초과(당일거래 불가)"),
	kcp("4000000000020703", "lost", "[CC04]분실 혹은 거래불가 카드"),
	kcp("4000000000020802", "stopped", "[CC45]정지카드"),
	kcp("4000000000020901", "overdue", "[CC44]연체카드"),
	kcp("4000000000021008", "no_contract", "[CC35]KEY-IN불가가맹점"),
	kcp("4000000000021107", "timeout", "[CC72]카드사 TIMEOUT"),
	kcp("4000000000021206", "already_registered", "[8892]이미 등록된 카드요청"),
}

func kcp(number, class, text string) MagicCard {
	return MagicCard{Number: number, Code: "decline_kcp_" + class, PG: "kcp", Message: text}
}

var tossCards = []MagicCard{
	toss("4000000000030108", "number", "[INVALID_CARD_NUMBER]카드번호를 다시 확인해주세요."),
	toss("4000000000030207", "expiry", "[INVALID_CARD_EXPIRATION]카드 정보를 다시 확인해주세요. (유효기간)"),
	toss("4000000000030306", "pin", tossPIN),
	toss("4000000000030405", "holder", "[INVALID_CARD_IDENTITY]입력하신 주민번호/사업자번호가 카드 소유주 정보와 일치하지 않습니다."),
	toss("4000000000030504", "card_type", "[NOT_SUPPORTED_CARD_TYPE]지원되지 않는 카드 종류입니다."),
	toss("4000000000030603", "stopped", "[INVALID_STOPPED_CARD]정지된 카드 입니다."),
	toss("4000000000030702", "call_issuer", "[INVALID_REJECT_CARD]카드 사용이 거절되었습니다. 카드사 문의가 필요합니다."),
	toss("4000000000030801", "not_activated", "[NOT_REGISTERED_CARD_COMPANY]카드를 사용 등록 후 이용해주세요."),
	toss("4000000000030900", "attempts", "[EXCEED_MAX_AUTH_COUNT]최대 인증 횟수를 초과했습니다. 카드사로 문의해주세요."),
	toss("4000000000031007", "later", "[COMMON_ERROR]일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요."),
}

const (
	tossPIN    = "[INVALID_CARD_PASSWORD]카드 정보를 다시 확인해주세요. (비밀번호)"
	tossHolder = "[INVALID_BIRTH_DAY_FORMAT]생년월일 정보는 6자리의 `yyMMdd` 형식이어야 합니다. 사업자등록번호는 10자리의 숫자여야 합니다."
)

func toss(number, class, text string) MagicCard {
	return MagicCard{Number: number, Code: "decline_toss_" + class, PG: "tosspayments", Message: text}
}

var inicisCards = []MagicCard{
	inicis("4000000000040107", "number", "[550601]카드번호 오류"),
	inicis("4000000000040206", "expiry", "[550638]유효기간 오류"),
	inicis("4000000000040305", "pin", "[120019]비밀번호 상이"),
	inicis("4000000000040404", "attempts", "[120021]비밀번호 오류회수초과"),
	inicis("4000000000040503", "holder", "[120051]주민(사업자)번호 상이"),
	inicis("4000000000040602", "holder_and_pin", "[120052]주민(사업자)번호/비밀번호 동시상이"),
	inicis("4000000000040701", "lost", "[120026]도난, 분실카드"),
	inicis("4000000000040800", "no_contract", "[120009]KEY-IN 불가 가맹점"),
	inicis("4000000000040909", "call_issuer", "[120070]전화요망"),
	inicis("4000000000041006", "key_failed", "[550929]빌키생성 실패"),
}

func inicis(number, class, text string) MagicCard {
	return MagicCard{Number: number, Code: "decline_inicis_" + class, PG: "html5_inicis", Message: text}
}

var faultCards = []MagicCard{
	faulty("4000000000090102", FaultSlow),
	faulty("4000000000090201", FaultCommitThenDrop),
	faulty("4000000000090300", FaultDropBeforeCommit),
	faulty("4000000000090409", FaultCommitLate),
	faulty("4000000000090508", FaultResetMidAnswer),
	faulty("4000000000090607", FaultCloseMidAnswer),
	faulty("4000000000090706", FaultServerError),
	faulty("4000000000090805", FaultServerErrorCommitted),
	faulty("4000000000090904", FaultBadGateway),
	faulty("4000000000091001", FaultBadGatewayCommitted),
	faulty("4000000000091100", FaultCutBody),
	faulty("4000000000091209", FaultNoCode),
	faulty("4000000000091308", FaultWrongType),
	faulty("4000000000091407", FaultHugeBody),
	faulty("4000000000091506", FaultRedirect),
	faulty("4000000000091605", FaultTokenExpired),
	faulty("4000000000091704", FaultUnauthorized),
	faulty("4000000000091803", FaultHang),
	faulty("4000000000091902", FaultHangBeforeCommit),
	faulty("4000000000092009", FaultWrongUID),
	faulty("4000000000092108", FaultNullResponse),
	faulty("4000000000092207", FaultHostileMessage),
	faulty("4000000000092306", FaultForbidden),
	faulty("4000000000092405", FaultRefusedConnection),
}

func faulty(number string, kind FaultKind) MagicCard {
	return MagicCard{Number: number, Code: "fault_" + string(kind), Fault: kind}
}

// delayOf is how long a fault takes when nobody said.
func (s *Server) delayOf(f Fault) time.Duration {
	if f.Kind == FaultCommitLate {
		return orElse(f.Delay, s.opt.Late)
	}
	return orElse(f.Delay, s.opt.Slow)
}
