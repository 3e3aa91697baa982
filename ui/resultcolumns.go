package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/ledger"
)

// resultColumn is one column of the panel: how wide it is, and what it says of an entry.
type resultColumn struct {
	key    string
	share  float32
	least  float32
	yields int    // the highest goes first where there is no room for all
	hidden bool   // until it is asked for
	whole  string // what always has room in it, besides its title; "" is the least alone
	cell   func(r *resultCells, e ledger.Entry) gridCell
}

// resultColumns are all columns, in their first order. "time" is the ledger's own order; every other key is a column of it.
var resultColumns = []resultColumn{
	{"state", 92, 72, 0, false, "", (*resultCells).state},
	{"time", 96, 94, 1, false, "", (*resultCells).time},
	{"customer_uid", 216, 148, 0, false, "gildong_0000_0000", (*resultCells).uid},
	{"name", 70, 54, 3, true, "", (*resultCells).name},
	{"company", 88, 64, 2, false, "NH농협카드", (*resultCells).company},
	{"number", 164, 104, 0, false, "4444 44** **** 4444", (*resultCells).number},
	{"pg", 70, 56, 4, false, "nice_v2", (*resultCells).pg},
	{"mid", 90, 0, 6, true, "", (*resultCells).mid},
	{"environment", 60, 0, 8, true, "", (*resultCells).environment},
	{"profile", 90, 0, 7, true, "", (*resultCells).profileName},
	{"operator", 62, 54, 5, false, "김담당", (*resultCells).operator},
	{"note", 110, 0, 9, true, "", (*resultCells).note},
}

// shortTitles are the titles of columns whose names are longer than what stands in them.
var shortTitles = map[string]string{"company": "results.short.company", "operator": "results.short.operator"}

// gridColumn is the column in a language.
func (c resultColumn) gridColumn(w *words, share float32, hidden bool) gridColumn {
	name := w.t("results.column." + c.key)
	title := name
	if short, ok := shortTitles[c.key]; ok {
		title = w.t(short)
	}
	return gridColumn{key: c.key, name: name, title: title, share: share, least: c.leastIn(w, title), yields: c.yields, hidden: hidden, sortable: true}
}

// leastIn is what the column needs in a language: its title is never cut, and a state is always said by its word.
func (c resultColumn) leastIn(w *words, title string) float32 {
	least := max(c.least, fyne.MeasureText(title, size(sizeSmall), fyne.TextStyle{Bold: true}).Width+2*gridPad)
	whole := c.whole
	if c.key == "time" { // of another day
		whole = time.Date(2026, time.November, 24, 20, 44, 0, 0, time.UTC).Format(w.t("format.short"))
	}
	if whole != "" {
		least = max(least, newGridRuler().width(whole, size(sizeBody), c.key == "customer_uid")+2*gridPad+1)
	}
	if c.key != "state" {
		return least
	}
	for s := range stateLooks {
		word := fyne.MeasureText(stateWord(w, s), size(sizeSmall), fyne.TextStyle{Bold: true}).Width
		least = max(least, word+2*gridBadgePad+2*gridPad)
	}
	return least
}

// sortOf is the ledger's column of a panel's column.
func sortOf(key string) ledger.Column {
	if key == "time" {
		return ledger.ByTime
	}
	return ledger.Column(key)
}

// gridColumnsOf lays the columns out as they are remembered. A column that came with a newer version keeps its first place.
func gridColumnsOf(w *words, remembered []viewColumn) []gridColumn {
	var out []gridColumn
	known := map[string]bool{}
	for _, v := range remembered {
		for _, c := range resultColumns {
			if c.key == v.Key && !known[c.key] {
				known[c.key] = true
				out = append(out, c.gridColumn(w, max(v.Share, 1), v.Hidden))
			}
		}
	}
	for _, c := range resultColumns {
		if !known[c.key] {
			out = append(out, c.gridColumn(w, c.share, c.hidden))
		}
	}
	return out
}

// stateLooks gives every state a sign, a tone and, by its name, a word.
var stateLooks = map[ledger.State]struct {
	sign string
	tone tone
}{
	ledger.Issued:    {"●", toneGood},
	ledger.Replaced:  {"↔", toneHint},
	ledger.Declined:  {"×", toneBad},
	ledger.NotIssued: {"–", toneHint},
	ledger.Unknown:   {"?", toneCare},
	ledger.Pending:   {"?", toneCare},
	ledger.Deleted:   {"−", toneHint},
}

// resultCells turns entries into rows of the grid.
type resultCells struct {
	w       *words
	now     func() time.Time
	profile func(id string) string
	shown   map[string]bool       // columns that are not hidden
	waits   func(key string) bool // a column is not hidden, but has no room
}

func (r *resultCells) row(e ledger.Entry) gridRow {
	out := gridRow{id: e.ID, cells: make(map[string]gridCell, len(resultColumns))}
	for _, c := range resultColumns {
		out.cells[c.key] = c.cell(r, e)
	}
	out.detail, out.detailColour = r.detail(e)
	return out
}

func stateWord(w *words, s ledger.State) string {
	return stateLooks[s].sign + " " + w.t("state."+string(s))
}

func (r *resultCells) state(e ledger.Entry) gridCell {
	t := tones[stateLooks[e.State].tone]
	return gridCell{text: stateWord(r.w, e.State), colour: t.colour, bold: true, badge: t.wash}
}

func (r *resultCells) time(e ledger.Entry) gridCell {
	return gridCell{text: shortTime(r.w, e.StartedAt, r.now())}
}

func (r *resultCells) uid(e ledger.Entry) gridCell {
	return gridCell{text: e.CustomerUID, bold: true, tail: uidTail(e.CustomerUID)}
}

// longestTail is how many letters of a customer_uid's end stay at most: more leave no room for its beginning.
const longestTail = 14

// uidTail is how many letters of a customer_uid's end tell it from its neighbours: of one that was composed its serial and the
// card's last four, of any other one four.
func uidTail(uid string) int {
	if m := memberOf(uid); m != "" && len(uid)-len(m) <= longestTail {
		return len(uid) - len(m) // digits and underscores, a byte each
	}
	return 4
}

func (r *resultCells) name(e ledger.Entry) gridCell    { return gridCell{text: e.CustomerName} }
func (r *resultCells) company(e ledger.Entry) gridCell { return gridCell{text: companyOf(e)} }
func (r *resultCells) number(e ledger.Entry) gridCell {
	return gridCell{text: grouped(e.Masked), tail: 4}
}
func (r *resultCells) pg(e ledger.Entry) gridCell  { return gridCell{text: orDash(e.PG)} }
func (r *resultCells) mid(e ledger.Entry) gridCell { return gridCell{text: e.MID, colour: colourQuiet} }
func (r *resultCells) operator(e ledger.Entry) gridCell {
	return gridCell{text: e.Operator, colour: colourQuiet}
}
func (r *resultCells) note(e ledger.Entry) gridCell { return gridCell{text: e.Note} }

func (r *resultCells) environment(e ledger.Entry) gridCell {
	return gridCell{text: r.w.t("environment." + e.Environment), colour: environmentText(e.Environment)}
}

func (r *resultCells) profileName(e ledger.Entry) gridCell {
	return gridCell{text: r.profile(e.Profile), colour: colourQuiet}
}

func environmentText(env string) fyne.ThemeColorName {
	switch env {
	case "live":
		return colourBad
	case "test":
		return colourCare
	}
	return colourQuiet
}

func joined(pg, mid string) string {
	if pg == "" || mid == "" {
		return pg + mid
	}
	return pg + " · " + mid
}

func companyOf(e ledger.Entry) string { return orDash(e.CardName) }

// orDash stands for what is not known.
func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// declinePrefix begins every declined issue; the row leaves it out for what follows. Story and banner show it whole.
const declinePrefix = "카드정보 인증 및 빌키 발급에 실패하였습니다. "

// detail is the row's second line: what has no column now but is looked for, and what there is to know of the row.
func (r *resultCells) detail(e ledger.Entry) (string, fyne.ThemeColorName) {
	what, colour := r.news(e)
	for _, c := range []struct{ key, text string }{{"number", grouped(e.Masked)}, {"company", e.CardName}, {"time", r.time(e).text}} {
		if r.waits(c.key) && c.text != "" {
			what = r.before(c.text, what)
		}
	}
	if e.CustomerName != "" && (!r.shown["name"] || r.waits("name")) {
		what = r.before(e.CustomerName, what)
	}
	return what, colour
}

// before joins a word and what follows it, if anything does.
func (r *resultCells) before(word, rest string) string {
	return strings.TrimSuffix(r.w.t("results.named", "Name", word, "Detail", rest), " · ")
}

// news is that another place changed the key, what replaced it, what it replaced, or what kind of decline it was and the PG's
// words, which may be in another language; else the note.
func (r *resultCells) news(e ledger.Entry) (string, fyne.ThemeColorName) {
	switch {
	case e.Elsewhere != "" && e.State == ledger.Issued:
		return tones[toneCare].sign + r.w.t("results.elsewhere."+e.Elsewhere, "Time", dateTime(r.w, e.LookedAt)), colourCare
	case e.ReplacedBy != 0:
		return r.w.t("results.replaced_by", "Number", grouped(e.ReplacedByMasked)), colourQuiet
	case e.Replaces != 0:
		return r.w.t("results.replaces", "Number", grouped(e.ReplacesMasked)), colourQuiet
	case e.State == ledger.Declined && e.Message != "":
		return r.w.t("results.declined", "Kind", declineKind(r.w, e), "Message", strings.TrimPrefix(e.Message, declinePrefix)), colourBad
	case e.Message != "":
		return strings.TrimPrefix(e.Message, declinePrefix), colourBad
	case r.shown["note"]:
		return "", colourQuiet
	}
	return e.Note, colourQuiet
}
