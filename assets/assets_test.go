package assets_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"

	"billkey/assets"
)

var placeholder = regexp.MustCompile(`\{([A-Za-z]+)(?:\|[^{}|]+\|[^{}|]+)?\}`)

// longestSample keeps the names of practice cards inside the narrow list they are chosen from, in letters.
const longestSample = 58

func rawTranslation(t *testing.T, lang string) []byte {
	t.Helper()
	raw, err := assets.Translations.ReadFile("translations/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func translation(t *testing.T, lang string) map[string]string {
	t.Helper()
	var table map[string]string
	if err := json.Unmarshal(rawTranslation(t, lang), &table); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return table
}

// both runs a check on every language.
func both(t *testing.T, check func(t *testing.T, table map[string]string)) {
	t.Helper()
	for _, lang := range []string{"ko", "en"} {
		t.Run(lang, func(t *testing.T) { check(t, translation(t, lang)) })
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func placeholders(sentence string) []string {
	var found []string
	for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
		found = append(found, "{"+m[1]+"}") // also of {Name|one|several}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLanguagesHaveTheSameKeys(t *testing.T) {
	ko, en := translation(t, "ko"), translation(t, "en")
	for _, key := range sortedKeys(ko) {
		if _, ok := en[key]; !ok {
			t.Errorf("en.json lacks %q", key)
		}
	}
	for _, key := range sortedKeys(en) {
		if _, ok := ko[key]; !ok {
			t.Errorf("ko.json lacks %q", key)
		}
	}
}

func TestLanguagesFillInTheSameNames(t *testing.T) {
	en := translation(t, "en")
	for key, sentence := range translation(t, "ko") {
		// how a time is written is each language's own
		if a, b := placeholders(sentence), placeholders(en[key]); !slices.Equal(a, b) && !strings.HasPrefix(key, "format.") {
			t.Errorf("%s: ko has %v, en has %v", key, a, b)
		}
	}
}

func TestEveryBraceBelongsToAName(t *testing.T) {
	both(t, func(t *testing.T, table map[string]string) {
		for key, sentence := range table {
			if strings.ContainsAny(placeholder.ReplaceAllString(sentence, ""), "{}") {
				t.Errorf("%s has a brace without a name: %q", key, sentence)
			}
		}
	})
}

func TestNoSentenceIsEmptyOrFrayed(t *testing.T) {
	both(t, func(t *testing.T, table map[string]string) {
		for key, sentence := range table {
			if sentence == "" || strings.TrimSpace(sentence) != sentence {
				t.Errorf("%s is empty or has space at its ends: %q", key, sentence)
			}
			if strings.IndexFunc(sentence, unicode.IsControl) >= 0 {
				t.Errorf("%s holds a control character: %q", key, sentence)
			}
		}
	})
}

// A key written twice would silently lose its first sentence.
func TestNoKeyIsWrittenTwice(t *testing.T) {
	line := regexp.MustCompile(`"((?:[^"\\]|\\.)*)": "(?:[^"\\]|\\.)*"`)
	for _, lang := range []string{"ko", "en"} {
		raw := rawTranslation(t, lang)
		seen := map[string]bool{}
		for _, m := range line.FindAllSubmatch(raw, -1) {
			if key := string(m[1]); seen[key] {
				t.Errorf("%s.json has %q twice", lang, key)
			}
			seen[string(m[1])] = true
		}
		if want := len(translation(t, lang)); len(seen) != want {
			t.Errorf("%s.json: %d keys read line by line, %d as JSON", lang, len(seen), want)
		}
	}
}

func TestEnglishHoldsNoHangul(t *testing.T) {
	for key, sentence := range translation(t, "en") {
		hangul := strings.IndexFunc(sentence, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) >= 0
		if hangul && key != "language.ko" { // a language is named in itself
			t.Errorf("%s: %q", key, sentence)
		}
	}
}

func TestToolkitWordsStayThemselvesInEnglish(t *testing.T) {
	for key, sentence := range translation(t, "en") {
		if word, ok := strings.CutPrefix(key, "fyne."); ok && word != sentence {
			t.Errorf("%s is %q", key, sentence)
		}
	}
}

func TestTimeLayoutsKeepWhatTheyShow(t *testing.T) {
	moment := time.Date(2026, time.November, 23, 17, 4, 9, 0, time.UTC)
	both(t, func(t *testing.T, table map[string]string) {
		for key, want := range map[string]time.Time{
			"format.short": time.Date(0, time.November, 23, 17, 4, 0, 0, time.UTC),
			"format.year":  time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC),
		} {
			got, err := time.Parse(table[key], moment.Format(table[key]))
			if err != nil || !got.Equal(want) {
				t.Errorf("%s %q reads back as %v, %v", key, table[key], got, err)
			}
		}
	})
}

// Names in a list to choose from: the same name twice would choose the wrong card.
func TestPracticeCardsHaveShortNamesOfTheirOwn(t *testing.T) {
	both(t, func(t *testing.T, table map[string]string) {
		owner := map[string]string{}
		for key, name := range table {
			if !strings.HasPrefix(key, "sample.") {
				continue
			}
			name = strings.NewReplacer("{LastFour}", "1234", "{Code}", "code").Replace(name)
			if other, taken := owner[name]; taken {
				t.Errorf("%s and %s are both %q", key, other, name)
			}
			owner[name] = key
			if n := utf8.RuneCountInString(name); n > longestSample {
				t.Errorf("%s has %d letters: %q", key, n, name)
			}
		}
	})
}

func TestFontsHaveEveryLetterOfTheSentences(t *testing.T) {
	for name, file := range map[string][]byte{"regular": assets.FontRegular, "bold": assets.FontBold} {
		font, err := sfnt.Parse(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		both(t, func(t *testing.T, table map[string]string) {
			for key, sentence := range table {
				if missing := lacking(font, sentence); missing != "" {
					t.Errorf("%s has no glyph for %q in %s", name, missing, key)
				}
			}
		})
	}
}

// lacking are the letters of s that the font would draw as a box.
func lacking(font *sfnt.Font, s string) string {
	var buf sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if glyph, err := font.GlyphIndex(&buf, r); err == nil && glyph != 0 {
			return -1
		}
		return r
	}, s)
}

func TestFontsHaveEverySyllable(t *testing.T) {
	var all strings.Builder
	for r := '가'; r <= '힣'; r++ { // a customer's name may hold any of them
		all.WriteRune(r)
	}
	for name, file := range map[string][]byte{"regular": assets.FontRegular, "bold": assets.FontBold} {
		font, err := sfnt.Parse(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if missing := lacking(font, all.String()); missing != "" {
			t.Errorf("%s lacks %d syllables: %.60s", name, utf8.RuneCountInString(missing), missing)
		}
	}
}

func TestIconIsALargeSquare(t *testing.T) {
	icon, err := png.Decode(bytes.NewReader(assets.IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if b := icon.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("icon is %v", b)
	}
}

func TestFontLicenceTravelsWithTheFonts(t *testing.T) {
	for _, part := range []string{"SIL OPEN FONT LICENSE Version 1.1", "Copyright", "Pretendard"} {
		if !bytes.Contains(assets.FontLicence, []byte(part)) {
			t.Errorf("OFL text lacks %q", part)
		}
	}
}
