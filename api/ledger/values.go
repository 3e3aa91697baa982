package ledger

import (
	"context"
	"fmt"
	"slices"
)

// maxValues is how many different values of a column are listed: more are no choice any more.
const maxValues = 200

// Values lists the different values of a column, in order, without the empty one; at most 200. It jumps from one to the next
// and so costs the same however many rows there are.
func (l *records) Values(ctx context.Context, c Column) ([]string, error) {
	if !slices.Contains(columns, c) {
		return nil, &InputError{"column"}
	}
	if _, err := l.catchUp(ctx); err != nil {
		return nil, err
	}
	rows, err := l.reads().QueryContext(ctx, fmt.Sprintf(`WITH RECURSIVE v (x) AS (
			SELECT min(%[1]s) FROM shelf WHERE %[1]s > ''
			UNION ALL SELECT (SELECT min(%[1]s) FROM shelf WHERE %[1]s > x) FROM v WHERE x IS NOT NULL)
		SELECT x FROM v WHERE x IS NOT NULL LIMIT %[2]d`, c, maxValues))
	if err != nil {
		return nil, l.said(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var x string
		if err := rows.Scan(&x); err != nil {
			return nil, l.said(err)
		}
		out = append(out, x)
	}
	return out, l.said(rows.Err())
}
