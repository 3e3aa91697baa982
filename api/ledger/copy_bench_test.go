package ledger

import (
	"context"
	"testing"

	"billkey/api/ledger/ledgertest"
)

// BenchmarkCopy copies 20,000 rows and as many events into an empty ledger and compares them all.
func BenchmarkCopy(b *testing.B) {
	const rows = 20_000
	for _, way := range ways {
		b.Run(way[0]+" to "+way[1], func(b *testing.B) {
			file := newFile(b)
			if err := ledgertest.Fill(context.Background(), file.path, rows, nine); err != nil {
				b.Fatal(err)
			}
			from := anyLedger(file)
			if way[0] == onServer {
				from = newOf(b, onServer)
				copied(b, file, from)
			}
			for b.Loop() {
				b.StopTimer()
				to := newOf(b, way[1])
				b.StartTimer()
				copied(b, from, to)
			}
			b.ReportMetric(2*rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
