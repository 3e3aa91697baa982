package ledger

// Kinds of events about the ledger itself. They belong to no profile, customer_uid or entry: Story with neither lists
// them. Detail is name=value pairs, one blank between them, the file's name last, since it may hold blanks; a number in
// it that is long enough to be a card's is masked.
const (
	// KindRestored: a back-up took the place of this ledger. Detail is `rows=… events=… last=… missing=… former=…`: what
	// the back-up held, its last event's time (RFC 3339, UTC; empty if it held none), how many entries of the former
	// ledger it did not hold (-1 where that one was damaged), and the former file's name, empty if there was none.
	KindRestored = "restored"
	// KindArchived: entries were written to an archive and leave the ledger from then on. Detail is
	// `rows=… events=… before=… sha256=… file=…`: how many are in the archive, the time they are older than (RFC 3339,
	// UTC), the archive's SHA-256 in eight groups of eight, with colons, and its name.
	KindArchived = "archived"
)
