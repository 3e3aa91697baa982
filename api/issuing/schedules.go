package issuing

import (
	"context"
	"errors"
	"time"

	"billkey/api"
)

// Pending are the scheduled payments that will charge whichever card stands behind a customer_uid.
type Pending struct {
	Count int
	// Sum is in won.
	Sum int64
	// Next is when the first of them falls due; zero when there is none.
	Next time.Time
	// Capped says that there are more pages than were read: Count and Sum are lower bounds.
	Capped bool
}

const (
	scheduleWindow  = 90 * 24 * time.Hour // the server takes at most three months at once
	scheduleWindows = 4
	schedulePages   = 10
)

// Schedules sums up the pending schedules of uid over the next year, in three-month windows.
func (d *Desk) Schedules(ctx context.Context, uid string) (Pending, error) {
	var sum Pending
	from := d.gateway.Now()
	for range scheduleWindows {
		to := from.Add(scheduleWindow)
		if err := d.addWindow(ctx, &sum, uid, from, to); err != nil {
			return Pending{}, asFailure(err)
		}
		from = to
	}
	return sum, nil
}

func (d *Desk) addWindow(ctx context.Context, sum *Pending, uid string, from, to time.Time) error {
	page := 1
	for range schedulePages {
		p, err := d.gateway.Schedules(ctx, uid, from, to, "scheduled", page)
		if errors.Is(err, api.ErrNotFound) { // how some servers say "none"
			return nil
		}
		if err != nil {
			return err
		}
		sum.add(p.List)
		if p.Next <= page { // 0 is the end; a server that goes back would never come to it
			return nil
		}
		page = p.Next
	}
	sum.Capped = true
	return nil
}

func (p *Pending) add(list []api.Schedule) {
	for _, s := range list {
		p.Count++
		p.Sum += int64(s.Amount)
		if at := unix(s.ScheduleAt); p.Next.IsZero() || at.Before(p.Next) {
			p.Next = at
		}
	}
}
