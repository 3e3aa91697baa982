package ui

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/export"
	"billkey/api/ledger"
)

// exportForms are the files to choose from; the first is what a spreadsheet opens best.
var exportForms = []string{"xlsx", "csv"}

// exportSheet asks in what form the list is written to a file, and with which columns.
type exportSheet struct {
	form *choice
	all  *tick
	deed *button
	body fyne.CanvasObject

	// OnExport gets the form and whether hidden columns are wanted too.
	OnExport func(form string, all bool)
	OnCancel func()
}

func newExportSheet(w *words, folder string, rows int, narrowed bool) *exportSheet {
	s := &exportSheet{}
	s.form = choiceOf(w, "export.form.", exportForms, exportForms[0], func(string) {})
	s.all = newTick(w.t("export.all"), func(bool) {})
	s.deed = newButton(w.t("export.yes"), func() { s.OnExport(exportForms[max(0, s.form.SelectedIndex())], s.all.Checked) })
	s.deed.Importance = highImportance
	key := "export.rows"
	if narrowed {
		key = "export.rows.narrowed"
	}
	s.body = column(12,
		newTitle(w.t("export.title"), sizeHeading),
		newText(w.t(key, "Count", number(int64(rows))), sizeBody, colourInk),
		newFieldRow(w.t("export.form"), w.t("export.form.hint", "Folder", folder), s.form).box,
		s.all,
		newText(w.t("export.masked"), sizeSmall, colourQuiet),
		answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), s.deed),
	)
	return s
}

func (dw *desktopWindow) askExport() {
	p := dw.results
	if p.list.total == 0 || dw.sheets.open != nil {
		return
	}
	s := newExportSheet(dw.w, filepath.Dir(dw.deps.NewFile("billkey")), p.list.total, p.narrowed())
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnExport = dw.export
	dw.sheets.show(s.body, 440, s.form, p.grid.focus)
}

// exportColumns are the panel's columns in its order, then what the second line of a row tells.
func (dw *desktopWindow) exportColumns(all bool) []export.Column {
	var out []export.Column
	for _, c := range dw.results.grid.columns() {
		if all || !c.hidden {
			out = append(out, export.Column{Key: c.key, Title: c.name})
		}
	}
	more := []string{"link", "message"}
	if all {
		more = append(more, "elsewhere", "settled", "first_registered", "last_registered", "looked_up")
	}
	for _, key := range more {
		out = append(out, export.Column{Key: key, Title: dw.w.t("export.column." + key)})
	}
	return out
}

func (dw *desktopWindow) export(form string, all bool) {
	p, w := dw.results, dw.w
	q, order := p.query(), export.Order{
		Columns: dw.exportColumns(all), Zone: time.Local, Total: p.list.total, Words: export.Words{
			State:       func(s ledger.State) string { return w.t("state." + string(s)) },
			Environment: func(e string) string { return w.t("environment." + e) },
			Profile:     profileNames(w, dw.deps.Profiles),
			Replaces:    func(m string) string { return w.t("results.replaces", "Number", m) },
			ReplacedBy:  func(m string) string { return w.t("results.replaced_by", "Number", m) },
			Elsewhere:   func(v string) string { return w.t("elsewhere." + v) },
			Sheet:       w.t("results.title"), Program: w.t("program.name"),
		},
	}
	write := map[string]func(context.Context, string, export.Source, export.Order) (export.Written, error){
		"csv": export.CSV, "xlsx": export.XLSX,
	}[form]
	dw.showProgress(w.t("export.title"), "export.progress", func(ctx context.Context, told func(done, of int)) func() {
		order.Progress = told
		path := dw.deps.NewFile("billkey." + form)
		done, err := write(ctx, path, func(ctx context.Context, each func(ledger.Entry) error) error {
			return eachPage(ctx, dw.deps.Ledger, q, func(some []ledger.Entry) error { return eachOf(some, each) })
		}, order)
		return func() { dw.exported(path, done, err) }
	})
}

func eachOf(some []ledger.Entry, each func(ledger.Entry) error) error {
	for _, e := range some {
		if err := each(e); err != nil {
			return err
		}
	}
	return nil
}

func (dw *desktopWindow) exported(path string, done export.Written, err error) {
	dw.deps.trace("exported", "rows", done.Rows, "failed", err != nil)
	switch {
	case errors.Is(err, context.Canceled):
		dw.banner.show(func(w *words) banner { return banner{toneCare, w.t("export.left"), w.t("export.left.detail")} })
	case err != nil:
		dw.banner.show(func(w *words) banner { return banner{toneBad, w.t("export.failed"), exportSentence(w, err)} })
	default:
		dw.banner.show(func(w *words) banner {
			return banner{toneGood, w.t("export.done", "Count", number(int64(done.Rows))), path}
		})
		dw.banner.offer("export.folder", func() { dw.openFolder(filepath.Dir(path)) })
	}
}
