package headless

import (
	"encoding/json"
	"os"
	"strings"

	"billkey/assets"
)

// words are the sentences of one language.
type words struct {
	lang  string
	table map[string]string
}

// wordsFor loads a language; anything but en is Korean, the program's first language.
func wordsFor(lang string) words {
	w := words{lang: "ko", table: map[string]string{}}
	if lang == "en" {
		w.lang = "en"
	}
	raw, err := assets.Translations.ReadFile("translations/" + w.lang + ".json")
	if err == nil {
		_ = json.Unmarshal(raw, &w.table) // a test reads both files
	}
	return w
}

// t is the sentence of a key with its {Names} filled in from pairs; a key without a sentence shows itself.
func (w words) t(key string, pairs ...string) string {
	s, ok := w.table[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

func (w words) has(key string) bool { _, ok := w.table[key]; return ok }

// languageIn finds the language before the flags are read, so that a wrong flag is answered in it: -lang, else the
// language of the session.
func languageIn(args []string) string {
	for i, a := range args {
		name, value, has := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if name != "lang" || !strings.HasPrefix(a, "-") {
			continue
		}
		if has {
			return value
		}
		if i+1 < len(args) {
			return args[i+1]
		}
	}
	return sessionLanguage(os.Getenv)
}

// sessionLanguage reads the POSIX locale; without one it is Korean.
func sessionLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "ko") || v == "C" || v == "POSIX" || strings.HasPrefix(v, "C.") {
				return "ko"
			}
			return "en"
		}
	}
	return "ko"
}

// language is the one chosen on the command line, or the session's.
func (o Options) language() string {
	if o.Language != "" {
		return o.Language
	}
	return sessionLanguage(os.Getenv)
}

// usage is the help on the whole program (topic Window) or on one face.
func (w words) usage(topic Face) string {
	if topic != Window && topic != Help && topic != Version {
		return w.face(topic) + "\n" + w.t("usage.common") + "\n    " + w.t("usage.ledger") + "\n"
	}
	lines := []string{w.t("usage.title"), ""}
	for _, f := range []Face{Window, Check, Sandbox, Endpoint, PIN, Ledger, Version, Help} {
		lines = append(lines, w.face(f))
	}
	return strings.Join(append(lines, w.t("usage.common"), "    "+w.t("usage.ledger"), w.t("usage.secrets"), w.t("usage.exit")), "\n") + "\n"
}

// forms are the command lines of the faces.
var forms = map[Face]string{
	Window:   "billkey",
	Check:    "billkey check    [-issue [-live] [-amount N]] [-cleanup] [-json | -markdown] [-channel KEY]",
	Sandbox:  "billkey sandbox  [-listen 127.0.0.1:8190] [-state FILE]",
	Endpoint: "billkey endpoint [-listen 127.0.0.1:8191] [-existing refuse|replace] [-channel KEY]",
	PIN:      "billkey pin      [-reset]",
	Ledger:   "billkey ledger   password -ledger postgres://… | roles | copy -from LEDGER [-from LEDGER …] -to LEDGER",
	Version:  "billkey version",
	Help:     "billkey help     [check|sandbox|endpoint|pin|ledger]",
}

func (w words) face(f Face) string {
	return forms[f] + "\n    " + w.t("usage.face."+string(f)) + "\n"
}
