// Package issuing is the desk: look up, confirm, journal, send once, settle; and decide later what was left unknown.
// It knows no HTTP, no SQL and no window.
package issuing

import (
	"context"
	"sync"
	"time"

	"billkey/api"
	"billkey/api/ledger"
)

// Gateway is what the desk asks of iamport. [*api.Client] is one.
type Gateway interface {
	Warm(ctx context.Context) error
	Now() time.Time
	BillingKey(ctx context.Context, uid string) (api.BillingKey, error)
	Issue(ctx context.Context, uid string, r api.IssueRequest) (api.BillingKey, error)
	DeleteBillingKey(ctx context.Context, uid, reason string) (api.BillingKey, error)
	Schedules(ctx context.Context, uid string, from, to time.Time, status string, page int) (api.SchedulePage, error)
	PGSettings(ctx context.Context) ([]api.PGSetting, error)
	BillingKeys(ctx context.Context, uids []string) ([]api.BillingKey, error)
	Again(ctx context.Context, r api.AgainRequest) (api.Payment, error)
	FindPayment(ctx context.Context, merchantUID, status string) (api.Payment, error)
	Cancel(ctx context.Context, r api.CancelRequest) (api.Payment, error)
}

// Journal is what the desk asks of the ledger. [*ledger.Ledger] is one.
type Journal interface {
	Begin(ctx context.Context, a ledger.Attempt) (int64, error)
	Settle(ctx context.Context, id int64, o ledger.Outcome) error
	MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error
	Unsettled(ctx context.Context, profile string) ([]ledger.Entry, error)
	Take(ctx context.Context, id int64) error
	Entry(ctx context.Context, id int64) (ledger.Entry, error)
	Entries(ctx context.Context, q ledger.Query) (ledger.Page, error)
	Record(ctx context.Context, e ledger.Event) error
	Story(ctx context.Context, profile, uid string) ([]ledger.Event, error)
	KeyDeleted(ctx context.Context, id int64, at time.Time, operator, reason string) error
	InForce(ctx context.Context, profile, uid string) (ledger.Entry, error)
	Moment(ctx context.Context) (int64, error)
	Seen(ctx context.Context, sightings ...ledger.Sighting) ([]ledger.Finding, error)
	BeginDeletion(ctx context.Context, d ledger.Deletion) error
}

// Profile is what the desk must know of the profile it works for.
type Profile struct {
	// ID is the stable name under which the ledger keeps this profile's rows.
	ID string
	// Environment is practice, test or live.
	Environment string
	// ChannelKey is sent as channel_key; empty leaves it out.
	ChannelKey string
	// PG is the PG's code, MID the merchant id at it; both may be empty.
	PG, MID string
}

// route is the pg parameter: "{code}" or "{code}.{MID}".
func (p Profile) route() string {
	if p.PG == "" || p.MID == "" {
		return p.PG
	}
	return p.PG + "." + p.MID
}

// Freshness is how old a lookup may be when the button is pressed.
const Freshness = 5 * time.Second

// sendLimit is how long an order may be under way from here: token, connection, a 401 and its repeat included. After it
// nothing of the order leaves this machine any more.
const sendLimit = 75 * time.Second

// Quiet is how long after its start an attempt may still be travelling: our own limit of 75 s for an issue and 45 s
// for the PG behind it. Before that, "not found" proves nothing.
const Quiet = sendLimit + 45*time.Second

// clockSlack covers the second that stamps are cut to and the error of the offset learnt from getToken.
const clockSlack = 10 * time.Second

// lookupsAfter are the times, after the outcome became unknown, at which the key is looked up. The last one is for
// orders of another desk, whose quiet period is measured by the server's clock.
var lookupsAfter = []time.Duration{
	5 * time.Second, 15 * time.Second, 30 * time.Second, 60 * time.Second, Quiet, Quiet + clockSlack + 5*time.Second,
}

// Desk works for one profile. It is safe for use by several goroutines.
type Desk struct {
	gateway Gateway
	journal Journal
	profile Profile

	mu      sync.Mutex
	lookups map[string]sight     // the last lookup of each customer_uid
	orders  map[int64]*sentOrder // orders of this desk whose end is not written yet
}

// New makes a desk.
func New(g Gateway, j Journal, p Profile) *Desk {
	return &Desk{gateway: g, journal: j, profile: p, lookups: map[string]sight{}, orders: map[int64]*sentOrder{}}
}

// Profile is the profile this desk works for.
func (d *Desk) Profile() Profile { return d.profile }

// Warm fetches the token and opens the connection, so that the first issue costs one request.
func (d *Desk) Warm(ctx context.Context) error { return asFailure(d.gateway.Warm(ctx)) }
