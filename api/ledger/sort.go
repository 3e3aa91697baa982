package ledger

// Column is what a list can be sorted by.
type Column string

// The columns. Texts are sorted by their letters' code, which for Korean is the dictionary's order.
const (
	ByTime        Column = "" // StartedAt
	ByState       Column = "state"
	ByCustomerUID Column = "customer_uid"
	ByName        Column = "name"
	ByCompany     Column = "company"
	ByNumber      Column = "number"
	ByPG          Column = "pg"
	ByMID         Column = "mid"
	ByEnvironment Column = "environment"
	ByProfile     Column = "profile"
	ByOperator    Column = "operator"
	ByNote        Column = "note"
	ByDesk        Column = "desk"
)

// columns are those of the shelf, each with an index of its own.
var columns = []Column{
	ByState, ByCustomerUID, ByName, ByCompany, ByNumber, ByPG, ByMID, ByEnvironment, ByProfile, ByOperator, ByNote, ByDesk,
}

// Sort is an order: newest first, or by a column from its first letter on, newest first within equals. Reverse turns the
// whole list round.
type Sort struct {
	Column  Column
	Reverse bool
}
