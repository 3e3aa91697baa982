package ledger

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// What could be a card number goes in through every free text there is; the files are searched for it. Codes (PG, MID,
// channel_key, card_code) and the customer_uid are identities and are kept as they are.
func TestNoCardNumberReachesTheDisk(t *testing.T) {
	canaries := []string{"4929111122223333", "4929-1111-2222-3333", "4929 1111 2222 3333", "4929\n1111\n2222\n3333", "49291111****3333"}
	path := newPath(t)
	l := openAt(t, path)
	for i, pan := range canaries {
		text := "card " + pan + " was refused"
		a := replacing(string(rune('a'+i)), nine, cardA, Stamp{1, 2, cardB})
		a.Note, a.Operator, a.PriorCardName, a.CustomerName = text, text, text, text
		id := begun(t, l, a)
		settled(t, l, id, Outcome{State: Unknown, Message: text, At: nine, Operator: text})
		key := keyOf(cardA, nine, nine)
		key.CardName = text
		settled(t, l, id, Outcome{State: Issued, Key: key, Message: text, At: nine, How: HowHand})
		if err := l.Record(t.Context(), Event{Profile: "p1", CustomerUID: a.CustomerUID, Kind: KindNote, Operator: text, Detail: text}); err != nil {
			t.Fatal(err)
		}
		tellAll(t, l, read(t, l, id), text)
		if err := l.KeyDeleted(t.Context(), id, nine, text, text); err != nil {
			t.Fatal(err)
		}
		b := attempt("declined_"+a.CustomerUID, nine)
		settled(t, l, begun(t, l, b), Outcome{State: Declined, Message: text, At: nine})
	}
	searched := func(when string, ends ...string) {
		for _, end := range ends {
			b, err := os.ReadFile(path + end)
			if err != nil {
				t.Fatal(err)
			}
			for _, pan := range append(canaries, "11112222", "1111-2222", "1111 2222") {
				if bytes.Contains(b, []byte(pan)) {
					t.Errorf("%s: ledger.db%s holds %q", when, end, pan)
				}
			}
			if end == "-wal" && !bytes.Contains(b, []byte("was refused")) {
				t.Error("the search does not see the texts at all")
			}
		}
	}
	searched("open", "", "-wal", "-shm")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	searched("closed", "")
}

// tellAll puts text wherever a lookup, a note and a deletion take one.
func tellAll(t *testing.T, l anyLedger, e Entry, text string) {
	t.Helper()
	key := shownFor(e)
	key.CustomerName, key.CardName = text, text
	s := sighting(t, l, e.CustomerUID, key)
	s.Operator = text
	seenNow(t, l, s)
	d := deletion(t, l, e)
	d.Operator, d.Reason = text, text
	if err := errors.Join(l.SetNote(t.Context(), e.ID, text+"!", text, nine), l.BeginDeletion(t.Context(), d)); err != nil {
		t.Fatal(err)
	}
}
