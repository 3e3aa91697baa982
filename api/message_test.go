package api_test

import (
	"strings"
	"testing"
	"unicode"

	"billkey/api"
)

func TestMessageIsKeptWholeAndMadeSafe(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"카드정보 인증 및 빌키 발급에 실패하였습니다. [F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)": "카드정보 인증 및 빌키 발급에 실패하였습니다. [F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)",
		"[400]Error From NICEPAY. (message: 비밀번호틀림, code:F113)":               "[400]Error From NICEPAY. (message: 비밀번호틀림, code:F113)",
		" 앞뒤 ":          "앞뒤",
		"한 줄\n두 줄\r\t끝": "한 줄 두 줄  끝",
		"a\x00b":        "ab",
		"a\x1b[31mred\x1b[0m b\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d": "ared bcd",
		"a\x1b]0;거절된 카드":                                                "a0;거절된 카드",
		"\u009b31mx\u009d0;t\u009cy":                                    "xy",
		"a\u202eb\u2066c\u200bd\ufeffe\u00ade":                          "abcdee",
		"a\u2028b":                                                      "a b",
		"4111111111111111":                                              "411111******1111",
		"번호 4111-1111-1111-1111 오류":                                     "번호 4111-11**-****-1111 오류",
		"4111 1111 1111 1111":                                           "4111 11** **** 1111",
		"4111 - 1111 - 1111 - 1111":                                     "4111 - 11** - **** - 1111",
		"4111\u20131111\u00a01111\u30001111":                            "4111\u201311**\u00a0****\u30001111",
		"41\x0011\u200b1111\x1b[0m111111":                               "411111****1111",
		"4111111111111":                                                 "411111***1111",
		"123456789012":                                                  "123456**9012",
		"12345678901":                                                   "12345678901",
		"010-1234-5678 그리고 2026-08-01":                                  "010-1234-5678 그리고 2026-08-01",
		"４１１１１１１１１１１１１１１１":                                              "４１１１１１******１１１１",
		"411111******1111":                                              "411111******1111",
	} {
		if got := api.SafeMessage(in); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", in, got, want)
		}
	}
}

func TestEchoesOfSecretsAreCutOut(t *testing.T) {
	got := api.SafeMessage("token "+testToken+" secret "+testSecret+" end", []byte(testToken), []byte(testSecret), nil, []byte("e"))
	if got != "token •••• secret •••• end" {
		t.Errorf("%q", got)
	}
}

func TestEndlessMessageIsCut(t *testing.T) {
	got := api.SafeMessage(strings.Repeat("가", 1<<20))
	if n := len([]rune(got)); n != 4097 {
		t.Errorf("%d characters", n)
	}
	got = api.SafeMessage(strings.Repeat("\x00", 64<<10-11) + testPAN)
	if got != "" {
		t.Errorf("the cut laid %q open", got)
	}
}

func TestFieldTextKeepsItsDigits(t *testing.T) {
	if got := api.SafeText("imps_157956638714\x00"); got != "imps_157956638714" {
		t.Errorf("%q", got)
	}
}

func FuzzSafeMessage(f *testing.F) {
	for _, s := range []string{"", "4111 1111-1111 1111", "\x1b[31m", "\x1b]0;x", "\u202e", "４１１１", "a\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := api.SafeMessage(s)
		run := 0
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q keeps %U", got, r)
			}
			switch {
			case unicode.Is(unicode.Nd, r):
				if run++; run >= 12 {
					t.Fatalf("%q keeps a run of 12 digits", got)
				}
			default:
				run = 0
			}
		}
	})
}
