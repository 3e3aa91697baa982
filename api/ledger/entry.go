package ledger

import "time"

// State is how far an entry has come.
type State string

// States. Pending and unknown are open: their end is not known.
const (
	Pending   State = "pending"
	Issued    State = "issued"
	Replaced  State = "replaced"
	Declined  State = "declined"
	NotIssued State = "not_issued"
	Unknown   State = "unknown"
	Deleted   State = "deleted"
)

// Stamp identifies the key in force behind a customer_uid: the server's first and last registration in UNIX seconds,
// and the mask. The zero value is no key.
type Stamp struct {
	Inserted, Updated int64
	Masked            string
}

// Attempt is what is written down before the request that issues goes out.
type Attempt struct {
	Profile, Environment, CustomerUID string
	ChannelKey, PG, MID               string
	// Masked is first six, stars, last four; more is refused.
	Masked   string
	Operator string
	// Replace says that a key stood behind the customer_uid; Prior is its stamp, PriorCardName its card company.
	Replace       bool
	Prior         Stamp
	PriorCardName string
	// StartedAt is by the server's clock, ConsentAt by this machine's.
	StartedAt, ConsentAt time.Time
	Note                 string
}

// Key is what the server showed of an issued key.
type Key struct {
	Inserted, Updated int64
	Masked            string
	CardName          string
	CardCode          string
	PG, MID           string
	Sandbox           *bool
}

// Outcome ends an attempt.
type Outcome struct {
	// State is issued, declined, not_issued or unknown.
	State State
	// Key is needed for issued, except by hand.
	Key     *Key
	Code    int
	Message string
	At      time.Time
	// How is answer, lookup, hand or start.
	How      string
	Operator string
}

// Entry is one row: an attempt, or a key known only because it was replaced here (Found).
type Entry struct {
	ID int64
	Attempt
	State                            State
	Found                            bool
	CardName, CardCode               string
	Sandbox                          *bool
	Inserted, Updated                int64
	Code                             int
	Message                          string
	SettledAt                        time.Time
	Replaces, ReplacedBy             int64
	ReplacesMasked, ReplacedByMasked string
}

// Event is one line of a customer_uid's story.
type Event struct {
	ID          int64
	At          time.Time
	Operator    string
	Profile     string
	CustomerUID string
	EntryID     int64
	// Kind is begun, issued, replaced, declined, not_issued, unknown, deleted, gone, looked_up or note.
	Kind   string
	Detail string
}
