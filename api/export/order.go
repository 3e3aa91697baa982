package export

import (
	"context"
	"time"

	"billkey/api/ledger"
)

// Source gives the entries to write, in their order, to each. It ends with the error that each returns, if any.
type Source func(ctx context.Context, each func(ledger.Entry) error) error

// Column is one column of the file. Key is one of [Columns], Title what stands above it.
type Column struct{ Key, Title string }

// Words are what the caller says in the user's language. A function that is nil leaves the ledger's own word.
type Words struct {
	State       func(ledger.State) string
	Environment func(string) string
	// Profile names a profile by its ID.
	Profile func(id string) string
	// Replaces and ReplacedBy tell of the other card; masked is empty where the ledger has no number of it.
	Replaces, ReplacedBy func(masked string) string
	// Elsewhere tells what another place has done to the key: one of the ledger's words for it, never empty.
	Elsewhere func(string) string
	// Sheet names the sheet of a workbook; from the second on a number follows. Empty takes "Sheet1".
	Sheet string
	// Program is kept in a workbook as what made it.
	Program string
}

// Order says what is written, and how.
type Order struct {
	// Columns are written in this order.
	Columns []Column
	// Zone is that of every time; nil is this machine's.
	Zone  *time.Location
	Words Words
	// Total is how many entries are expected, for Progress.
	Total int
	// Progress is told from time to time, in the goroutine that writes, how much is done: 0 ≤ done ≤ total. For CSV that is
	// entries of Total; a workbook counts each twice, since what was collected has to be packed. nil is not told.
	Progress func(done, total int)
}

// Written is what came of it.
type Written struct {
	// Rows are the entries written, without titles.
	Rows int
	// Sheets of a workbook; a sheet holds 1,048,576 rows.
	Sheets int
	// Cut counts the texts of a workbook that were longer than its cells can hold. They end in "…".
	Cut int
}

// zone is where the times are.
func (o Order) zone() *time.Location {
	if o.Zone == nil {
		return time.Local
	}
	return o.Zone
}

// ZoneName is how the titles name a zone: "UTC+09:00", or "UTC-05:00/-04:00" where the clocks change in the year of at.
func ZoneName(zone *time.Location, at time.Time) string {
	year := at.In(zone).Year()
	winter := time.Date(year, time.January, 1, 12, 0, 0, 0, zone).Format("-07:00")
	summer := time.Date(year, time.July, 1, 12, 0, 0, 0, zone).Format("-07:00")
	if winter == summer {
		return "UTC" + winter
	}
	return "UTC" + winter + "/" + summer
}
