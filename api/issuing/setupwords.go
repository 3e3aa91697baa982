package issuing

// StepName names a step of the set-up check, a key into the translations.
type StepName string

// The steps, in their order. Cleanup is the step of a later run, once for each leftover.
const (
	StepKeychain StepName = "keychain"
	StepDNS      StepName = "dns"
	StepTCP      StepName = "tcp"
	StepTLS      StepName = "tls"
	StepKeys     StepName = "keys"
	StepClock    StepName = "clock"
	StepChannels StepName = "channels"
	StepChannel  StepName = "channel"
	StepFields   StepName = "fields"
	StepIssue    StepName = "issue"
	StepLookup   StepName = "lookup"
	StepCharge   StepName = "charge"
	StepCancel   StepName = "cancel"
	StepDelete   StepName = "delete"
	StepGone     StepName = "gone"
	StepCleanup  StepName = "cleanup"
)

// Verdict is what a step found.
type Verdict string

// The verdicts. Warn does not keep a profile from being ready.
const (
	OK      Verdict = "ok"
	Warn    Verdict = "warn"
	Fail    Verdict = "fail"
	Skipped Verdict = "skipped"
)

// Reason says why a step did not end well, or was not run; a key into the translations.
type Reason string

// Reasons.
const (
	WhyInside       Reason = "inside"        // the practice server is inside the program
	WhyPlain        Reason = "plain"         // http on this machine has no TLS
	WhyEarlier      Reason = "earlier"       // an earlier step failed
	WhyGivenUp      Reason = "given_up"      // the check was given up before
	WhyNotAsked     Reason = "not_asked"     // issuing was not asked for
	WhyNoCard       Reason = "no_card"       // no card was given
	WhyLiveLocked   Reason = "live_locked"   // the channel is not a test one and live is locked
	WhyNotIssued    Reason = "nothing_there" // there is nothing to do it to
	WhyKeychain     Reason = "no_keys"       // key and secret cannot be had; a fact says why
	WhyDNS          Reason = "dns"           // the name has no address
	WhyTCP          Reason = "tcp"           // no connection
	WhyProxy        Reason = "proxy"         // the proxy gave no tunnel
	WhyTLS          Reason = "tls"           // no secure connection
	WhyCertEnds     Reason = "cert_ends"     // the certificate ends within two weeks
	WhyKeysRefused  Reason = "keys_refused"  // 401
	WhyForbidden    Reason = "forbidden"     // 403
	WhyUnreachable  Reason = "unreachable"   // nothing was sent
	WhyUnclear      Reason = "unclear"       // an answer nobody understands
	WhyClock        Reason = "clock_off"     // this machine's clock is off by more than a minute
	WhyNoChannel    Reason = "no_channel"    // no channel of the account can issue
	WhyNotChosen    Reason = "not_chosen"    // the profile names no channel: iamport takes the default one
	WhyUnknown      Reason = "unknown"       // the profile's channel is not the account's
	WhyWindowOnly   Reason = "window_only"   // the channel cannot issue by REST
	WhyUnproven     Reason = "unproven"      // this PG is not known to issue by REST
	WhyEnvironment  Reason = "environment"   // test and live differ between channel and profile
	WhyPG           Reason = "pg"            // the profile's PG is not the channel's
	WhyMID          Reason = "mid"           // the profile's MID is not the channel's
	WhyFieldMissing Reason = "field_missing" // the PG needs a field that the profile does not send
	WhyFieldMaybe   Reason = "field_maybe"   // some contracts need a field that the profile does not send
	WhyDeclined     Reason = "declined"      // the PG or the card company said no
	WhyRefused      Reason = "refused"       // the desk did not send it; a fact says why
	WhyUndecided    Reason = "undecided"     // it may have been done
	WhyAnswerLost   Reason = "answer_lost"   // it was done although the answer was lost
	WhyOther        Reason = "other_answer"  // the answer does not show what was asked for
	WhyStillThere   Reason = "still_there"   // the key is there after it was deleted
	WhyJournal      Reason = "journal"       // the ledger could not be written
)

// StepAdvice says what to do, a key into the translations; "" where nothing is to be done.
type StepAdvice string

// Advice.
const (
	DoEnterKeys     StepAdvice = "enter_keys"
	DoCheckNetwork  StepAdvice = "check_network"
	DoCheckProxy    StepAdvice = "check_proxy"
	DoCheckTLS      StepAdvice = "check_tls"
	DoCheckKeys     StepAdvice = "check_keys"
	DoAllowAddress  StepAdvice = "allow_address" // the console's list of allowed callers
	DoSetClock      StepAdvice = "set_clock"
	DoAddChannel    StepAdvice = "add_channel"
	DoChooseChannel StepAdvice = "choose_channel"
	DoCorrect       StepAdvice = "correct_profile"
	DoAddFields     StepAdvice = "add_fields"
	DoOtherCard     StepAdvice = "other_card"
	DoCleanUp       StepAdvice = "clean_up"
	DoTryLater      StepAdvice = "try_later"
	DoCheckDisk     StepAdvice = "check_disk"
)
