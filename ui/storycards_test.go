package ui

import (
	"testing"

	"billkey/api/ledger"
)

// What the ledger does not know of a card is left out of the sentence, not made up.
func TestAStorySaysOfAReplacementWhatIsKnown(t *testing.T) {
	cards := storyCards{
		1: {ID: 1, CardName: "신한카드", Masked: "411111******1111", KeyMasked: "411111******1112", ReplacedBy: 2},
		2: {ID: 2, Masked: "555555******4444", ReplacedBy: 3},
		3: {ID: 3, CardName: "현대카드", ReplacedBy: 9},
		4: {ID: 4},
	}
	for _, lang := range []string{"ko", "en"} {
		w, err := loadWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			entry      int64
			detail     string
			key        string
			was, now   string
			whole      storyCards
			otherwords []string
		}{
			{entry: 1, detail: "555555******4444", key: "story.replaced", was: "신한카드 4111 11** **** 1112", now: "5555 55** **** 4444", whole: cards},
			{entry: 2, detail: ledger.DetailElsewhere, key: "story.replaced.elsewhere.by", was: "5555 55** **** 4444", now: "현대카드", whole: cards},
			{entry: 3, detail: ledger.DetailElsewhere, key: "story.replaced.elsewhere", was: "현대카드", whole: cards},
			{entry: 3, detail: "555555******4444", key: "story.replaced", was: "현대카드", now: "5555 55** **** 4444", whole: cards},
			{entry: 4, detail: ledger.DetailElsewhere, key: "detail.elsewhere", whole: cards},
			{entry: 1, detail: "555555******4444", key: "event.replaced", otherwords: []string{"Detail", "5555 55** **** 4444"}},
		} {
			want := w.t(c.key, append(c.otherwords, "Was", c.was, "Now", c.now)...)
			e := ledger.Event{EntryID: c.entry, Kind: ledger.KindReplaced, Detail: c.detail}
			if got := eventSentence(w, e, c.whole); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}
