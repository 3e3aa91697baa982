package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"billkey/api/ledger/ledgertest"
	"billkey/api/ledger/pgtest"
)

// benchServer is filled once for all benchmarks of a run. BILLKEY_CLUSTER names a folder that keeps it for the next one.
var benchServer struct {
	once sync.Once
	c    *pgtest.Cluster
	l    *Shared
}

// ample is a server's share of a machine that has little else to do, as README tells an administrator to give it.
var ample = []string{
	"shared_buffers = 2GB", "effective_cache_size = 8GB", "random_page_cost = 1.1", "maintenance_work_mem = 1GB", "work_mem = 16MB",
	"max_wal_size = 8GB", "checkpoint_timeout = 15min",
}

// apart is how far apart the rows stand: ten million are five years of a call centre.
func apart(rows int) time.Duration {
	return min(ledgertest.Every, 5*365*24*time.Hour/time.Duration(rows))
}

func filledServer(b *testing.B) *Shared {
	b.Helper()
	benchServer.once.Do(func() {
		dir := os.Getenv("BILLKEY_CLUSTER")
		_, err := os.Stat(filepath.Join(dir, "data"))
		kept := dir != "" && err == nil
		if benchServer.c, err = pgtest.Run(pgtest.Options{Durable: true, Dir: dir, Keep: dir != "", Settings: ample}); err != nil {
			b.Skip(err)
		}
		const database = "ledger"
		if !kept {
			if err := benchServer.c.Exec("postgres", "CREATE DATABASE "+database); err != nil {
				b.Fatal(err)
			}
		}
		l, err := OpenShared(context.Background(), serverAt(benchServer.c, database))
		if err != nil {
			b.Fatal(err)
		}
		benchServer.l = l
		if !kept {
			fillFast(b, l, rowsWanted(b))
		}
	})
	if benchServer.l == nil {
		b.Skip("no server")
	}
	return benchServer.l
}

// fillFast fills a server as [fill] does, with the indexes made when all rows are there.
func fillFast(tb testing.TB, l *Shared, n int) {
	tb.Helper()
	step := func(what string, do func()) {
		began := time.Now()
		do()
		if n >= 1_000_000 {
			fmt.Fprintf(os.Stderr, "%s: %v\n", what, time.Since(began).Round(time.Second))
		}
	}
	conn, err := pgx.ConnectConfig(context.Background(), benchServer.c.Config(l.server.Database))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	exec := func(text string) {
		if _, err := conn.Exec(context.Background(), text); err != nil {
			tb.Fatal(err)
		}
	}
	exec("ALTER SYSTEM SET fsync = off")
	exec("SELECT pg_reload_conf()")
	exec("SET search_path = billkey")
	exec("SET maintenance_work_mem = '4GB'")
	const made = ` FROM pg_indexes WHERE schemaname = 'billkey' AND indexname NOT IN (SELECT conname FROM pg_constraint)`
	indexes := one[string](tb, l.reads(), `SELECT string_agg(indexdef, ';' ORDER BY indexname)`+made)
	names := one[string](tb, l.reads(), `SELECT string_agg('billkey.' || indexname, ',')`+made)
	exec("DROP INDEX " + names)
	step("rows", func() {
		if err := ledgertest.FillServer(context.Background(), conns(tb, l), n, nine, apart(n)); err != nil {
			tb.Fatal(err)
		}
		exec("VACUUM ANALYZE billkey.unshelved")
	})
	step("shelf", func() { shelveAtOnce(tb, l) })
	for _, index := range strings.Split(indexes, ";") {
		step(index, func() { exec(index) })
	}
	step("vacuum", func() { exec("VACUUM (ANALYZE, FREEZE)") })
	exec("ALTER SYSTEM SET fsync = on")
	exec("SELECT pg_reload_conf()")
	exec("CHECKPOINT")
}

// serverLists are all that the panel asks for, or some where nobody asked for a number of rows.
func serverLists(b *testing.B) map[string]Query {
	b.Helper()
	n := rowsWanted(b)
	all := lists(n)
	all["deep"] = Query{After: Cursor{StartedAt: nine.Add(-time.Duration(n*9/10) * apart(n))}}
	if os.Getenv("BILLKEY_ROWS") == "" {
		maps.DeleteFunc(all, func(name string, _ Query) bool {
			return !slices.Contains([]string{"default", "deep", "state", "two_words", "typed_홍길동", "typed_gildong_0", "by_name"}, name)
		})
	}
	return all
}

// BenchmarkServerPage is [BenchmarkPage] with the ledger on a server.
func BenchmarkServerPage(b *testing.B) {
	l := filledServer(b)
	all := serverLists(b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		q := all[name]
		b.Run(name, func(b *testing.B) {
			each(b, func() error { _, err := l.Entries(b.Context(), q); return err })
		})
	}
}

// BenchmarkServerCount is [BenchmarkCount] with the ledger on a server.
func BenchmarkServerCount(b *testing.B) {
	l := filledServer(b)
	all := serverLists(b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if q := all[name]; q.Sort.Column == ByTime {
			b.Run(name, func(b *testing.B) {
				each(b, func() error {
					_, err := l.Count(b.Context(), q)
					if errors.Is(err, ErrMany) {
						return nil
					}
					return err
				})
			})
		}
	}
}

// BenchmarkServerPageAfterWrite is [BenchmarkPageAfterWrite] with the ledger on a server.
func BenchmarkServerPageAfterWrite(b *testing.B) { pageAfterWrite(b, filledServer(b)) }

// BenchmarkServerOpen is what opening the panel asks: the first page, and the months with their counts.
func BenchmarkServerOpen(b *testing.B) {
	l := filledServer(b)
	seoul := time.FixedZone("KST", 9*60*60)
	each(b, func() error {
		if _, err := l.Entries(b.Context(), Query{}); err != nil {
			return err
		}
		_, err := l.Calendar(b.Context(), Query{}, seoul)
		return err
	})
}

// BenchmarkServerJump is [BenchmarkJump] with the ledger on a server.
func BenchmarkServerJump(b *testing.B) {
	l := filledServer(b)
	for name, q := range map[string]Query{
		"default": {}, "state": {States: []State{Issued}}, "text": {Text: "gil"}, "by_name": {Sort: Sort{Column: ByName}},
	} {
		total, err := l.Count(b.Context(), q)
		if err != nil && !errors.Is(err, ErrMany) {
			b.Fatal(err)
		}
		months, err := l.Calendar(b.Context(), q, time.UTC)
		if err != nil && !errors.Is(err, ErrMany) {
			b.Fatal(err)
		}
		for place, at := range map[string]int{"nine_tenths": total * 9 / 10, "middle": total / 2, "end": total - 20} {
			long := total
			if err != nil {
				long = 2 * total
			}
			b.Run(name+"/"+place, func(b *testing.B) {
				each(b, func() error {
					near, skip, rest := Near(q, months, at, long)
					_, err := l.EntriesAt(b.Context(), near, skip, rest)
					return err
				})
			})
		}
	}
}
