package ledger

// differing names the columns in which two rows of one name differ. What a ledger gives a row itself (IDs, links, the desk that
// looks after an order for a moment) is none of them.
func differing(a, b Entry) []string {
	if a.bare() == b.bare() && sameTruth(a.Sandbox, b.Sandbox) {
		return nil
	}
	return append(differingBegun(a, b), differingSince(a, b)...)
}

func (e Entry) bare() Entry {
	e.ID, e.Replaces, e.ReplacedBy, e.ReplacesMasked, e.ReplacedByMasked, e.WatchedBy, e.Sandbox = 0, 0, 0, "", "", "", nil
	e.WatchedUntil = timeOf(0)
	return e
}

func sameTruth(a, b *bool) bool { return a == b || a != nil && b != nil && *a == *b }

// column tells whether two rows have the same in it.
type column struct {
	name string
	same bool
}

func (c column) add(to []string) []string {
	if c.same {
		return to
	}
	return append(to, c.name)
}

// differingBegun are those of an order's beginning, which never change.
func differingBegun(a, b Entry) (out []string) {
	for _, c := range []column{
		{"profile", a.Profile == b.Profile},
		{"environment", a.Environment == b.Environment},
		{"customer_uid", a.CustomerUID == b.CustomerUID},
		{"channel_key", a.ChannelKey == b.ChannelKey},
		{"masked", a.Masked == b.Masked},
		{"operator", a.Operator == b.Operator},
		{"desk", a.Desk == b.Desk},
		{"is_replace", a.Replace == b.Replace},
		{"prior_inserted", a.Prior.Inserted == b.Prior.Inserted},
		{"prior_updated", a.Prior.Updated == b.Prior.Updated},
		{"prior_masked", a.Prior.Masked == b.Prior.Masked},
		{"prior_card_name", a.PriorCardName == b.PriorCardName},
		{"started_at", a.StartedAt.Equal(b.StartedAt)},
		{"consent_at", a.ConsentAt.Equal(b.ConsentAt)},
		{"found", a.Found == b.Found},
	} {
		out = c.add(out)
	}
	return out
}

// differingSince are those of what became of it.
func differingSince(a, b Entry) (out []string) {
	for _, c := range []column{
		{"state", a.State == b.State},
		{"pg", a.PG == b.PG},
		{"mid", a.MID == b.MID},
		{"note", a.Note == b.Note},
		{"inserted", a.Inserted == b.Inserted},
		{"updated", a.Updated == b.Updated},
		{"key_masked", a.KeyMasked == b.KeyMasked},
		{"card_name", a.CardName == b.CardName},
		{"card_code", a.CardCode == b.CardCode},
		{"sandbox", sameTruth(a.Sandbox, b.Sandbox)},
		{"code", a.Code == b.Code},
		{"message", a.Message == b.Message},
		{"how", a.How == b.How},
		{"settled_at", a.SettledAt.Equal(b.SettledAt)},
		{"customer_name", a.CustomerName == b.CustomerName},
		{"looked_at", a.LookedAt.Equal(b.LookedAt)},
		{"elsewhere", a.Elsewhere == b.Elsewhere},
	} {
		out = c.add(out)
	}
	return out
}

// differingEvents names the columns in which two events of one name differ; entry is the row here that the first is about.
func differingEvents(a Event, entry int64, b Event) (out []string) {
	for _, c := range []column{
		{"at", a.At.Equal(b.At)},
		{"operator", a.Operator == b.Operator},
		{"profile", a.Profile == b.Profile},
		{"customer_uid", a.CustomerUID == b.CustomerUID},
		{"entry_id", entry == b.EntryID},
		{"kind", a.Kind == b.Kind},
		{"detail", a.Detail == b.Detail},
	} {
		out = c.add(out)
	}
	return out
}
