package issuing

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// issuesByREST are the PGs that are known to issue keys by REST (POST /subscribe/customers/{customer_uid}).
var issuesByREST = strings.Fields("nice nice_v2 kcp daou html5_inicis inicis tosspayments ksnet welcome settle jtnet paymentwall")

func (s *Setup) checkChannels(ctx context.Context) {
	list := s.step(StepChannels, func(st *SetupStep) {
		all, err := s.desk.CheckKeys(ctx)
		s.channels = all
		s.listChannels()
		s.judge(st, err)
		if err != nil {
			return
		}
		usable := slices.DeleteFunc(slices.Clone(all), func(c Channel) bool { return !c.CanIssue })
		st.fact("channels", strconv.Itoa(len(all)))
		st.fact("channels_usable", strconv.Itoa(len(usable)))
		if len(usable) == 0 {
			st.is(Fail, WhyNoChannel, DoAddChannel)
		}
	})
	if list.Verdict == Fail {
		s.skip(WhyEarlier, StepChannel, StepFields)
		return
	}
	s.settleEnvironment()
	s.step(StepChannel, s.checkChannel)
	if c, ok := s.chosen(); ok {
		s.step(StepFields, func(st *SetupStep) { s.checkFields(st, c.PG) })
		return
	}
	s.step(StepFields, func(st *SetupStep) { s.checkFields(st, s.cfg.Profile.PG) })
}

func (s *Setup) listChannels() {
	chosen, ok := s.chosen()
	for _, c := range s.channels {
		s.report.Channels = append(s.report.Channels, SetupChannel{
			Key: c.Key, Name: c.Name, PG: c.PG, MID: c.MID, Test: c.Test, CanIssue: c.CanIssue, Chosen: ok && c == chosen,
		})
	}
}

// settleEnvironment takes test or live from the channel where the profile does not say.
func (s *Setup) settleEnvironment() {
	c, ok := s.chosen()
	if s.cfg.Profile.Environment != "" || !ok {
		return
	}
	s.cfg.Profile.Environment = sandboxWord(c.Test)
	s.report.Environment = s.cfg.Profile.Environment
	s.desk = New(s.gateway, s.cfg.Journal, s.cfg.Profile)
}

// chosen is the channel that the profile names, or the account's default one: the first that can issue.
func (s *Setup) chosen() (Channel, bool) {
	p := s.cfg.Profile
	for _, c := range s.channels {
		switch {
		case p.ChannelKey != "":
			if c.Key == p.ChannelKey {
				return c, true
			}
		case p.PG != "":
			if c.PG == p.PG && (p.MID == "" || c.MID == p.MID) && c.CanIssue {
				return c, true
			}
		case c.CanIssue:
			return c, true
		}
	}
	return Channel{}, false
}

func (s *Setup) checkChannel(st *SetupStep) {
	p := s.cfg.Profile
	c, ok := s.chosen()
	if !ok {
		st.is(Fail, WhyUnknown, DoChooseChannel)
		return
	}
	st.fact("channel", c.Name)
	st.fact("channel_key", c.Key)
	st.fact("pg", c.PG)
	st.fact("mid", c.MID)
	st.fact("mode", sandboxWord(c.Test))
	live := p.Environment == "live"
	switch {
	case !c.CanIssue:
		st.is(Fail, WhyWindowOnly, DoChooseChannel)
	case p.Environment != "practice" && c.Test == live:
		st.is(Fail, WhyEnvironment, DoCorrect)
	case p.PG != "" && p.PG != c.PG:
		st.is(Fail, WhyPG, DoCorrect)
	case p.MID != "" && p.MID != c.MID:
		st.is(Fail, WhyMID, DoCorrect)
	case p.ChannelKey == "" && p.PG == "":
		st.is(Warn, WhyNotChosen, DoChooseChannel)
	case !slices.Contains(issuesByREST, c.PG):
		st.is(Warn, WhyUnproven, "")
	}
}

// checkFields compares what the PG looks at with what the profile asks the operator for.
func (s *Setup) checkFields(st *SetupStep, pg string) {
	var missing, maybe []string
	for _, r := range s.cfg.Requires(pg) {
		switch {
		case slices.Contains(s.cfg.Sends, r.Field):
		case r.Level == "required":
			missing = append(missing, r.Field)
		default:
			maybe = append(maybe, r.Field)
		}
	}
	st.fact("fields_sent", strings.Join(append([]string{"card_number", "expiry"}, s.cfg.Sends...), " "))
	st.fact("fields_missing", strings.Join(missing, " "))
	st.fact("fields_maybe", strings.Join(maybe, " "))
	switch {
	case len(missing) > 0:
		st.is(Fail, WhyFieldMissing, DoAddFields)
	case len(maybe) > 0:
		st.is(Warn, WhyFieldMaybe, DoAddFields)
	}
}
