package issuing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"billkey/api"
)

const (
	certSoon  = 14 * 24 * time.Hour
	clockTold = time.Minute

	// HTTP statuses that mean something of their own here.
	statusForbidden = 403
	statusFault     = 500
)

// checkBase are the steps that change nothing anywhere.
func (s *Setup) checkBase(ctx context.Context) {
	s.step(StepKeychain, func(st *SetupStep) {
		from, problem := s.cfg.Keys(ctx)
		st.fact("key_source", from)
		if problem != "" {
			st.is(Fail, WhyKeychain, DoEnterKeys)
			st.fact("key_problem", problem)
		}
	})
	s.checkWay(ctx)
	if s.failed() {
		s.skip(WhyEarlier, StepKeys, StepClock, StepChannels, StepChannel, StepFields)
		return
	}
	before := s.step(StepKeys, func(st *SetupStep) { s.judge(st, s.gateway.Warm(ctx)) })
	if before.Verdict == Fail {
		s.skip(WhyEarlier, StepClock, StepChannels, StepChannel, StepFields)
		return
	}
	s.step(StepClock, s.checkClock)
	s.checkChannels(ctx)
}

// checkWay looks at name, connection and TLS.
func (s *Setup) checkWay(ctx context.Context) {
	p, real := s.gateway.Probe(ctx)
	if !real {
		s.skip(WhyInside, StepDNS, StepTCP, StepTLS)
		return
	}
	s.hop(StepDNS, p.DNS, func(st *SetupStep) {
		st.fact("addresses", strings.Join(p.Addresses, " "))
		st.blame(p.DNS.Err, WhyDNS, DoCheckNetwork)
	})
	s.hop(StepTCP, p.TCP, func(st *SetupStep) {
		st.fact("host", p.Host)
		st.fact("proxy", p.Proxy)
		if p.Proxy != "" {
			st.blame(p.TCP.Err, WhyProxy, DoCheckProxy)
			return
		}
		st.blame(p.TCP.Err, WhyTCP, DoCheckNetwork)
	})
	if p.TCP.Err == nil && p.TCP.Took > 0 && p.TLS == (api.Hop{}) {
		s.skip(WhyPlain, StepTLS)
	} else {
		s.hop(StepTLS, p.TLS, func(st *SetupStep) { st.secured(p) })
	}
	s.lost = s.lost || p.DNS.Err != nil || p.TCP.Err != nil || p.TLS.Err != nil
}

// hop is the step of one part of the way; it is skipped where an earlier part failed.
func (s *Setup) hop(name StepName, h api.Hop, f func(*SetupStep)) {
	if h == (api.Hop{}) {
		s.skip(WhyEarlier, name)
		return
	}
	s.step(name, func(st *SetupStep) {
		st.Took = h.Took
		f(st)
	})
}

func (st *SetupStep) blame(err error, r Reason, a StepAdvice) {
	if err != nil {
		st.is(Fail, r, a)
		st.fact("error", err.Error())
	}
}

func (st *SetupStep) secured(p api.Probe) {
	st.fact("tls", p.Version)
	st.fact("issuer", p.Issuer)
	if !p.NotAfter.IsZero() {
		left := time.Until(p.NotAfter)
		st.fact("cert_days", strconv.Itoa(int(left/(24*time.Hour))))
		if left < certSoon {
			st.is(Warn, WhyCertEnds, DoTryLater)
		}
	}
	st.blame(p.TLS.Err, WhyTLS, DoCheckTLS)
}

// judge turns an error of the gateway into the step's verdict.
func (s *Setup) judge(st *SetupStep, err error) {
	if err == nil {
		return
	}
	f := failureOf(err)
	st.Message = f.Message
	var e *api.Error
	switch {
	case !errors.As(err, &e):
	case e.Status == statusForbidden:
		st.is(Fail, WhyForbidden, DoAllowAddress)
		return
	case e.Status >= statusFault: // reached, whatever became of the token
		st.is(Fail, WhyUnclear, DoTryLater)
		return
	}
	switch f.Kind {
	case NoCredentials:
		st.is(Fail, WhyKeychain, DoEnterKeys)
	case BadCredentials:
		st.is(Fail, WhyKeysRefused, DoCheckKeys)
		if !strings.Contains(f.Message, "secret") { // the known words of a wrong pair name it
			st.Advice = DoAllowAddress
		}
	case Unreachable, Cancelled:
		s.lost = s.lost || st.Name == StepKeys || st.Name == StepChannels
		st.is(Fail, WhyUnreachable, DoCheckNetwork)
	case Declined:
		st.is(Fail, WhyDeclined, "")
	default:
		st.is(Fail, WhyUnclear, DoTryLater)
	}
}

// checkClock compares this machine's clock with the `now` that came with the token.
func (s *Setup) checkClock(st *SetupStep) {
	off := time.Until(s.gateway.Now()).Round(time.Second)
	st.fact("clock_seconds", fmt.Sprintf("%+d", int(off/time.Second)))
	if off.Abs() > clockTold {
		st.is(Warn, WhyClock, DoSetClock)
	}
}
