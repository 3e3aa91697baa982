package export

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// XLSX writes the entries to a new workbook at path, readable by its owner only. Texts are cells of the format Text and
// times are dates, so that nothing is left to guess and typing over a cell makes no formula of it. Control characters
// become U+FFFD, texts longer than 32,767 UTF-16 units are cut. What does not fit on one sheet goes on on the next.
//
// While it is written, what is not packed yet takes about fifteen times the room of the file, beside it. The heap stays at
// about 50 MB, with as much again for every further sheet. Errors are those of [CSV].
func XLSX(ctx context.Context, path string, src Source, o Order) (Written, error) {
	return write(ctx, path, src, o, 2, func(j *job, p *place) (sink, error) { return newBook(j, p) })
}

// These are a workbook's, but for tests.
var (
	sheetRows = excelize.TotalRows
	// sheetBytes keeps a sheet far from the 4 GiB beyond which an archive needs headers that Excel reads its own way.
	sheetBytes int64 = 3 << 30
)

// book is a workbook. Each sheet is collected in a file beside it, and packed at the end.
type book struct {
	job   *job
	out   *os.File
	file  *excelize.File
	style struct{ title, text, time int }

	sheet *excelize.StreamWriter
	rows  int   // on this sheet
	bytes int64 // on this sheet, about
	all   int64 // on all sheets
	line  []any
}

func newBook(j *job, p *place) (*book, error) {
	b := &book{job: j, out: p.file, file: excelize.NewFile(excelize.Options{TmpDir: p.dir}), line: make([]any, len(j.table.columns))}
	if err := errors.Join(b.describe(), b.styles(), b.nextSheet()); err != nil {
		b.release()
		return nil, err
	}
	return b, nil
}

func (b *book) describe() error {
	now := time.Now().UTC().Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{Creator: plain(b.job.order.Words.Program), Created: now, Modified: now})
}

// styles makes the formats: 49 is Excel's own "Text".
func (b *book) styles() error {
	form := "yyyy-mm-dd hh:mm:ss"
	var errs [3]error
	b.style.title, errs[0] = b.file.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	b.style.text, errs[1] = b.file.NewStyle(&excelize.Style{NumFmt: 49})
	b.style.time, errs[2] = b.file.NewStyle(&excelize.Style{CustomNumFmt: &form})
	return errors.Join(errs[:]...)
}

// nextSheet ends the sheet and begins another, with the titles on it.
func (b *book) nextSheet() error {
	if err := b.endSheet(); err != nil {
		return err
	}
	b.job.done.Sheets++
	name := sheetName(b.job.order.Words.Sheet, b.job.done.Sheets)
	var err error
	if b.job.done.Sheets == 1 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if b.sheet, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	b.rows, b.bytes = 0, 0
	return b.titles()
}

func (b *book) titles() error {
	var errs []error
	for i, c := range b.job.table.columns {
		errs = append(errs, b.sheet.SetColWidth(i+1, i+1, c.width))
		b.line[i] = b.text(b.style.title, b.job.table.titles[i])
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	return errors.Join(append(errs, b.sheet.SetPanes(frozen), b.write())...)
}

func (b *book) row(cells []cell) error {
	if b.rows >= sheetRows || b.bytes >= sheetBytes {
		if err := b.nextSheet(); err != nil {
			return err
		}
	}
	for i, c := range cells {
		switch {
		case !c.at.IsZero():
			b.line[i] = b.moment(c.at)
		case c.text != "":
			b.line[i] = b.text(b.style.text, c.text)
		default:
			b.line[i] = nil // an empty cell is not written
		}
	}
	return b.write()
}

func (b *book) write() error {
	b.rows++
	at, err := excelize.CoordinatesToCellName(1, b.rows)
	if err != nil {
		return err
	}
	return b.sheet.SetRow(at, b.line)
}

// cellBytes is what a cell takes besides its text, and what every character can take that XML writes in more bytes.
const cellBytes, escapedBytes = 80, 4

func (b *book) text(style int, s string) excelize.Cell {
	s, short := cut(s)
	if short {
		b.job.done.Cut++
	}
	escaped := strings.Count(s, "&") + strings.Count(s, "<") + strings.Count(s, ">") + strings.Count(s, `"`) + strings.Count(s, "'")
	b.bytes += int64(len(s) + escaped*escapedBytes + cellBytes)
	return excelize.Cell{StyleID: style, Value: literal(s)}
}

// firstDay is day 0 of a workbook's calendar. It takes 1900 for a leap year, so that only dates after it count right.
var firstDay = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

// moment is a date as a workbook has it: days on the wall's calendar. Dates that it does not know are a text.
func (b *book) moment(at time.Time) excelize.Cell {
	b.bytes += cellBytes
	wall := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
	if wall.Year() < 1901 || wall.Year() > 9999 {
		return b.text(b.style.text, at.Format(timeFormat))
	}
	return excelize.Cell{StyleID: b.style.time, Value: float64(wall.Unix()-firstDay.Unix()) / (24 * 60 * 60)}
}

func (b *book) endSheet() error {
	b.all += b.bytes
	if b.sheet == nil {
		return nil
	}
	return b.sheet.Flush()
}

// release closes and removes the files in which the sheets were collected.
func (b *book) release() { _ = b.file.Close() }
