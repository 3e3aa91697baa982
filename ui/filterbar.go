package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"billkey/api/ledger"
)

// filterBar narrows the list: the period, states as chips, and in a second row, which is shown on demand, environment,
// profile and operator.
type filterBar struct {
	w        *words
	chips    map[string]*chip
	period   *choice
	span     *text
	more     *button
	clear    *button
	values   map[ledger.Column]*valueChoice
	second   *fyne.Container
	beside   *fyne.Container // stands at the end of the search field
	body     *fyne.Container
	filter   viewFilter
	moreOpen bool

	// OnChange follows every change by the operator.
	OnChange func(viewFilter)
	// OnClear takes all filters away, and the search.
	OnClear func()
	// OnOwnPeriod asks for the two days of a period of one's own.
	OnOwnPeriod func()
	// OnMore follows the second row's coming and going.
	OnMore func(open bool)
}

const filterWidth = 164 // of a select in the second row

// valueChoice is a select of values that stand in the ledger, with "all" first.
type valueChoice struct {
	choice *choice
	values []string
	of     func(*viewFilter) *string // where a filter keeps its one
	box    fyne.CanvasObject
}

// valueFilters are the columns whose values are chosen from, in their order, and where a filter keeps its one.
var valueFilters = []struct {
	column ledger.Column
	of     func(*viewFilter) *string
}{
	{ledger.ByEnvironment, func(v *viewFilter) *string { return &v.Environment }},
	{ledger.ByProfile, func(v *viewFilter) *string { return &v.Profile }},
	{ledger.ByOperator, func(v *viewFilter) *string { return &v.Operator }},
	{ledger.ByDesk, func(v *viewFilter) *string { return &v.Desk }},
}

func newFilterBar(w *words) *filterBar {
	f := &filterBar{w: w, chips: map[string]*chip{}, values: map[ledger.Column]*valueChoice{}}
	first := container.New(layout.NewRowWrapLayoutWithCustomPadding(6, 5))
	for _, g := range stateGroups {
		c := newChip(w.t("state."+g.key), func() { f.toggle(g.key) })
		f.chips[g.key] = c
		first.Add(c)
	}
	f.period = choiceOf(w, "period.", periods, periods[0], f.periodChosen)
	f.more = newButton(w.t("filter.more"), f.toggleMore)
	f.clear = newButton(w.t("filter.clear"), func() { call(f.OnClear) })
	f.span = small()
	f.makeValues()
	f.second = container.New(layout.NewRowWrapLayoutWithCustomPadding(8, 5))
	for _, v := range valueFilters {
		f.values[v.column].box = fixedWidth(f.values[v.column].choice, filterWidth)
		f.second.Add(f.values[v.column].box)
	}
	f.values[ledger.ByDesk].box.Hide() // until there are several
	f.second.Add(f.clear)
	f.beside = row(6, fixedWidth(f.period, 132), f.more)
	f.body = column(6, first, f.second)
	f.second.Hide()
	return f
}

func (f *filterBar) makeValues() {
	for _, v := range valueFilters {
		c := &valueChoice{choice: newChoice(nil, nil), of: v.of}
		c.choice.OnChanged = func(string) {
			next := f.filter
			*c.of(&next) = c.values[max(0, c.choice.SelectedIndex())]
			f.change(next)
		}
		f.values[v.column] = c
	}
}

// show sets every control to a filter without telling anybody.
func (f *filterBar) show(v viewFilter) {
	f.filter = v
	for _, g := range stateGroups {
		f.chips[g.key].set(slices.Contains(v.States, g.key))
	}
	f.period.Selected = f.w.t("period." + periods[max(0, slices.Index(periods, v.Period))])
	if v.Period == "own" {
		f.period.Selected = f.w.t("period.chosen", "From", v.From, "To", v.To)
	}
	f.period.Refresh()
	for _, c := range f.values {
		c.pick(*c.of(&v))
	}
}

func (f *filterBar) offered(column ledger.Column) bool { return len(f.values[column].values) > 0 }

// offer gives a select its values and their names; the value that is set stays, even if it is not among them. Desks are
// chosen from only where there are several.
func (f *filterBar) offer(column ledger.Column, values []string, name func(string) string) {
	c := f.values[column]
	chosen := *c.of(&f.filter)
	if chosen != "" && !slices.Contains(values, chosen) {
		values = append(slices.Clone(values), chosen)
	}
	names := []string{f.w.t("filter.all." + string(column))}
	for _, v := range values {
		names = append(names, name(v))
	}
	c.values, c.choice.Options = append([]string{""}, values...), names
	c.pick(chosen)
	if column == ledger.ByDesk {
		show(c.box, len(values) > 1 || chosen != "")
		relayout(f.second)
	}
}

// pick shows a value without telling anybody.
func (c *valueChoice) pick(value string) {
	at := max(0, slices.Index(c.values, value))
	c.choice.Selected = ""
	if at < len(c.choice.Options) {
		c.choice.Selected = c.choice.Options[at]
	}
	c.choice.Refresh()
}

func (f *filterBar) change(v viewFilter) {
	f.show(v)
	f.OnChange(v)
}

func (f *filterBar) toggle(group string) {
	next := f.filter
	next.States = next.toggled(group)
	f.change(next)
}

func (f *filterBar) periodChosen(period string) {
	if period == "own" {
		f.show(f.filter) // until the days are given
		call(f.OnOwnPeriod)
		return
	}
	next := f.filter
	next.Period, next.From, next.To = period, "", ""
	f.change(next)
}

func (f *filterBar) toggleMore() {
	f.openMore(!f.moreOpen)
	f.OnMore(f.moreOpen)
}

func (f *filterBar) openMore(open bool) {
	f.moreOpen = open
	show(f.second, open)
	label := "filter.more"
	if open {
		label = "filter.less"
	}
	f.more.SetText(f.w.t(label))
	relayout(f.body)
}
