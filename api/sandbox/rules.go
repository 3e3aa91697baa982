package sandbox

import "slices"

// fieldsOf refuses what the channel's PG cannot do without.
func fieldsOf(ch Channel, c *call) (reply, bool) {
	var needs []string
	switch ch.PG {
	case "ksnet":
		needs = []string{"birth", "pwd_2digit"}
	case "welcome":
		needs = []string{"customer_name"}
	}
	for _, name := range needs {
		if len(c.body[name]) == 0 {
			return missing(name), true
		}
	}
	return reply{}, false
}

// verdict is the PG's word against the card, empty when it accepts it.
func (s *Server) verdict(c *call, ch Channel, card MagicCard, digits []byte) string {
	if text := validator(ch, c); text != "" {
		return text
	}
	words := wordsOf(ch.PG)
	if card.declines() {
		return card.Message
	}
	if card.Code == "" && !plausible(digits) {
		return words.number
	}
	if formed, alive := expiryState(c.text("expiry"), c.now); !formed {
		return words.expiry
	} else if !alive {
		return words.expired
	}
	return ""
}

// validator is the check of holder number and PIN that some PGs make before they ask the card company.
func validator(ch Channel, c *call) string {
	birth, pin := c.body["birth"], c.body["pwd_2digit"]
	birthFits := allDigits(birth) && slices.Contains([]int{6, 10}, len(birth))
	pinFits := allDigits(pin) && len(pin) == 2
	switch ch.PG {
	case "nice_v2":
		corporate := len(birth) == 10 && len(pin) == 0
		if !birthFits {
			return niceHolderLength
		} else if !pinFits && !corporate {
			return nicePinFormat
		}
	case "tosspayments":
		if !birthFits {
			return tossHolder
		} else if !pinFits {
			return tossPIN
		}
	case "ksnet":
		if !birthFits {
			return "주민/사업자번호 오류"
		} else if !pinFits {
			return "비밀번호 오류"
		}
	}
	return ""
}

// words are a PG's texts for cards that are no magic cards.
type words struct{ number, expiry, expired string }

func wordsOf(pg string) words {
	switch pg {
	case "nice_v2":
		return words{"[F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)", nicepay("유효기간오류"), nicepay("유효기간오류")}
	case "kcp":
		return words{"[CC14]카드번호 오류", "[CC55]유효기간 오류", "[CC54]카드유효기간만료 또는 불일치"}
	case "tosspayments":
		expiry := "[INVALID_CARD_EXPIRATION]카드 정보를 다시 확인해주세요. (유효기간)"
		return words{"[INVALID_CARD_NUMBER]카드번호를 다시 확인해주세요.", expiry, expiry}
	case "html5_inicis":
		return words{"[550601]카드번호 오류", "[550638]유효기간 오류", "[120004]유효기간 만료"}
	}
	return words{"카드번호 오류", "유효기간 오류", "유효기간 경과카드"}
}
