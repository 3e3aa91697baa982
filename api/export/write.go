package export

import (
	"context"
	"errors"
	"fmt"
	"time"

	"billkey/api/ledger"
)

// progressEvery is after how many entries progress is told.
const progressEvery = 500

// sink is a file being written.
type sink interface {
	// row writes one row of cells, which are not kept.
	row(cells []cell) error
	// finish writes what is left, so that the file is whole.
	finish() error
	// release lets go of everything; it is called once, at the end, whatever came.
	release()
}

// job is one export under way.
type job struct {
	ctx    context.Context
	path   string
	order  Order
	table  *table
	stages int // how often each entry is counted
	done   Written
	failed error // the first error of writing: a source may hide it
}

// write has the source's entries written by the sink that open makes, and gives the file its name.
func write(ctx context.Context, path string, src Source, o Order, stages int, open func(j *job, p *place) (sink, error)) (Written, error) {
	t, err := newTable(o, time.Now())
	if err != nil {
		return Written{}, err
	}
	p, err := newPlace(path)
	if err != nil {
		return Written{}, err
	}
	defer p.clear()
	j := &job{ctx: ctx, path: p.path, order: o, table: t, stages: stages}
	if err := j.fill(src, p, open); err != nil {
		return Written{}, j.named(err)
	}
	if err := p.settle(); err != nil {
		return Written{}, err
	}
	return j.done, nil
}

func (j *job) fill(src Source, p *place, open func(j *job, p *place) (sink, error)) error {
	s, err := open(j, p)
	if err != nil {
		return err
	}
	defer s.release()
	err = src(j.ctx, func(e ledger.Entry) error { return j.each(s, e) })
	if err := errors.Join(j.failed, j.ctx.Err()); err != nil {
		return err
	}
	if err != nil {
		return &sourceError{err}
	}
	if err := s.finish(); err != nil {
		return err
	}
	j.tell(j.stages * j.done.Rows)
	return nil
}

// each writes one entry. After an error it writes no more.
func (j *job) each(s sink, e ledger.Entry) error {
	if j.failed == nil {
		j.failed = j.entry(s, e)
	}
	return j.failed
}

func (j *job) entry(s sink, e ledger.Entry) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	cells, err := j.table.cells(e)
	if err != nil {
		return err
	}
	if err := s.row(cells); err != nil {
		return err
	}
	j.done.Rows++
	if j.done.Rows%progressEvery == 0 {
		j.tell(j.done.Rows)
	}
	return nil
}

// tell says how much is done; there may be more entries than were expected.
func (j *job) tell(done int) {
	if j.order.Progress != nil {
		total := j.stages * max(j.order.Total, j.done.Rows)
		j.order.Progress(min(done, total), total)
	}
}

// sourceError is one that the source came up with.
type sourceError struct{ err error }

func (e *sourceError) Error() string { return e.err.Error() }
func (e *sourceError) Unwrap() error { return e.err }

// named gives an error its type: what is no refusal, no cancelling and not the source's is the file's.
func (j *job) named(err error) error {
	var source *sourceError
	var refused *UnmaskedError
	switch {
	case errors.As(err, &refused):
		return refused
	case j.ctx.Err() != nil:
		return fmt.Errorf("export: %w", j.ctx.Err())
	case errors.As(err, &source):
		return fmt.Errorf("export: %w", source.err)
	}
	return unwritten(j.path, err)
}
