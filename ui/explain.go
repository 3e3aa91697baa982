package ui

import (
	"cmp"
	"errors"
	"io/fs"
	"syscall"
	"time"

	"billkey/api/credentials"
	"billkey/api/export"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/lock"
	"billkey/ui/platform/owner"
)

// tracer takes one event of the program's life for the log: a name and pairs from a fixed list. Never card data.
type tracer func(event string, pairs ...any)

// kindOf is the kind of a desk's failure; "" for any other error.
func kindOf(err error) issuing.Kind {
	var f *issuing.Failure
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

// explain turns an error into words. It is the only place that does.
func explain(w *words, err error) banner {
	var f *issuing.Failure
	if !errors.As(err, &f) {
		return explainKeychain(w, err)
	}
	key := "failure." + string(f.Kind)
	b := banner{toneBad, w.t(key), detail(w, key, f)}
	if f.Kind == issuing.NoCredentials {
		if k := explainKeychain(w, f.Err); k.detail != "" {
			b.detail = k.title + "\n" + k.detail
		}
	}
	return b
}

// failed is how an error is told of, in whichever language.
func failed(err error) saying { return func(w *words) banner { return explain(w, err) } }

// briefly is an error in one line: the title, and for keys that could not be read what the keychain did.
func briefly(w *words, err error) string {
	title := explain(w, err).title
	if kindOf(err) != issuing.NoCredentials {
		return title
	}
	if k := explainKeychain(w, err); k.detail != "" {
		return title + ": " + k.detail
	}
	return title
}

// detail is the server's own message, whole, above what to do.
func detail(w *words, key string, f *issuing.Failure) string {
	advice := w.t(key + ".detail")
	switch {
	case f.Kind == issuing.Changed:
		advice = w.t(key+".detail", "Was", orNone(w, f.Was), "Now", orNone(w, f.Now))
	case f.Kind == issuing.NoJournal && isAway(f.Err):
		advice = w.t("failure.no_journal.away")
	case f.Kind == issuing.OpenOrder && f.Open == nil:
		advice = ""
	case f.Kind == issuing.OpenOrder && f.Open.Desk != "":
		advice = w.t("failure.open_order.detail.desk", "Since", dateTime(w, f.Open.StartedAt), "Operator", f.Open.Operator, "Desk", f.Open.Desk)
	case f.Kind == issuing.OpenOrder:
		advice = w.t(key+".detail", "Since", dateTime(w, f.Open.StartedAt), "Operator", f.Open.Operator)
	}
	if f.Message == "" {
		return advice
	}
	return f.Message + "\n" + advice
}

// isAway tells that a shared ledger's database cannot be reached.
func isAway(err error) bool {
	var away *ledger.AwayError
	return errors.As(err, &away)
}

func orNone(w *words, k *issuing.Key) string {
	if k == nil {
		return w.t("card.none")
	}
	return cardLine(w, k)
}

// explainKeychain has words for what a keychain does instead of answering.
func explainKeychain(w *words, err error) banner {
	var u *credentials.UnavailableError
	switch {
	case errors.As(err, &u):
		return banner{toneCare, w.t("keychain.unavailable"), w.t("keychain." + string(u.Reason))}
	case errors.Is(err, credentials.ErrTimeout):
		return banner{toneCare, w.t("keychain.unavailable"), w.t("keychain.timeout")}
	case errors.Is(err, credentials.ErrNotFound):
		return banner{toneCare, w.t("keychain.empty"), w.t("keychain.empty.detail")}
	}
	return explainFile(w, err)
}

// explainFile has words for what is wrong with the ledger's file, a back-up or an archive.
func explainFile(w *words, err error) banner {
	var damaged *ledger.DamagedError
	var newer *ledger.NewerError
	var stuck *ledger.UnwritableError
	switch {
	case errors.Is(err, errBehind):
		return banner{toneCare, w.t("failure.behind"), w.t("failure.behind.detail")}
	case errors.As(err, &damaged):
		return banner{toneBad, w.t("file.damaged"), w.t("file.damaged.detail", "Path", damaged.Path)}
	case errors.As(err, &newer):
		return banner{toneBad, w.t("file.newer"), w.t("file.newer.detail")}
	case errors.As(err, &stuck):
		return banner{toneBad, w.t("file.unwritable"), w.t("file.unwritable." + stuck.Reason)}
	case isAway(err):
		return banner{toneBad, w.t("file.away"), w.t("ledger.away.detail")}
	}
	for known, key := range map[error]string{
		ledger.ErrForeign: "file.foreign", ledger.ErrExists: "file.exists", ledger.ErrChanged: "file.changed", fs.ErrNotExist: "file.missing",
	} {
		if errors.Is(err, known) {
			return banner{toneBad, w.t(key), w.t(key + ".detail")}
		}
	}
	var of *fs.PathError
	switch {
	case errors.As(err, &of) && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)):
		return banner{toneBad, w.t("file.denied"), w.t("file.denied.detail")}
	case export.Full(err):
		return banner{toneBad, w.t("file.unwritable"), w.t("file.unwritable.full")}
	}
	return banner{toneBad, w.t("failure.other"), w.t("failure.other.detail", "Text", err.Error())}
}

// reason is why something could not be written, to stand in a sentence that says what.
func reason(w *words, err error) string {
	b := explainFile(w, err)
	if b.title == w.t("file.unwritable") || b.title == w.t("file.denied") || b.detail == "" {
		return cmp.Or(b.detail, b.title)
	}
	return b.title + ". " + b.detail
}

// refusedAt are the fields at which a server's refusals are said.
var refusedAt = map[string]string{"password": "password", "certificate": "sslrootcert", "database": "database", "role": "user", "schema": "user"}

// serverProblem says why the ledger of a server cannot be used, at which field ("" is none of them), and what the server or
// the system said, for whoever is asked for help.
func serverProblem(w *words, err error) (field, sentence, cause string) {
	var wrong *ledger.ServerError
	var refused *ledger.RefusedError
	var unfit *ledger.UnfitError
	var away *ledger.AwayError
	switch {
	case errors.As(err, &wrong) && w.has("place.problem."+wrong.Field):
		return wrong.Field, w.t("place.problem." + wrong.Field), ""
	case errors.As(err, &wrong): // the rest of it came from fields that take everything
		return "host", w.t("place.problem.host"), ""
	case errors.As(err, &refused):
		return refusedAt[refused.Reason], w.t("place.refused." + refused.Reason), refused.Err.Error()
	case errors.As(err, &unfit):
		return "", w.t("ledger.server.unfit."+unfit.What, "Error", unfit.Has), ""
	case errors.As(err, &away):
		return "", w.t("place.away"), away.Err.Error()
	}
	b := explainKeychain(w, err)
	return "", b.title, b.detail
}

// receiptBanner says how an order ended.
func receiptBanner(w *words, r issuing.Receipt) banner {
	b := endBanner(w, r)
	if len(r.Alerts) > 0 {
		b.tone, b.title = toneBad, w.t("end.alert", "UID", r.UID)
	}
	for _, a := range r.Alerts {
		b.detail += "\n" + alertSentence(w, a)
	}
	if r.JournalErr != nil {
		b.tone = toneBad
		b.detail += "\n" + w.t("journal.failed")
	}
	return b
}

// ended is how the end of an order is told of, in whichever language.
func ended(r issuing.Receipt) saying { return func(w *words) banner { return receiptBanner(w, r) } }

// alertSentence names the environments of a sandbox alert; a PG and a MID name themselves.
func alertSentence(w *words, a issuing.Alert) string {
	if a.What == "sandbox" {
		a.Want, a.Got = w.t("environment."+a.Want), w.t("environment."+a.Got)
	}
	return w.t("alert."+a.What, "Want", a.Want, "Got", a.Got)
}

func endBanner(w *words, r issuing.Receipt) banner {
	switch r.State {
	case ledger.Issued:
		key := "end.issued"
		if r.Replaced {
			key = "end.replaced"
		}
		return banner{toneGood, w.t(key, "UID", r.UID), cardLine(w, r.Key)}
	case ledger.Declined:
		return banner{toneBad, w.t("end.declined", "UID", r.UID), declineDetail(w, r)}
	case ledger.Unknown:
		return banner{toneCare, w.t("end.unknown", "UID", r.UID), w.t("end.unknown.detail")}
	}
	b := banner{tone: toneBad, title: w.t("end.not_issued", "UID", r.UID), detail: w.t("end.not_issued.detail")}
	if r.Failure != nil {
		b.detail = explain(w, r.Failure).title + "\n" + explain(w, r.Failure).detail
	}
	return b
}

// declineDetail is the PG's message whole, what to ask the customer, and after a failed replacement the card in force.
func declineDetail(w *words, r issuing.Receipt) string {
	out := ""
	if r.Failure != nil {
		out = r.Failure.Message
	}
	if key := "advice." + string(r.Advice.Class); w.has(key) {
		out += "\n" + w.t(key)
	}
	if r.Replaced {
		out += "\n" + w.t("end.in_force", "Card", orNone(w, r.Key))
	}
	return out
}

// declineKind says in a few words what kind of decline an entry tells of. The advice to it is the banner's and the help's.
func declineKind(w *words, e ledger.Entry) string {
	return w.t("declined." + string(issuing.AdviceOn(e.PG, e.Message).Class))
}

// exportSentence says why a file could not be written.
func exportSentence(w *words, err error) string {
	var write *export.WriteError
	var exists *export.ExistsError
	switch {
	case errors.As(err, &write):
		return w.t("export.failed."+write.Reason, "Path", write.Path)
	case errors.As(err, &exists):
		return w.t("export.failed.exists", "Path", exists.Path)
	}
	return explain(w, err).detail
}

// lockSentence has words for a PIN that did not open, and for one that cannot be set.
func lockSentence(w *words, err error) string {
	var wrong *lock.WrongError
	var early *lock.WaitError
	switch {
	case errors.As(err, &wrong) && wrong.Wait > 0:
		return waitSentence(w, wrong.Wait, time.Now())
	case errors.As(err, &wrong):
		return w.t("lock.wrong")
	case errors.As(err, &early):
		return waitSentence(w, early.Wait, time.Now())
	case errors.Is(err, lock.ErrLength):
		return w.t("lock.pin.length")
	case errors.Is(err, lock.ErrEasy):
		return w.t("lock.pin.easy")
	}
	b := explainKeychain(w, err)
	return w.t("lock.unreadable", "Reason", joinLines(b.title, b.detail))
}

// ownerSentence has words for an owner whom the system did not recognize.
func ownerSentence(w *words, by owner.Means, err error) string {
	var not *owner.NotSeenError
	switch {
	case errors.As(err, &not):
		return w.t("owner." + string(by) + "." + string(not.Reason))
	case errors.Is(err, owner.ErrNotOffered):
		return w.t("owner." + string(by) + ".not_offered")
	}
	return w.t("owner." + string(by) + ".cancelled")
}

func joinLines(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}
