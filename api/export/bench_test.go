package export

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// BenchmarkExport writes every column of 100,000 entries, of a million, and of more than one sheet holds. peak-MB is the
// largest heap seen, garbage included; file-MB is the file's size.
func BenchmarkExport(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000, 1_100_000} {
		for ending, write := range writers {
			b.Run(fmt.Sprintf("%s/%d", ending, rows), func(b *testing.B) { measure(b, ending, write, rows) })
		}
	}
}

func measure(b *testing.B, ending string, write writer, rows int) {
	var peak uint64
	for b.Loop() {
		runtime.GC()
		o, told := all(), 0
		o.Total = rows
		o.Progress = func(done, _ int) {
			if told++; told%20 == 0 {
				peak = max(peak, heap())
			}
		}
		path := filepath.Join(b.TempDir(), "a."+ending)
		written(b, write, path, many(rows), o)
		if info, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(info.Size())/1e6, "file-MB")
		}
		_ = os.Remove(path)
	}
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
