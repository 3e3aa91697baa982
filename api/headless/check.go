package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
)

// runCheck is `billkey check`: the set-up check of the screen, on a terminal.
func runCheck(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	p, err := Open(ctx, c.Options)
	if err != nil {
		return fail(stderr, ExitNotReady, c.whyNotOpen(err))
	}
	defer func() { _ = p.Close() }()
	profile, err := p.Choose()
	if err != nil {
		return fail(stderr, ExitUsage, err)
	}
	w := wordsFor(c.Options.language())
	order := issuing.SetupOrder{Issue: c.Issue, Amount: c.Amount, Live: c.Live, Operator: Account()}
	if c.Issue {
		if profile.Environment == credentials.Live && !c.Live {
			return fail(stderr, ExitUsage, errors.New(w.t("check.reason.live_locked")))
		}
		if c.Stdin == nil && sharedConsole() {
			return fail(stderr, ExitUsage, errors.New(w.t("check.reason.shared_console")))
		}
		if order.Card, err = askCard(c.stdin(), stderr, w, profile); err != nil {
			return fail(stderr, ExitUsage, err)
		}
		defer order.Card.Wipe()
	}
	setup, err := p.Setup(profile)
	if err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	var progress func(issuing.SetupStep)
	if !c.JSON && !c.Markdown {
		progress = func(s issuing.SetupStep) { _, _ = io.WriteString(stdout, w.stepText(s)) }
	}
	var report issuing.SetupReport
	if c.CleanUp {
		report = setup.CleanUp(ctx, order.Operator, progress)
	} else {
		report = setup.Run(ctx, order, progress)
	}
	c.print(stdout, w, report)
	return exits[report.Outcome]
}

var exits = map[issuing.Outcome]int{
	issuing.Ready: ExitOK, issuing.NotReady: ExitNotReady, issuing.NotReachable: ExitUnreachable, issuing.Ended: ExitNotReady,
}

// print writes what was not written step by step.
func (c *Command) print(stdout io.Writer, w words, r issuing.SetupReport) {
	switch {
	case c.JSON:
		_, _ = io.WriteString(stdout, reportJSON(r))
	case c.Markdown:
		_, _ = io.WriteString(stdout, w.reportMarkdown(r))
	default:
		_, _ = io.WriteString(stdout, w.reportEnd(r))
	}
}

func (c *Command) stdin() *os.File {
	if c.Stdin != nil {
		return c.Stdin
	}
	return os.Stdin
}

// Setup is the set-up check of a profile, for the screen and for `billkey check`. It has a client of its own, so that its
// first step really asks for a token; its exchanges are in the request log as well.
func (p *Parts) Setup(profile credentials.Profile) (*issuing.Setup, error) {
	desk := deskProfile(profile)
	if profile.ID == credentials.EnvID {
		desk.Environment = "" // its channel says
	}
	return issuing.NewSetup(issuing.SetupConfig{
		Profile: desk, ProfileName: label(profile), Sends: profile.Needs, Requires: requirements,
		Keys: p.keyState(profile), Journal: p.Ledger,
		Connect: func(saw func(api.Inspection)) (issuing.SetupGateway, error) {
			c, err := p.client(profile, p.keys(profile), saw)
			if err != nil {
				return nil, err
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			p.clients = append(p.clients, c)
			return c, nil
		},
	})
}

func requirements(pg string) []issuing.Requirement {
	var out []issuing.Requirement
	for _, r := range credentials.RequirementsFor(pg) {
		out = append(out, issuing.Requirement{Field: r.Field, Level: string(r.Level)})
	}
	return out
}

// keyState reads key and secret once and tells from where they came and what was in the way.
func (p *Parts) keyState(profile credentials.Profile) func(context.Context) (from, problem string) {
	return func(ctx context.Context) (string, string) {
		k, err := p.load(ctx, profile)
		k.Wipe()
		switch {
		case profile.Environment == credentials.Practice:
			return "practice", keyProblem(err)
		case profile.ID == credentials.EnvID:
			return "environment", keyProblem(err)
		case p.Vault.Kept(profile.ID) == credentials.ThisSession:
			return "session", keyProblem(err)
		}
		return "keychain", keyProblem(err)
	}
}

// keyProblem is a key of the family keychain.
func keyProblem(err error) string {
	var gone *credentials.UnavailableError
	var bad *credentials.InvalidError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &gone):
		return string(gone.Reason)
	case errors.As(err, &bad), errors.Is(err, credentials.ErrNotFound):
		return "empty"
	case errors.Is(err, credentials.ErrTimeout):
		return "timeout"
	}
	return "other"
}

// asked are the fields of a card in the order in which askCard reads them.
var asked = []card.Field{card.FieldNumber, card.FieldExpiry, card.FieldHolder, card.FieldPIN}

// askCard reads a card from in: typed behind prompts and without echo at a terminal, or one field a line from a pipe.
// Fields that this profile needs beyond the four follow, in the profile's order.
func askCard(in *os.File, prompts io.Writer, w words, profile credentials.Profile) (*card.Card, error) {
	list := append([]card.Field{}, asked...)
	for _, need := range profile.Needs {
		if f := card.Field(need); f != card.FieldHolder && f != card.FieldPIN {
			list = append(list, f)
		}
	}
	restore, terminal := noEcho(in)
	defer restore()
	f := fields{}
	for _, name := range list {
		if terminal {
			_, _ = fmt.Fprintf(prompts, "%s: ", w.t("form."+string(name)))
		}
		line, err := readLine(in)
		defer clear(line)
		if terminal {
			_, _ = fmt.Fprintln(prompts)
		}
		if err != nil && len(line) == 0 && name == card.FieldNumber {
			return nil, errors.New(w.t("check.reason.no_card"))
		}
		f[name] = line
	}
	c, problem := f.cardOf(profile.Needs, profile.DigitsOnly, time.Now())
	if problem != nil {
		return nil, fmt.Errorf("%s: %s", problem.Field, w.problem(*problem))
	}
	return c, nil
}

// longestLine is far beyond any field of a card.
const longestLine = 512

// readLine reads one line byte by byte, so that no buffer keeps what follows, and without making a string of it.
func readLine(in io.Reader) ([]byte, error) {
	line := make([]byte, 0, longestLine)
	for len(line) < longestLine-1 {
		one := line[len(line) : len(line)+1]
		n, err := in.Read(one)
		switch {
		case n == 1 && one[0] == '\n':
			return trimCR(line), nil
		case n == 1:
			line = line[:len(line)+1]
		case err != nil:
			return trimCR(line), err
		}
	}
	return line, nil
}

func trimCR(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return b[:n-1]
	}
	return b
}
