package issuing_test

import (
	"flag"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// sequencesVar sets how many random sequences the model-based tests play, as BILLKEY_SEQUENCES=1000000.
const sequencesVar = "BILLKEY_SEQUENCES"

// numberFrom reads a number from the environment; usual where there is none.
func numberFrom(t testing.TB, name string, usual int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return usual
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// The two tests play random sequences of everything that can happen to a customer_uid against the reference model of
// world_test.go. The first one writes a ledger file; the second one keeps the rows in memory, under the same rules, and
// plays twenty times as many.
func TestRandomSequencesOnALedgerFile(t *testing.T) {
	play(t, max(1, numberFrom(t, sequencesVar, usualSequences)/20), func(t *testing.T) issuing.Journal {
		return newStage(t, sandbox.Options{}).ledger
	})
}

func TestRandomSequencesInMemory(t *testing.T) {
	play(t, numberFrom(t, sequencesVar, usualSequences), func(*testing.T) issuing.Journal { return newMemory() })
}

// bubbleful is how many sequences share a bubble, so that its clock does not run ahead of the limit of one day.
const bubbleful = 250

func play(t *testing.T, sequences int, journal func(t *testing.T) issuing.Journal) {
	was := flag.Lookup("rapid.checks").Value.String()
	t.Cleanup(func() { _ = flag.Set("rapid.checks", was) })
	began, steps, total := time.Now(), 0, sequences
	for ; sequences > 0 && !t.Failed(); sequences -= bubbleful {
		if err := flag.Set("rapid.checks", strconv.Itoa(min(sequences, bubbleful))); err != nil {
			t.Fatal(err)
		}
		synctest.Test(t, func(t *testing.T) {
			j := journal(t)
			rapid.Check(timeless{t}, func(rt *rapid.T) { steps += newWorld(t, rt, j).run() })
		})
	}
	took := time.Since(began)
	t.Logf("%d sequences, %d steps in %v: %.0f sequences/s", total, steps, took.Round(time.Millisecond), float64(total)/took.Seconds())
}

// timeless hides the deadline, which cannot be asked for inside a bubble.
type timeless struct{ *testing.T }

// The outcomes that the faults leave, as the model knows them.
var (
	commits = map[sandbox.FaultKind]bool{
		"": true, sandbox.FaultSlow: true, sandbox.FaultHang: true, sandbox.FaultCommitThenDrop: true,
		sandbox.FaultResetMidAnswer: true, sandbox.FaultServerErrorCommitted: true, sandbox.FaultCutBody: true,
		sandbox.FaultTokenExpired: true, sandbox.FaultNullResponse: true, sandbox.FaultWrongUID: true,
	}
	faults = []sandbox.FaultKind{
		"", "", "", "", sandbox.FaultSlow, sandbox.FaultHang, sandbox.FaultCommitThenDrop, sandbox.FaultResetMidAnswer,
		sandbox.FaultServerErrorCommitted, sandbox.FaultCutBody, sandbox.FaultTokenExpired, sandbox.FaultNullResponse,
		sandbox.FaultWrongUID, sandbox.FaultDropBeforeCommit, sandbox.FaultHangBeforeCommit, sandbox.FaultServerError,
		sandbox.FaultBadGateway, sandbox.FaultRedirect, sandbox.FaultRefusedConnection, sandbox.FaultHostileMessage,
		sandbox.FaultForbidden, sandbox.FaultCommitLate, sandbox.FaultCommitLate,
	}
)

// modelKey is a key at the server: whose it is and when it came.
type modelKey struct {
	order  int // index of the order, -1 for a key from elsewhere
	serial int // no two keys have the same
	mask   string
}

// modelOrder is what must be true of an order.
type modelOrder struct {
	id        int64
	mask      string
	committed bool
	// disturbed: somebody else changed the key between the POST and the verdict, so that no lookup can tell.
	disturbed bool
	// hidden: the server shows no card numbers, so that a key from elsewhere looks like this order's.
	hidden bool
	// twin: the same card stood there, registered so shortly before that a stamp cannot tell.
	twin bool
	due  time.Time // when a late commit takes effect
}

// possible tells whether a row may be in this state.
func (o *modelOrder) possible(s ledger.State) bool {
	switch s {
	case ledger.Issued, ledger.Replaced, ledger.Deleted:
		return o.committed || o.disturbed && o.hidden
	case ledger.Declined:
		return !o.committed
	case ledger.NotIssued: // a key that others deleted before anybody looked was never seen
		return !o.committed || o.disturbed
	case ledger.Unknown:
		return o.disturbed || o.twin
	}
	return false
}
