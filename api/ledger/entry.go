package ledger

import "time"

// State is where an entry stands.
type State string

// The states of an entry. Pending and Unknown are open: nobody knows yet whether the server issued a key.
const (
	Pending   State = "pending"    // begun; the answer has not come
	Issued    State = "issued"     // the key in force, as far as this ledger knows
	Replaced  State = "replaced"   // issued once; another key took its place
	Declined  State = "declined"   // the PG or the card company said no
	NotIssued State = "not_issued" // decided otherwise: refused, never arrived, or looked up and absent
	Unknown   State = "unknown"    // sent, and the answer did not decide it
	Deleted   State = "deleted"    // issued once; deleted at the server
)

// States lists every state.
func States() []State {
	return []State{Pending, Issued, Replaced, Declined, NotIssued, Unknown, Deleted}
}

// Open tells whether an entry in this state still waits for its end.
func (s State) Open() bool { return s == Pending || s == Unknown }

// Stamp identifies the key in force at the server: `inserted` and `updated` of GET /subscribe/customers/{customer_uid}
// in UNIX seconds, and the masked number it shows. The zero Stamp means that no key stands there.
type Stamp struct {
	Inserted, Updated int64
	Masked            string
}

// Attempt is what is known before the POST leaves.
type Attempt struct {
	// Profile is the profile's ID; Environment is practice, test or live.
	Profile, Environment string
	// CustomerUID is the customer_uid the key is issued for.
	CustomerUID string
	// ChannelKey, PG (the PG's code) and MID say through which channel; each may be empty.
	ChannelKey, PG, MID string
	// Masked is the card: at most first six, stars, last four.
	Masked string
	// CustomerName is the name typed with the card; empty where none was.
	CustomerName string
	Operator     string
	// Desk is where the order is given; "" takes the ledger's, see [Ledger.SetDesk].
	Desk string
	// Replace tells that the operator confirmed replacing the key named by Prior.
	Replace bool
	// Prior is the key in force before the POST; zero if there was none.
	Prior         Stamp
	PriorCardName string
	// StartedAt is on the server's clock.
	StartedAt time.Time
	// ConsentAt is when the customer's consent was ticked; zero if it was not asked.
	ConsentAt time.Time
	Note      string
}

// Key is an issued key as the server shows it.
type Key struct {
	// Inserted and Updated are UNIX seconds.
	Inserted, Updated int64
	// Masked is at most first six, stars, last four; empty where the PG gives no number.
	Masked             string
	CardName, CardCode string
	// CustomerName is the server's `customer_name`; it fills the entry's where that is empty.
	CustomerName string
	// PG and MID are `pg_provider` and `pg_id`.
	PG, MID string
	// Sandbox tells whether a test channel issued the key; nil where the server does not say.
	Sandbox *bool
}

// How an outcome came to be known.
const (
	HowAnswer = "answer" // the answer to the POST
	HowLookup = "lookup" // a lookup after it
	HowHand   = "hand"   // the operator's word
	HowStart  = "start"  // a lookup when the program started
)

// Outcome is the end of an attempt, or the news that its end is unknown.
type Outcome struct {
	// State is Issued, Declined, NotIssued or Unknown.
	State State
	// Key is the issued key; nil unless State is Issued, and where an operator's word is all there is.
	Key *Key
	// Code and Message are the envelope's; by hand, Message is the operator's reason.
	Code    int
	Message string
	// At is on the server's clock; zero takes this machine's.
	At time.Time
	// How is one of HowAnswer, HowLookup, HowHand, HowStart.
	How string
	// Operator is who settled it; empty takes the one who began it.
	Operator string
}

// Entry is one row: an attempt with what became of it, or a key issued elsewhere. Times are UTC.
type Entry struct {
	ID                   int64
	Profile, Environment string
	CustomerUID          string
	ChannelKey           string
	// PG and MID are the profile's, and once a key was issued the server's, where it names them.
	PG, MID string
	// Masked is the card that was typed; of a found key, what the server showed.
	Masked        string
	Operator      string
	Replace       bool
	Prior         Stamp
	PriorCardName string
	StartedAt     time.Time
	ConsentAt     time.Time
	Note          string

	State State
	// Inserted and Updated are the issued key's, in UNIX seconds; KeyMasked is the number the server shows for it.
	Inserted, Updated  int64
	KeyMasked          string
	CardName, CardCode string
	Sandbox            *bool
	Code               int
	Message            string
	How                string
	// SettledAt is when it was decided; zero while it is open.
	SettledAt time.Time
	// Replaces is the entry whose key this one replaced, ReplacedBy the entry that replaced this one; 0 is none.
	Replaces, ReplacedBy             int64
	ReplacesMasked, ReplacedByMasked string
	// Found marks a key issued elsewhere, known only from a lookup; StartedAt is then its registration.
	Found bool
	// CustomerName is the name typed with the card, or else the server's; empty where neither is known.
	CustomerName string
	// LookedAt is the last lookup that [Ledger.Seen] recorded for the key in force; zero is none.
	LookedAt time.Time
	// Elsewhere is [ElsewhereChanged] or [ElsewhereGone] when the last lookup showed that another place has touched the
	// key in force; empty otherwise, and for every entry that is not issued (any more).
	Elsewhere string
	// Desk is where it was begun; "" is not known.
	Desk string
	// WatchedBy is the desk that looks after an open order, until WatchedUntil; see [Ledger.Take].
	WatchedBy    string
	WatchedUntil time.Time
}

// What another place has done to the key that an entry holds in force.
const (
	ElsewhereChanged = "changed" // another key stands behind the customer_uid
	ElsewhereGone    = "gone"    // no key does
)

// Stamp identifies this entry's key at the server; zero where none was issued, or where nobody saw it.
func (e Entry) Stamp() Stamp { return Stamp{e.Inserted, e.Updated, e.KeyMasked} }
