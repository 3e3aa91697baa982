package issuing

import (
	"context"
	"slices"
	"sync"
	"time"

	"billkey/api"
	"billkey/api/card"
)

// SetupGateway is what the set-up check asks of iamport. [*api.Client] is one.
type SetupGateway interface {
	Gateway
	Probe(ctx context.Context) (api.Probe, bool)
}

// SetupConfig is what the check looks at.
type SetupConfig struct {
	Profile     Profile
	ProfileName string
	// Sends are the card fields that this profile asks for beyond number and expiry.
	Sends []string
	// Requires tells what a PG looks at, by its code.
	Requires func(pg string) []Requirement
	// Keys reads key and secret once: from where (keychain, session, environment, practice), and what is in the way, ""
	// for nothing.
	Keys func(ctx context.Context) (from, problem string)
	// Connect makes the client; saw is its [api.Config].Inspect.
	Connect func(saw func(api.Inspection)) (SetupGateway, error)
	Journal Journal
}

// Requirement is a card field a PG looks at; Level is required, by_contract or advised.
type Requirement struct{ Field, Level string }

// SetupOrder is how far the check goes.
type SetupOrder struct {
	// Issue goes on to issue, charge, cancel and delete under a throw-away customer_uid. Card is wiped by it.
	Issue bool
	Card  *card.Card
	// Amount of the test charge in won; 0 is [SetupAmount].
	Amount int64
	// Live allows issuing on a channel that is not known to be a test one.
	Live     bool
	Operator string
}

// SetupAmount is the test charge in won: the one amount that every PG's test and live rules let through.
const SetupAmount = 1000

// SetupStep is one step of the check. Names, reasons and advice are keys into the translations.
type SetupStep struct {
	Name    StepName      `json:"name"`
	Verdict Verdict       `json:"verdict"`
	Reason  Reason        `json:"reason,omitempty"`
	Advice  StepAdvice    `json:"advice,omitempty"`
	Took    time.Duration `json:"took_ns"`
	Message string        `json:"message,omitempty"` // iamport's or the PG's own, whole
	Facts   []Fact        `json:"facts,omitempty"`
	// Exchanges are what was sent and answered in this step, masked.
	Exchanges []SetupExchange `json:"exchanges,omitempty"`
}

// Fact is one thing the step found. Name is a key into the translations, Value is data.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// SetupExchange is one request and its answer, masked.
type SetupExchange struct {
	Method string        `json:"method"`
	Path   string        `json:"path"`
	Sent   string        `json:"sent,omitempty"`
	Status int           `json:"status"` // 0 without an answer
	Code   *int          `json:"code,omitempty"`
	Got    string        `json:"got,omitempty"`
	Took   time.Duration `json:"took_ns"`
	Reused bool          `json:"reused"`
}

// SetupReport is the whole check.
type SetupReport struct {
	Profile     string         `json:"profile"`
	Environment string         `json:"environment"`
	At          time.Time      `json:"at"`
	Outcome     Outcome        `json:"outcome"`
	Steps       []SetupStep    `json:"steps"`
	Channels    []SetupChannel `json:"channels,omitempty"`
	Leftovers   []Leftover     `json:"leftovers,omitempty"`
}

// SetupChannel is one channel of the account.
type SetupChannel struct {
	Key  string `json:"channel_key"`
	Name string `json:"name"`
	PG   string `json:"pg"`
	MID  string `json:"mid"`
	Test bool   `json:"test"`
	// CanIssue is false for channels of payment windows: keys cannot be issued on them by REST.
	CanIssue bool `json:"can_issue"`
	// Chosen marks the channel that the profile's orders go to.
	Chosen bool `json:"chosen"`
}

// Outcome is what the check comes to.
type Outcome string

// The outcomes.
const (
	Ready        Outcome = "ready"
	NotReady     Outcome = "not_ready"
	NotReachable Outcome = "unreachable"
	Ended        Outcome = "ended" // it was given up: nothing is known of the steps that were left out
)

// Setup checks one profile. One run or clean-up at a time.
type Setup struct {
	cfg      SetupConfig
	gateway  SetupGateway
	desk     *Desk
	progress func(SetupStep)
	report   SetupReport
	lost     bool        // the server could not be reached
	given    func() bool // tells that the check was given up
	channels []Channel

	mu   sync.Mutex
	seen []SetupExchange // of the step under way
}

// NewSetup makes the client but sends nothing.
func NewSetup(cfg SetupConfig) (*Setup, error) {
	s := &Setup{cfg: cfg}
	g, err := cfg.Connect(s.saw)
	if err != nil {
		return nil, err
	}
	s.gateway, s.desk = g, New(g, cfg.Journal, cfg.Profile)
	return s, nil
}

// Run checks the profile; progress, when not nil, is told of each step as it ends.
func (s *Setup) Run(ctx context.Context, o SetupOrder, progress func(SetupStep)) SetupReport {
	if o.Card != nil {
		defer o.Card.Wipe()
	}
	s.begin(ctx, progress)
	s.checkBase(ctx)
	s.checkIssuing(ctx, o)
	return s.end(ctx)
}

func (s *Setup) begin(ctx context.Context, progress func(SetupStep)) {
	s.given = func() bool { return ctx.Err() != nil }
	s.progress, s.lost, s.channels = progress, false, nil
	s.report = SetupReport{
		Profile: s.cfg.ProfileName, Environment: s.cfg.Profile.Environment, At: time.Now(), Outcome: Ready,
	}
}

func (s *Setup) end(ctx context.Context) SetupReport {
	s.report.Leftovers, _ = s.leftovers(context.WithoutCancel(ctx))
	if s.failed() {
		s.report.Outcome = NotReady
	}
	if s.lost {
		s.report.Outcome = NotReachable
	}
	if ctx.Err() != nil {
		s.report.Outcome = Ended
	}
	return s.report
}

// failed tells whether a step has failed so far.
func (s *Setup) failed() bool {
	for _, st := range s.report.Steps {
		if st.Verdict == Fail {
			return true
		}
	}
	return false
}

// step runs one step and reports it. Without a verdict from f it is ok.
func (s *Setup) step(name StepName, f func(st *SetupStep)) SetupStep {
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
	st := SetupStep{Name: name, Verdict: OK}
	start := time.Now()
	s.unlessGiven(&st, f)
	if st.Took == 0 {
		st.Took = time.Since(start)
	}
	s.mu.Lock()
	st.Exchanges, s.seen = s.seen, nil
	s.mu.Unlock()
	s.report.Steps = append(s.report.Steps, st)
	if s.progress != nil {
		s.progress(st)
	}
	return st
}

// unlessGiven runs a step, or not where the check was given up. What that interrupts has found nothing out, but for what is sent
// once; and what was done is taken back all the same.
func (s *Setup) unlessGiven(st *SetupStep, f func(*SetupStep)) {
	after := slices.Contains([]StepName{StepCancel, StepDelete, StepGone}, st.Name)
	if !after && s.given() {
		st.is(Skipped, WhyGivenUp, "")
		return
	}
	f(st)
	once := st.Name == StepIssue || st.Name == StepCharge
	if !after && !once && st.Verdict == Fail && s.given() {
		st.is(Skipped, WhyGivenUp, "")
	}
}

// skip reports steps that are not run, and why.
func (s *Setup) skip(why Reason, names ...StepName) {
	for _, n := range names {
		s.step(n, func(st *SetupStep) { st.Verdict, st.Reason = Skipped, why })
	}
}

func (s *Setup) saw(i api.Inspection) {
	x := SetupExchange{
		Method: i.Method, Path: i.Path, Sent: i.Sent, Status: i.Status, Got: i.Got, Took: i.Duration, Reused: i.Reused,
	}
	if i.HasCode {
		x.Code = &i.Code
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, x)
}

func (st *SetupStep) fact(name, value string) {
	if value != "" {
		st.Facts = append(st.Facts, Fact{name, value})
	}
}

func (st *SetupStep) is(v Verdict, r Reason, a StepAdvice) {
	st.Verdict, st.Reason, st.Advice = v, r, a
}
