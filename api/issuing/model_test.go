package issuing_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// sequencesVar sets how many random sequences the model-based tests play: BILLKEY_SEQUENCES=1000000.
const sequencesVar = "BILLKEY_SEQUENCES"

func number(t testing.TB, name string, usual int) int {
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

// TestRandomSequencesOnALedgerFile and its fellow below play random sequences of everything that can happen to one
// customer_uid against a small reference model. The first one writes a real ledger file; the second one keeps the rows
// in memory, under the same rules, and so plays many more.
func TestRandomSequencesOnALedgerFile(t *testing.T) {
	play(t, number(t, sequencesVar, 400)/20, func(t *testing.T) issuing.Journal { return newStage(t, sandbox.Options{}).ledger })
}

func TestRandomSequencesInMemory(t *testing.T) {
	play(t, number(t, sequencesVar, 3000), func(*testing.T) issuing.Journal { return newMemory() })
}

func play(t *testing.T, sequences int, journal func(t *testing.T) issuing.Journal) {
	synctest.Test(t, func(t *testing.T) {
		j := journal(t)
		began, steps := hostTime(), 0
		for range sequences {
			rapidOnce(t, func(rt *rapid.T) { steps += newWorld(t, rt, j).run() })
		}
		took := hostTime() - began
		t.Logf("%d sequences, %d steps in %v: %.0f sequences/s", sequences, steps, took, float64(sequences)/took.Seconds())
	})
}
