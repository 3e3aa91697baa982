package credentials

import (
	"slices"
	"strings"
)

// Level says how firmly a PG asks for a card field.
type Level string

// The levels, from the PG's published rules and observed refusals.
const (
	Required   Level = "required"    // refused without it
	ByContract Level = "by_contract" // depends on what the merchant and the PG agreed
	Advised    Level = "advised"     // works without, with a drawback
)

// Requirement is one card field beyond card_number and expiry that a PG looks at when a key is issued
// (`POST /subscribe/customers/{customer_uid}`).
type Requirement struct {
	Field string
	Level Level
}

// needOrder is the order in which fields are listed and asked for.
var needOrder = []string{NeedBirth, NeedPIN, NeedCustomerName, NeedCustomerID, NeedCVC}

// requirements is the matrix of what each PG code checks. Every PG checks differently and contracts
// differ within one PG, so it only fills in a profile, which may then be edited.
var requirements = map[string][]Requirement{
	"nice":         {{NeedBirth, Required}, {NeedPIN, Required}}, // the PIN may be left out for corporate cards
	"nice_v2":      {{NeedBirth, Required}, {NeedPIN, Required}},
	"kcp":          {{NeedBirth, ByContract}, {NeedPIN, ByContract}},
	"html5_inicis": {{NeedBirth, ByContract}, {NeedPIN, ByContract}},
	"inicis":       {{NeedBirth, ByContract}, {NeedPIN, ByContract}},
	"daou":         {{NeedBirth, ByContract}, {NeedPIN, ByContract}},
	"tosspayments": {{NeedBirth, Required}, {NeedPIN, Required}, {NeedCustomerID, Advised}},
	"ksnet":        {{NeedBirth, Required}, {NeedPIN, Required}},
	"welcome":      {{NeedBirth, ByContract}, {NeedPIN, ByContract}, {NeedCustomerName, Required}},
	"settle":       {{NeedBirth, Required}, {NeedPIN, ByContract}}, // birth 123456 where the contract does not check it
	"jtnet":        {{NeedBirth, Required}, {NeedPIN, Required}},
	"paymentwall":  {{NeedCVC, Required}},
}

// RequirementsFor lists what the PG looks at. pg is a code or `{code}.{MID}`; a code not known here
// answers with birth and PIN by contract.
func RequirementsFor(pg string) []Requirement {
	code, _, _ := strings.Cut(strings.TrimSpace(pg), ".")
	if r, ok := requirements[code]; ok {
		return slices.Clone(r)
	}
	return []Requirement{{NeedBirth, ByContract}, {NeedPIN, ByContract}}
}

// NeedsFor lists the card fields to ask for at first with this PG, in asking order, as a start for
// [Profile].Needs. What depends on the contract is included: a field too many costs a question, a field
// too few costs a declined card. A profile drops what its contract does not check.
func NeedsFor(pg string) []string {
	var fields []string
	for _, r := range RequirementsFor(pg) {
		fields = append(fields, r.Field)
	}
	return fields
}

// needRank is the place of a field in [needOrder]; unknown fields come last.
func needRank(field string) int {
	if i := slices.Index(needOrder, field); i >= 0 {
		return i
	}
	return len(needOrder)
}
