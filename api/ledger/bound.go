package ledger

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// readLimit is how long a read may take on a server: a desk that waits for longer has lost it.
const readLimit = 30 * time.Second

// bound lets statements that are written for SQLite be asked of PostgreSQL: its parameters are numbered, and it takes no NUL
// and no text that is not UTF-8, both of which another's server may send.
type bound struct {
	db querier
	// planned has each statement planned for what it asks, instead of one plan for whatever may be asked.
	planned bool
}

// ExecContext is that of database/sql.
func (b bound) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return b.db.ExecContext(within(ctx), numbered(query), b.whole(args)...)
}

// QueryContext is that of database/sql.
func (b bound) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return b.db.QueryContext(within(ctx), numbered(query), b.whole(args)...) //nolint:rowserrcheck // the caller's
}

// QueryRowContext is that of database/sql.
func (b bound) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return b.db.QueryRowContext(within(ctx), numbered(query), b.whole(args)...)
}

// within bounds ctx: a connection whose other end is gone without a word would be waited for until the system gives up.
// Rows outlive the call that asks for them, so that the time is given back when it is over.
func within(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	time.AfterFunc(readLimit, cancel)
	return ctx
}

// numbered makes ? into $1, $2, … No statement here has a question mark in a literal.
func numbered(query string) string {
	var out strings.Builder
	for n := 1; ; n++ {
		at := strings.IndexByte(query, '?')
		if at < 0 {
			out.WriteString(query)
			return out.String()
		}
		out.WriteString(query[:at] + "$" + strconv.Itoa(n))
		query = query[at+1:]
	}
}

func (b bound) whole(args []any) []any {
	var out []any
	if b.planned {
		out = append(out, pgx.QueryExecModeDescribeExec)
	}
	for _, a := range args {
		if s, ok := a.(string); ok {
			a = wholeText(s)
		}
		out = append(out, a)
	}
	return out
}

func wholeText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
