package ui

import (
	"context"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
)

// askCautions asks the desk what is unusual about the order, lets the operator answer each question, and then goes on.
func (r *registration) askCautions(then func()) {
	uid, masked := r.form.uid.Text, r.form.masked()
	r.setIssuing(true)
	r.run.run(func(ctx context.Context) func() {
		list, err := r.desk.Cautions(ctx, uid, masked)
		return func() {
			r.setIssuing(false)
			if r.wiped() {
				r.OnBanner(func(w *words) banner { return banner{toneCare, w.t("lock.not_sent"), w.t("lock.not_sent.detail")} })
				return
			}
			if err != nil {
				r.notSent(err)
				if r.lookup == nil {
					r.lookUp()
				}
				return
			}
			r.nextCaution(list, 1, then)
		}
	})
}

// nextCaution asks the first of the questions, and the rest when it is answered with yes. at counts them: two that look alike
// are told apart by it.
func (r *registration) nextCaution(list []issuing.Caution, at int, then func()) {
	for len(list) > 0 && list[0].Demand == issuing.Tell {
		said := list[0]
		r.OnBanner(func(w *words) banner { return banner{toneCare, cautionSentence(w, said), ""} })
		list = list[1:]
	}
	if len(list) == 0 {
		then()
		return
	}
	c, rest := list[0], list[1:]
	r.trace("caution", "kind", string(c.Kind))
	q := newQuestion(cautionTitle(r.w, at, at+asked(rest)), cautionSentence(r.w, c), r.w.t("caution.yes"), r.w.t("override.no"))
	if c.Demand == issuing.Tick {
		q.needTick(r.w.t("caution.tick"))
	}
	back := func() { r.form.focus(cautionField(c)) }
	q.OnNo = func() { r.sheets.close(); back() }
	q.OnYes = func() { r.sheets.close(); r.nextCaution(rest, at+1, then) }
	r.sheets.show(q.body, 440, q.first(), back)
}

// asked is how many of them want an answer.
func asked(list []issuing.Caution) (n int) {
	for _, c := range list {
		if c.Demand != issuing.Tell {
			n++
		}
	}
	return n
}

func cautionTitle(w *words, n, of int) string {
	if of == 1 {
		return w.t("caution.title")
	}
	return w.t("caution.title.of", "Number", number(int64(n)), "Of", number(int64(of)))
}

func cautionSentence(w *words, c issuing.Caution) string {
	var registered, last time.Time
	if c.Key != nil {
		registered = c.Key.Updated
	}
	if c.Entry != nil {
		last = c.Entry.StartedAt
	}
	return w.t("caution."+string(c.Kind), "Count", number(int64(c.Count)),
		"Card", cardLine(w, c.Key), "Date", dateTime(w, registered), "Time", dateTime(w, last))
}

func cautionField(c issuing.Caution) card.Field {
	switch c.Kind {
	case issuing.WrongPIN, issuing.CardLocked:
		return card.FieldPIN
	}
	return card.FieldUID
}
