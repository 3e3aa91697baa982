package ledger

import (
	"context"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"
)

// One process backs up and archives while the other issues: neither fails, and nothing is lost.
func TestOneProcessTidiesUpWhileTheOtherIssues(t *testing.T) {
	smallBatches(t, 50, 20*time.Millisecond)
	path, folder := newPath(t), t.TempDir()
	l := openAt(t, path)
	fill(t, l, 600)
	before := dump(t, l.read)
	c := startChild(t, place{path: path})
	if got := c.hear(); got != "ready" {
		t.Fatal(got)
	}
	c.say("loop")
	c.hear()
	answers, longest := make(chan string), time.Duration(0)
	go func() {
		defer close(answers)
		for last := time.Now(); c.out.Scan(); last = time.Now() {
			longest = max(longest, time.Since(last))
			answers <- c.out.Text()
		}
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer c.kill() // also when one of the following fails: nobody else ends the other process
		for i := range 2 {
			backedUp(t, l, filepath.Join(folder, "backup"+strconv.Itoa(i)))
			archived(t, l, nine.Add(time.Duration(i-1)*300*90*time.Second), filepath.Join(folder, "archive"+strconv.Itoa(i)))
		}
	}()
	acknowledged := map[int64]bool{}
	for answer := range answers {
		id, err := strconv.ParseInt(answer, 10, 64)
		if err != nil {
			t.Errorf("the other process: %s", answer)
		}
		acknowledged[id] = true
	}
	<-done
	t.Logf("%d orders meanwhile; the longest step took %v", len(acknowledged), longest)
	for id := range acknowledged {
		read(t, l, id)
	}
	gone := map[string]tableRows{}
	for _, name := range []string{"archive0", "archive1"} {
		for table, rows := range contentOf(t, filepath.Join(folder, name)) {
			gone[table] = append(gone[table], rows...)
		}
	}
	wantSplit(t, before, dump(t, l.read), gone, false)
	for i, least := range []int{600, 300} {
		if b, err := ReadBackup(t.Context(), filepath.Join(folder, "backup"+strconv.Itoa(i))); err != nil || b.Rows < least {
			t.Errorf("%+v, %v", b, err)
		}
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A process killed while it archives leaves every row and event in one file at least, and the next archive takes the rest.
func TestNoRowIsLostByKillingTheArchiver(t *testing.T) {
	path, folder := newPath(t), t.TempDir()
	l := openAt(t, path)
	fill(t, l, 300)
	before := dump(t, l.read)
	gone := map[string]tableRows{}
	for round := range 2 {
		left, err := l.ArchiveCount(t.Context(), nine)
		if err != nil || left < 40 {
			t.Fatalf("%d left, %v", left, err)
		}
		c := startChild(t, place{path: path})
		if got := c.hear(); got != "ready" {
			t.Fatal(got)
		}
		archive := filepath.Join(folder, strconv.Itoa(round))
		c.say("archive " + archive)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // an archiver that failed never gets there
		for now := left; now == left && err == nil; {
			now, err = l.ArchiveCount(ctx, nine)
		}
		cancel()
		c.kill()
		if err != nil {
			t.Fatal(err)
		}
		for table, rows := range contentOf(t, archive) {
			gone[table] = append(gone[table], rows...)
		}
		wantSplit(t, before, dump(t, l.read), gone, true)
	}
	rest := archived(t, l, nine, filepath.Join(folder, "rest"))
	if n, err := l.ArchiveCount(t.Context(), nine); err != nil || n != 0 || rest.Left != rest.Rows {
		t.Errorf("%d are still here, %v; %+v", n, err, rest)
	}
	for table, rows := range contentOf(t, rest.Path) {
		gone[table] = append(gone[table], rows...)
	}
	kept := dump(t, l.read)
	wantSplit(t, before, kept, gone, false)
	if err := l.Check(t.Context()); err != nil || reflect.DeepEqual(kept, before) {
		t.Error("damaged, or nothing left", err)
	}
}
