package headless

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"billkey/api/issuing"
)

// Forms of a report, for [RenderCheck].
const (
	FormText     = "text"
	FormMarkdown = "markdown"
	FormJSON     = "json"
)

// RenderCheck writes a report of the set-up check in a language (ko, en) and a form. Everything in a report is masked.
func RenderCheck(r issuing.SetupReport, lang, form string) string {
	w := wordsFor(lang)
	switch form {
	case FormJSON:
		return reportJSON(r)
	case FormMarkdown:
		return w.reportMarkdown(r)
	}
	var b strings.Builder
	for _, s := range r.Steps {
		b.WriteString(w.stepText(s))
	}
	return b.String() + w.reportEnd(r)
}

func reportJSON(r issuing.SetupReport) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(r) // plain texts and numbers
	return b.String()
}

// stepText is one step on a terminal: verdict, name, time, and below it why, what was found and what to do.
func (w words) stepText(s issuing.SetupStep) string {
	var b strings.Builder
	took := ""
	if s.Verdict != issuing.Skipped {
		took = milliseconds(s.Took)
	}
	fmt.Fprintf(&b, "%s %s %s\n", pad(w.t("check.verdict."+string(s.Verdict)), 8), pad(w.t("check.step."+string(s.Name)), 34), took)
	for _, line := range append(exchangeLines(s), w.details(s)...) {
		fmt.Fprintf(&b, "%s %s\n", strings.Repeat(" ", 8), line)
	}
	return b.String()
}

// exchangeLines are what a step sent and got; whole bodies only where the step did not end well.
func exchangeLines(s issuing.SetupStep) []string {
	var out []string
	for _, x := range s.Exchanges {
		line := fmt.Sprintf("%s %s → %d", x.Method, x.Path, x.Status)
		if x.Code != nil {
			line += fmt.Sprintf(" code %d", *x.Code)
		}
		out = append(out, line+" · "+milliseconds(x.Took))
		for _, body := range []string{x.Sent, x.Got} {
			if body != "" && s.Verdict == issuing.Fail {
				out = append(out, "  "+body)
			}
		}
	}
	return out
}

// details are the lines below a step.
func (w words) details(s issuing.SetupStep) []string {
	var out []string
	if s.Reason != "" {
		out = append(out, w.t("check.reason."+string(s.Reason)))
	}
	if s.Message != "" {
		out = append(out, s.Message)
	}
	for _, f := range s.Facts {
		out = append(out, w.t("check.fact."+f.Name)+": "+w.value(f))
	}
	if s.Advice != "" {
		out = append(out, "→ "+w.t("check.advice."+string(s.Advice)))
	}
	return out
}

// value is a fact's value; those that are keys themselves get their sentence.
func (w words) value(f issuing.Fact) string {
	families := map[string]string{
		"key_source": "check.source.", "key_problem": "keychain.", "failure": "failure.", "state": "state.",
		"mode": "environment.", "advice_class": "advice.",
	}
	if start, ok := families[f.Name]; ok && w.has(start+f.Value) {
		return w.t(start + f.Value)
	}
	return f.Value
}

// reportEnd is what follows the steps.
func (w words) reportEnd(r issuing.SetupReport) string {
	var b strings.Builder
	for _, l := range r.Leftovers {
		b.WriteString(w.t("check.leftover") + ": " + strings.TrimSpace(l.CustomerUID+" "+l.MerchantUID) + "\n")
	}
	if len(r.Leftovers) > 0 {
		b.WriteString("→ " + w.t("check.advice.clean_up") + "\n")
	}
	b.WriteString(w.outcome(r) + "\n")
	return b.String()
}

func (w words) outcome(r issuing.SetupReport) string {
	environment := r.Environment
	if w.has("environment." + environment) {
		environment = w.t("environment." + environment)
	}
	return w.t("check.outcome."+string(r.Outcome), "Profile", r.Profile, "Environment", environment)
}

// reportMarkdown is the whole report for a ticket: a table of the steps, then what each sent and got.
func (w words) reportMarkdown(r issuing.SetupReport) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s · %s\n\n", w.t("check.title"), w.outcome(r), r.At.Format(time.RFC3339))
	fmt.Fprintf(&b, "| %s | %s | %s | %s |\n|---|---|---|---|\n",
		w.t("check.column.step"), w.t("check.column.verdict"), w.t("check.column.time"), w.t("check.column.detail"))
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(w.t("check.step."+string(s.Name))),
			w.t("check.verdict."+string(s.Verdict)), milliseconds(s.Took), cell(strings.Join(w.details(s), "<br>")))
	}
	for _, l := range r.Leftovers {
		fmt.Fprintf(&b, "\n- %s: `%s` %s\n", w.t("check.leftover"), l.CustomerUID, l.MerchantUID)
	}
	for _, s := range r.Steps {
		for i, x := range s.Exchanges {
			fmt.Fprintf(&b, "\n## %s %d\n\n%s", w.t("check.step."+string(s.Name)), i+1, exchangeMarkdown(x))
		}
	}
	return b.String()
}

func exchangeMarkdown(x issuing.SetupExchange) string {
	code := ""
	if x.Code != nil {
		code = fmt.Sprintf(", code %d", *x.Code)
	}
	const fence = "````"
	return fmt.Sprintf("%s\n%s %s\n%s\n\n%d%s, %s\n%s\n%s\n",
		fence, x.Method, x.Path, unfenced(x.Sent), x.Status, code, milliseconds(x.Took), unfenced(x.Got), fence)
}

// unfenced keeps what a server said from ending the block it is quoted in.
func unfenced(s string) string { return strings.ReplaceAll(s, "````", "'```") }

// cell keeps text inside one cell of a table.
func cell(s string) string { return strings.NewReplacer("|", "\\|", "\n", " ", "`", "'").Replace(s) }

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// pad fills s up to a width in columns of a terminal, where a Korean syllable takes two.
func pad(s string, columns int) string {
	for _, r := range s {
		columns--
		if unicode.In(r, unicode.Hangul, unicode.Han) {
			columns--
		}
	}
	return s + strings.Repeat(" ", max(0, columns))
}
