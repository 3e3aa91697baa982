package assets_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"billkey/api/sandbox"
)

// The window asks for sentences by key. Its sources are read here, not imported, so that a missing or a forgotten
// sentence is found without a display.

var (
	wholeKey = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)
	fileName = regexp.MustCompile(`\.(db|json)$`)
	startKey = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)*\.(%d)?$`)
	// tails are put behind a key that is named elsewhere.
	tails = []string{".hint", ".detail", ".title", ".yes", ".keys"}
)

// family lists the keys behind every start that the window completes while it runs, from the constants that complete it.
func family(t *testing.T) map[string][]string {
	t.Helper()
	const card, desk, vault, ledger = "../api/card", "../api/issuing", "../api/credentials", "../api/ledger"
	environments := constants(t, vault, "Environment")
	problems := without(append(constants(t, card, "Code"), constants(t, desk, "Code")...), "empty")
	for _, field := range constants(t, card, "Field") {
		problems = append(problems, "empty."+field)
	}
	const owner = "../ui/platform/owner"
	means := constants(t, owner, "Means")
	ends := []string{"issued", "replaced", "declined", "not_issued"}
	return map[string][]string{
		"problem.":               problems,
		"sample.group.":          {"ok", "charge", "decline", "decline_kcp", "decline_toss", "decline_inicis", "fault"},
		"scale.":                 {"80", "90", "100", "110", "120", "130", "150", "170", "200"},
		"brand.":                 constants(t, card, "Brand"),
		"holder.":                append(constants(t, card, "HolderKind"), returned(t, card, "FirmKindOf")...),
		"month.":                 numbers(12),
		"month.short.":           numbers(12),
		"weekday.":               {"0", "1", "2", "3", "4", "5", "6"},
		"format.":                {"datetime", "exact", "today", "yesterday", "today.exact", "yesterday.exact", "date"},
		"failure.":               withTail(constants(t, desk, "Kind"), ".detail"),
		"advice.":                without(constants(t, desk, "Class"), "plain"), // plain: only the PG's own words
		"alert.":                 {"sandbox", "pg", "mid"},
		"keychain.":              constants(t, vault, "Reason"),
		"invalid.":               constants(t, vault, "Code"),
		"invalid.field.":         constants(t, vault, "Field"),
		"form.":                  {"birth", "pwd_2digit", "customer_name", "customer_id", "cvc"}, // what a PG may need
		"end.":                   ends,
		"help.":                  helpKeys(),
		"declined.":              constants(t, desk, "Class"),
		"class.":                 without(constants(t, desk, "Class"), "plain"),
		"phone.":                 without(constants(t, desk, "Class"), "plain"),
		"notify.":                ends,
		"title.":                 environments,
		"header.":                withTail(environments, ".detail"),
		"environment.":           environments,
		"state.":                 constants(t, ledger, "State"),
		"start.at.":              constants(t, "../api/headless", "Stage"),
		"start.why.":             constants(t, "../api/headless", "Stage"),
		"results.column.":        append([]string{"time"}, without(constants(t, ledger, "Column"), "")...),
		"results.elsewhere.":     {"changed", "gone"},
		"look.seen.":             {"same", "changed", "gone", "deleted", "foreign", "none", "open", "stale"},
		"look.all.":              {"same", "changed", "gone", "deleted", "foreign", "none", "open", "stale"},
		"elsewhere.":             {"changed", "gone"},
		"period.":                {"all", "today", "yesterday", "week", "month", "last_month", "own"},
		"filter.all.":            {"environment", "profile", "operator", "desk"},
		"archive.months.":        {"60", "36", "24", "12"},
		"export.form.":           {"xlsx", "csv"},
		"export.column.":         {"link", "message", "elsewhere", "settled", "first_registered", "last_registered", "looked_up"},
		"ledger.server.refused.": {"password", "certificate", "database", "role", "schema"},
		"place.kind.":            {"file", "server"},
		"place.tls.":             {"full", "plain"},
		"place.refused.":         {"password", "certificate", "database", "role", "schema"},
		"place.problem.":         {"host", "port", "database", "user", "tls", "sslrootcert"},
		"ledger.server.unfit.":   {"version", "encoding"},
		"ledger.copy.phase.":     constants(t, ledger, "CopyPhase"),
		"ledger.copy.trouble.":   {"open", "deleting", "missing", "clash", "differs"},
		"file.unwritable.":       {"full", "read_only", "busy", "io", "away"},
		"export.failed.":         {"full", "read_only", "missing", "io"},
		"charge.event.":          {"charging", "charged", "cancelled", "not_charged"},
		"charge.sentence.":       environments,
		"event.looked_up.":       {"same", "changed", "gone", "foreign", "none", "open", "deleted"},
		"language.":              {"ko", "en"},
		"caution.":               constants(t, desk, "CautionKind"),
		"detail.":                {"elsewhere", "gone_before"},
		"inspector.filter.":      {"path", "status", "code", "uid", "minutes"},
		"inspector.copy.":        {"text", "curl", "go", "node"},
		"meaning.":               constants(t, "../api/inspect", "Meaning"),
		"event.": {"begun", "issued", "replaced", "found", "declined", "not_issued", "unknown", "settled_by_hand",
			"deleted", "looked_up", "note", "other", "deleting", "not_deleted"},
		"check.step.":    constants(t, desk, "StepName"),
		"check.verdict.": constants(t, desk, "Verdict"),
		"check.reason.":  constants(t, desk, "Reason"),
		"check.advice.":  constants(t, desk, "StepAdvice"),
		"check.outcome.": constants(t, desk, "Outcome"),
		"check.source.":  {"practice", "environment", "session", "keychain"},
		"check.fact.": {"key_source", "key_problem", "addresses", "host", "proxy", "tls", "issuer", "cert_days", "error",
			"clock_seconds", "channels", "channels_usable", "channel", "channel_key", "pg", "mid", "mode", "fields_sent",
			"fields_missing", "fields_maybe", "customer_uid", "merchant_uid", "card", "card_company", "amount", "failure",
			"state", "expected", "answered", "advice_class"},
		"endpoint.problem.": {"number_characters", "number_long", "expiry_characters", "expiry_swapped", "holder_rrn"},
		"problem.empty.":    constants(t, card, "Field"),
		"usage.face.":       constants(t, "../api/headless", "Face"),
		"idle.":             {"1", "3", "5", "10"},
		"owner.":            crossed(means, append(constants(t, owner, "Reason"), "not_offered")),
		"lock.owner.":       means, "lock.owner.hint.": means, "lock.owner.no_pin.": means, "lock.owner.none.": means,
		"cover.owner.": means, "cover.owner.hint.": means, "cover.owner.asking.": means,
		"lock.pin.": {"set", "change", "remove", "set.title", "change.title", "remove.title", "set.sentence", "change.sentence",
			"remove.sentence", "set.done", "change.done", "remove.done"},
		"look.":   {"system", "light", "dark"},
		"sample.": append(sampleCodes(), "other"),
	}
}

// helpKeys are a title and numbered paragraphs for every topic.
func helpKeys() []string {
	var keys []string
	for topic, paragraphs := range map[string]int{
		"uid": 4, "replace": 5, "unknown": 4, "phone": 2, "practice": 2, "console": 5, "backup": 3, "security": 3, "keys": 1,
	} {
		keys = append(keys, topic+".title")
		for i := range paragraphs {
			keys = append(keys, topic+"."+strconv.Itoa(i+1))
		}
	}
	return keys
}

func sampleCodes() []string {
	var codes []string
	for _, m := range sandbox.MagicCards() {
		codes = append(codes, m.Code)
	}
	return codes
}

func numbers(n int) []string {
	var out []string
	for i := range n {
		out = append(out, strconv.Itoa(i+1))
	}
	return out
}

func withTail(words []string, tail string) []string {
	out := slices.Clone(words)
	for _, w := range words {
		out = append(out, w+tail)
	}
	return out
}

// crossed is each of the first with each of the second behind it.
func crossed(first, second []string) []string {
	var out []string
	for _, a := range first {
		for _, b := range second {
			out = append(out, a+"."+b)
		}
	}
	return out
}

func without(words []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == word })
}

// spaces are the first parts of all keys.
func spaces(table map[string]string) map[string]bool {
	out := map[string]bool{}
	for key := range table {
		first, _, _ := strings.Cut(key, ".")
		out[first] = true
	}
	return out
}

func TestEveryKeyTheWindowNamesHasASentence(t *testing.T) {
	table, u := translation(t, "ko"), readUsage(t)
	space := spaces(table)
	check := func(key, at string) {
		if _, ok := table[key]; !ok {
			t.Errorf("%s asks for %q, which is nowhere", at, key)
		}
	}
	for _, a := range u.asks {
		if a.key != "" {
			check(a.key, a.at)
		}
		if a.withHint {
			check(a.key+".hint", a.at)
		}
	}
	for lit, at := range u.literals {
		first, _, _ := strings.Cut(lit, ".")
		if wholeKey.MatchString(lit) && !fileName.MatchString(lit) && space[first] && !begins(table, lit) {
			check(lit, at)
		}
	}
}

// begins tells whether key is only the start of keys that are put together with one of tails.
func begins(table map[string]string, key string) bool {
	return slices.ContainsFunc(tails, func(tail string) bool { _, ok := table[key+tail]; return ok })
}

func TestEveryKeyTheWindowPutsTogetherHasASentence(t *testing.T) {
	table := translation(t, "ko")
	for start, ends := range family(t) {
		for _, end := range ends {
			if _, ok := table[start+end]; !ok {
				t.Errorf("%q is nowhere", start+end)
			}
		}
	}
}

// A start that is not in family would be a family nobody checks; a family nobody asks for is dead.
func TestEveryStartOfAKeyIsKnown(t *testing.T) {
	table, u, known := translation(t, "ko"), readUsage(t), family(t)
	space, met := spaces(table), map[string]bool{"fyne.": true}
	for lit, at := range u.literals {
		start := strings.TrimSuffix(lit, "%d")
		if first, _, _ := strings.Cut(lit, "."); !startKey.MatchString(lit) || !space[first] {
			continue
		}
		if _, ok := known[start]; !ok && start != "fyne." {
			t.Errorf("%s puts keys together from %q: list its family", at, start)
		}
		met[start] = true
	}
	for start := range known {
		if !met[start] {
			t.Errorf("no source puts keys together from %q", start)
		}
	}
}

func TestNoSentenceIsLeftOver(t *testing.T) {
	u := readUsage(t)
	used := map[string]bool{}
	for lit := range u.literals {
		used[lit] = true
	}
	for start, ends := range family(t) {
		for _, end := range ends {
			used[start+end] = true
		}
	}
	for _, key := range sortedKeys(translation(t, "ko")) {
		if !strings.HasPrefix(key, "fyne.") && !used[key] && !usedWithTail(used, key) {
			t.Errorf("%q is asked for by nobody", key)
		}
	}
}

func usedWithTail(used map[string]bool, key string) bool {
	return slices.ContainsFunc(tails, func(tail string) bool {
		base, ok := strings.CutSuffix(key, tail)
		return ok && used[tail] && used[base]
	})
}

func TestEveryNameInASentenceIsFilledIn(t *testing.T) {
	table, u, known := translation(t, "ko"), readUsage(t), family(t)
	given := map[string]bool{}
	for _, a := range u.asks {
		for _, name := range a.names {
			given[name] = true
		}
		if !a.fills {
			continue
		}
		for _, key := range a.keys(known) {
			for _, name := range placeholders(table[key]) {
				if !slices.Contains(a.names, name) {
					t.Errorf("%s leaves %s of %q as it is", a.at, name, key)
				}
			}
		}
	}
	for key, sentence := range table {
		for _, name := range placeholders(sentence) {
			if !given[name] {
				t.Errorf("%s: nobody fills in %s", key, name)
			}
		}
	}
}
