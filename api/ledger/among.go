package ledger

import (
	"encoding/json"
	"slices"
)

// among is SQL for a column that has one of many values, and its parameter: one, however many there are, so that the
// statement stays the same.
func among[T int64 | string](db querier, column string, values []T) (text string, arg any) {
	if _, server := db.(bound); server {
		return column + ` = ANY (?)`, values
	}
	raw, err := json.Marshal(values)
	if err != nil {
		panic(err) // numbers and texts
	}
	return column + ` IN (SELECT value FROM json_each(?))`, string(raw)
}

// amongIDs is among with the range that the IDs are from: without knowing how a table is filled, which it learns only in
// time, a server would read all of it.
func amongIDs(db querier, column string, ids []int64) (text string, args []any) {
	if len(ids) == 0 {
		return "false", nil
	}
	text, arg := among(db, column, ids)
	return column + ` BETWEEN ? AND ? AND ` + text, []any{slices.Min(ids), slices.Max(ids), arg}
}
