// Package sandbox is a stateful imitation of the iamport (PortOne V1) REST API for practice and tests.
// It keeps billing keys, payments and schedules, refuses what iamport refuses in iamport's own words and
// codes, and can play the faults of a bad network. README.md says first what it does not imitate.
package sandbox

import (
	"context"
	"time"
)

// Key and Secret are the practice account's imp_key and imp_secret. They open nothing but this package.
const (
	Key    = "practice-imp-key"
	Secret = "practice-imp-secret-practice-imp-secret-practice-imp-secret-practice-imp-secret-"
)

// Options sets up a [Server]. The zero value is a practice server in memory with the usual channels.
type Options struct {
	// Clock is the server's clock; nil is time.Now.
	Clock func() time.Time
	// Wait sits out the delay of a slow answer and returns early with ctx's error; nil uses a timer. An answer that
	// never comes waits for the longest duration there is.
	Wait func(ctx context.Context, d time.Duration) error
	// StateFile holds the state as JSON, masked, mode 0600. Empty keeps the state in memory.
	StateFile string
	// Channels replaces the account's channels; nil is [Channels]. The first api_payment one is the default.
	Channels []Channel
	// Tiers maps the sub-merchant codes of GET /tiers/{tier_code} to names; nil has one, ABC.
	Tiers map[string]string
	// Slow is the delay of a slow answer without a delay of its own; 0 is 3 s.
	Slow time.Duration
	// Late is how long a late commit takes without a delay of its own; 0 is 8 s.
	Late time.Duration
	// Huge is the size of the answer that is far too large, in bytes; 0 is 200 MiB.
	Huge int64
	// LogSize is how many requests the log remembers; 0 is 1000. Counters never forget.
	LogSize int
	// Switches choose between behaviours where the real server's is not known.
	Switches Switches
}

// Switches choose one of two answers where it is not known, or not certain, which one the real server gives.
// The zero value is the likelier one of each.
type Switches struct {
	// NotFoundAs200 answers GET and DELETE of an unknown customer_uid with 200 and code 1 instead of 404.
	NotFoundAs200 bool `json:"not_found_as_200"`
	// LoseKeyOnDecline drops the old billing key when a re-issue is declined.
	LoseKeyOnDecline bool `json:"lose_key_on_decline"`
	// RequireChannelKey refuses an issue without channel_key.
	RequireChannelKey bool `json:"require_channel_key"`
	// RefuseUnknownPG refuses a pg that names no channel, instead of using the default channel.
	RefuseUnknownPG bool `json:"refuse_unknown_pg"`
	// UnauthorizedCode is the code in a 401 answer's body; 0 is -1.
	UnauthorizedCode int `json:"unauthorized_code"`
	// HideCardNumber answers card_number null, as some PGs do.
	HideCardNumber bool `json:"hide_card_number"`
	// NarrowMask masks 6+4 instead of 8+4.
	NarrowMask bool `json:"narrow_mask"`
	// FoldUIDCase takes two customer_uids that differ only in case for the same one.
	FoldUIDCase bool `json:"fold_uid_case"`
	// RefuseEncodedSlash answers 404 to %2F in a path, as Apache does by default.
	RefuseEncodedSlash bool `json:"refuse_encoded_slash"`
	// SchedulesAsPage answers schedules as {total,previous,next,list} instead of an array.
	SchedulesAsPage bool `json:"schedules_as_page"`
	// ChargeDeclineAsError answers a declined charge with code -1 instead of code 0 and status failed.
	ChargeDeclineAsError bool `json:"charge_decline_as_error"`
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Channels == nil {
		o.Channels = Channels()
	}
	if o.Tiers == nil {
		o.Tiers = map[string]string{"ABC": "연습 하위상점"}
	}
	o.Slow, o.Late = orElse(o.Slow, 3*time.Second), orElse(o.Late, 8*time.Second)
	o.Huge = orElse(o.Huge, 200<<20)
	o.LogSize = orElse(o.LogSize, 1000)
	return o
}

func orElse[T comparable](v, other T) T {
	var zero T
	if v == zero {
		return other
	}
	return v
}

// wait is the default of Options.Wait. A timer, so that it runs on the fake time of testing/synctest.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
