package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// gridColumn is one column of a [grid].
type gridColumn struct {
	key, title string
	name       string  // as it is called where there is room, such as in the list of columns
	share      float32 // weight of the width
	least      float32 // it is never narrower; 0 is the usual least
	yields     int     // of columns without room for all the highest goes first, the last one of equals
	right      bool    // aligned to the right
	hidden     bool
	sortable   bool
}

// gridCell is what stands in one column of a row.
type gridCell struct {
	text   string
	colour fyne.ThemeColorName // "" is colourInk
	bold   bool
	tail   int                 // so many letters of its end stay when it is cut
	badge  fyne.ThemeColorName // wash behind the text; "" for none
}

// gridRow is one row: a cell a column, and a quiet second line under all of them.
type gridRow struct {
	id           int64
	cells        map[string]gridCell // by the column's key
	detail       string
	detailColour fyne.ThemeColorName
}

// gridMark names a row on the scroll bar, such as the first one of a month.
type gridMark struct {
	at    int
	label string
}

const (
	gridHeadHeight  = 32
	gridRowHeight   = 48
	gridDenseHeight = 28
	gridBarWidth    = 20 // the thumb is narrower: the rest is room to hit it
)

// grid is a table of any number of rows, of which only those in sight exist. It knows them by their ordinals and asks
// for their contents. Fyne's own table keeps an object a row in its headers and loses rows to the rounding of float32.
type grid struct {
	widget.BaseWidget
	// row is what stands at an ordinal; false while it is not loaded.
	row func(i int) (gridRow, bool)
	// labelAt is the word beside the thumb while it is dragged; nil or "" shows none.
	labelAt func(i int) string

	// OnRange follows every change of the rows in sight, before they are drawn.
	OnRange func(first, last int)
	// OnOpen follows Enter and a double click.
	OnOpen func(i int)
	// OnSelect follows every change of the selection or of the cursor.
	OnSelect func()
	// OnMenu asks for the menu of a row, at a place on the canvas.
	OnMenu func(i int, at fyne.Position)
	// OnSort follows a press on the title of a sortable column.
	OnSort func(key string)
	// OnHeaderMenu asks for the menu of the columns, at a place on the canvas.
	OnHeaderMenu func(at fyne.Position)
	// OnColumns follows a column moved or made wider by the operator.
	OnColumns func()
	// OnCopy asks to copy the selected rows.
	OnCopy func(key string, whole bool)

	place     gridPlace
	arranged  []gridColumn
	slots     []gridSlot
	sortKey   string
	ascending bool
	dense     bool
	picked    gridSelection
	caret     int
	anchor    int
	told      [2]int // the rows in sight OnRange was last told of

	head   *gridHead
	body   *gridBody
	bar    *gridBar
	insert *canvas.Rectangle // where a dragged column would go
	bubble *gridBubble
}

func newGrid(columns []gridColumn) *grid {
	g := &grid{caret: -1, anchor: -1, told: [2]int{0, -1}, place: gridPlace{row: gridRowHeight}}
	g.row = func(int) (gridRow, bool) { return gridRow{}, false }
	g.head, g.body, g.bar = newGridHead(g), newGridBody(g), newGridBar(g)
	g.insert = canvas.NewRectangle(nil)
	g.insert.Hide()
	g.bubble = newGridBubble()
	g.ExtendBaseWidget(g)
	g.setColumns(columns)
	return g
}

// setTotal says how many rows there are, and asks anew for those in sight.
func (g *grid) setTotal(n int) {
	g.place.total = max(n, 0)
	g.place.clamp()
	if g.picked.cut(g.place.total) || g.caret >= g.place.total {
		g.caret = min(g.caret, g.place.total-1)
		g.anchor = min(g.anchor, g.caret)
		call(g.OnSelect)
	}
	g.refreshRows()
}

// refreshRows asks anew for the rows in sight and draws those that changed.
func (g *grid) refreshRows() {
	g.body.reread = true
	g.moved()
}

// setDense shows one line a row instead of two. The first row stays.
func (g *grid) setDense(on bool) {
	g.dense = on
	g.place.setRow(gridRowHeight)
	if on {
		g.place.setRow(gridDenseHeight)
	}
	g.body.forget()
	g.moved()
}

// setSort shows the arrow at a column; "" shows none.
func (g *grid) setSort(key string, ascending bool) {
	g.sortKey, g.ascending = key, ascending
	g.head.draw()
}

// focus gives the keyboard to the rows.
func (g *grid) focus() {
	if c := canvasOf(g.body); c != nil {
		c.Focus(g.body)
	}
}

// CreateRenderer joins the header, the rows and the scroll bar. The rows come first: so they are one Tab away.
func (g *grid) CreateRenderer() fyne.WidgetRenderer {
	objects := append([]fyne.CanvasObject{g.body, g.head, g.bar, g.insert}, g.bubble.objects()...)
	return &gridRenderer{of: g, layOut: g.layOut, draw: g.draw, objects: func() []fyne.CanvasObject { return objects },
		min: fyne.NewSize(240, gridHeadHeight+gridRowHeight)}
}

func (g *grid) layOut(s fyne.Size) {
	bar := g.bar.wanted(s.Width)
	rows := fyne.NewSize(max(s.Width-bar, 0), max(s.Height-gridHeadHeight, 0))
	g.place.setHeight(rows.Height)
	g.fitColumns(rows.Width)
	g.head.Resize(fyne.NewSize(s.Width, gridHeadHeight))
	g.body.Move(fyne.NewPos(0, gridHeadHeight))
	g.body.Resize(rows)
	g.bar.Move(fyne.NewPos(rows.Width, gridHeadHeight))
	g.bar.Resize(fyne.NewSize(bar, rows.Height))
	g.insert.Resize(fyne.NewSize(2, s.Height))
	g.moved()
}

// draw takes the colours anew, as when the theme has changed.
func (g *grid) draw() {
	g.insert.FillColor = colour(colourAccent)
	g.bubble.draw()
	g.head.draw()
	g.body.forget()
	g.moved()
}
