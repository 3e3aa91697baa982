package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/ledger"
)

// resultShares are the widths of the panel's columns: state, card, customer_uid, PG, time.
var resultShares = []float32{13, 25, 26, 18, 12}

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

// resultRow is one entry in two lines: what it is, and what it replaced or what replaced it.
type resultRow struct {
	widget.BaseWidget
	w                              *words
	badge                          *surface
	state, card, uid, pg, time     *text
	link, masked, environment, who *text
	body                           fyne.CanvasObject
}

func newResultRow(w *words) *resultRow {
	r := &resultRow{w: w}
	r.state = newCell(sizeSmall, colourInk)
	r.state.bold = true
	r.card, r.uid, r.pg, r.time = body(), body(), body(), body()
	r.masked, r.link, r.environment, r.who = small(), small(), small(), small()
	r.badge = newSurface(colourQuietWash, "", 6, inset(7, 3, r.state))
	r.body = inset(0, 5, sharedRow(12, resultShares,
		container.NewVBox(r.badge), column(2, r.card, r.masked), column(2, r.uid, r.link),
		column(2, r.pg, r.environment), column(2, r.time, r.who)))
	r.ExtendBaseWidget(r)
	return r
}

func body() *text  { return newCell(sizeBody, colourInk) }
func small() *text { return newCell(sizeSmall, colourQuiet) }

// CreateRenderer lays the columns out.
func (r *resultRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *resultRow) show(e ledger.Entry, now time.Time) {
	look := stateLooks[e.State]
	r.badge.setFill(tones[look.tone].wash)
	r.state.set(look.sign+" "+r.w.t("state."+string(e.State)), tones[look.tone].colour)
	r.card.set(companyOf(e), colourInk)
	r.masked.set(grouped(e.Masked), colourInk)
	r.uid.set(e.CustomerUID, colourInk)
	link, tint := r.linkLine(e)
	r.link.set(link, tint)
	r.pg.set(joined(e.PG, e.MID), colourInk)
	r.environment.set(r.w.t("environment."+e.Environment), environmentText(e.Environment))
	r.time.set(shortTime(r.w, e.StartedAt, now), colourInk)
	r.who.set(e.Operator, colourQuiet)
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

func companyOf(e ledger.Entry) string {
	if e.CardName != "" {
		return e.CardName
	}
	return "–"
}

// declinePrefix begins every declined issue; the row leaves it out for what follows. Story and banner show it whole.
const declinePrefix = "카드정보 인증 및 빌키 발급에 실패하였습니다. "

// linkLine points at what replaced this key, at what it replaced, or carries the PG's words.
func (r *resultRow) linkLine(e ledger.Entry) (string, fyne.ThemeColorName) {
	switch {
	case e.ReplacedBy != 0:
		return r.w.t("results.replaced_by", "Number", grouped(e.ReplacedByMasked)), colourQuiet
	case e.Replaces != 0:
		return r.w.t("results.replaces", "Number", grouped(e.ReplacesMasked)), colourQuiet
	case e.Message != "":
		return strings.TrimPrefix(e.Message, declinePrefix), colourBad
	}
	return "", colourQuiet
}

// newResultHeader names the columns.
func newResultHeader(w *words) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, 0, len(resultShares))
	for _, key := range []string{"state", "card", "uid", "pg", "time"} {
		t := small()
		t.content = w.t("results.column." + key)
		t.bold = true
		cells = append(cells, t)
	}
	return column(6, sharedRow(12, resultShares, cells...), newSurface(colourLine, "", 0, fixedHeight(1)))
}

func fixedHeight(h float32) fyne.CanvasObject {
	c := container.NewWithoutLayout()
	return container.New(&tall{h}, c)
}

type tall struct{ height float32 }

// MinSize is the fixed height.
func (t *tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, t.height) }

// Layout has nothing to place.
func (t *tall) Layout([]fyne.CanvasObject, fyne.Size) {}
