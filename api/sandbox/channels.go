package sandbox

import "strings"

// Channel is one payment channel of the practice account, as GET /users/pg lists it.
type Channel struct {
	PG      string `json:"pg_provider"`  // PG code, ≤ 16 characters
	MID     string `json:"pg_id"`        // merchant id at the PG, ≤ 80
	Sandbox bool   `json:"sandbox"`      // true: a test channel
	Type    string `json:"type"`         // api_payment (can issue by REST) or payment (window only)
	Name    string `json:"channel_name"` // shown to people
	Key     string `json:"channel_key"`  // channel_key, ≤ 55
}

// The types of GET /users/pg that the practice account has.
const (
	TypeAPI    = "api_payment"
	TypeWindow = "payment"
)

// Channels are the practice account's channels, the default one first: a test and a live one for each PG that issues
// by REST, and a window-only one. The test MIDs are the public ones, the live ones are made up.
func Channels() []Channel {
	return []Channel{
		{"nice_v2", "iamport01m", true, TypeAPI, "나이스(신) 테스트", channelKey("01")},
		{"nice_v2", "practice1m", false, TypeAPI, "나이스(신) 실연동", channelKey("02")},
		{"kcp", "A52LD", true, TypeAPI, "KCP 테스트", channelKey("03")},
		{"kcp", "IP0AA", false, TypeAPI, "KCP 실연동", channelKey("04")},
		{"tosspayments", "iamporttest_4", true, TypeAPI, "토스페이먼츠 테스트", channelKey("05")},
		{"tosspayments", "im_practice", false, TypeAPI, "토스페이먼츠 실연동", channelKey("06")},
		{"ksnet", "2999199990", true, TypeAPI, "KSNET 테스트", channelKey("07")},
		{"ksnet", "2000000001", false, TypeAPI, "KSNET 실연동", channelKey("08")},
		{"welcome", "wpaybill01", true, TypeAPI, "웰컴 테스트", channelKey("09")},
		{"welcome", "wprac00001", false, TypeAPI, "웰컴 실연동", channelKey("0a")},
		{"html5_inicis", "INIBillTst", true, TypeAPI, "이니시스 빌링 테스트", channelKey("0b")},
		{"html5_inicis", "INIpayTest", true, TypeWindow, "이니시스 결제창 테스트", channelKey("0c")},
	}
}

func channelKey(last string) string { return "channel-key-00000000-0000-4000-8000-0000000000" + last }

// channelFor picks the channel of an issue. A channel_key must exist. A pg that is missing or names nothing falls back
// to the default channel without a word, as the official schema says.
func (s *Server) channelFor(c *call) (Channel, bool) {
	if c.text("channel_group_id") != "" {
		return Channel{}, false // the practice account has no groups
	}
	if key := c.text("channel_key"); key != "" {
		return s.channel(func(ch Channel) bool { return ch.Key == key })
	}
	if s.sw.RequireChannelKey {
		return Channel{}, false
	}
	if code, mid, _ := strings.Cut(c.text("pg"), "."); code != "" {
		ch, ok := s.channel(func(ch Channel) bool { return ch.PG == code && (mid == "" || ch.MID == mid) })
		if ok || s.sw.RefuseUnknownPG {
			return ch, ok
		}
	}
	return s.channel(func(Channel) bool { return true })
}

// channel is the first channel that can issue by REST and that the filter likes.
func (s *Server) channel(like func(Channel) bool) (Channel, bool) {
	for _, ch := range s.opt.Channels {
		if ch.Type == TypeAPI && like(ch) {
			return ch, true
		}
	}
	return Channel{}, false
}

// listChannels is GET /users/pg.
func listChannels(s *Server, _ *call) reply { return ok(s.opt.Channels) }
