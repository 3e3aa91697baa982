package ui

import (
	"context"
	"strings"

	"billkey/api/ledger"
)

// storyCards are a customer_uid's entries by their IDs: an event names its entry only, and what is asked is which card.
type storyCards map[int64]ledger.Entry

// storyRows is how many entries of one customer_uid are read for their cards; older ones are told of without.
const storyRows = 1000

func readStory(ctx context.Context, b book, profile, uid string) ([]ledger.Event, storyCards, error) {
	events, err := b.Story(ctx, profile, uid)
	if err != nil {
		return nil, nil, err
	}
	page, err := b.Entries(ctx, ledger.Query{Profile: profile, CustomerUID: uid, Limit: storyRows})
	cards := make(storyCards, len(page.Entries))
	for _, e := range page.Entries {
		cards[e.ID] = e
	}
	return events, cards, err
}

// name is an entry's card, company and masked number, as far as they are known; "" if neither is.
func (c storyCards) name(w *words, id int64) string {
	e := c[id]
	masked := e.KeyMasked
	if masked == "" {
		masked = e.Masked
	}
	return strings.TrimSpace(w.t("card.line", "Company", e.CardName, "Number", grouped(masked)))
}

// replacedSentence says which card was replaced by which one.
func replacedSentence(w *words, e ledger.Event, cards storyCards) string {
	was, now := cards.name(w, e.EntryID), cards.name(w, cards[e.EntryID].ReplacedBy)
	elsewhere := e.Detail == ledger.DetailElsewhere
	if now == "" && !elsewhere {
		now = grouped(e.Detail)
	}
	switch {
	case was == "" && elsewhere:
		return w.t("detail.elsewhere")
	case was == "":
		return w.t("event.replaced", "Detail", now)
	case elsewhere && now == "":
		return w.t("story.replaced.elsewhere", "Was", was)
	case elsewhere:
		return w.t("story.replaced.elsewhere.by", "Was", was, "Now", now)
	}
	return w.t("story.replaced", "Was", was, "Now", now)
}
