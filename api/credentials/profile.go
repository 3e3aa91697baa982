package credentials

import (
	"crypto/rand"
	"slices"
	"strings"
)

// Environment says what a profile's issuing really does.
type Environment string

// The three environments.
const (
	Practice Environment = "practice" // the imitation inside the program, or one on a loopback address
	Test     Environment = "test"     // a test channel of a PG: real cards, reversed charges
	Live     Environment = "live"     // a live channel: real keys, real money
)

// Identifiers with a meaning of their own; no other profile may carry them as ID or name.
const (
	PracticeID = "practice" // the profile that is always there
	EnvID      = "env"      // keys from the process environment, see [FromEnv]; never stored
)

// DefaultBaseURL is the host of iamport's V1 API, used where a test or live profile names none.
const DefaultBaseURL = "https://api.iamport.kr"

// The card fields beyond card_number and expiry that a PG may need, named as in
// `POST /subscribe/customers/{customer_uid}`.
const (
	NeedBirth        = "birth"
	NeedPIN          = "pwd_2digit"
	NeedCustomerName = "customer_name"
	NeedCustomerID   = "customer_id"
	NeedCVC          = "cvc"
)

// Profile is one way to reach iamport: an environment, a host and a channel. It holds no secret;
// key and secret are kept by [Vault] under the profile's ID.
type Profile struct {
	ID          string      `json:"id"`   // made by [Profiles.Put]; stable, since the keychain item is named after it
	Name        string      `json:"name"` // unique, ignoring case; empty only for the practice profile, which the screens name
	Environment Environment `json:"environment"`
	BaseURL     string      `json:"base_url,omitempty"`     // without trailing slash; empty: the imitation inside the program
	ChannelKey  string      `json:"channel_key,omitempty"`  // `channel-key-…`, ≤ 55 characters
	ChannelName string      `json:"channel_name,omitempty"` // as the console shows it
	PG          string      `json:"pg,omitempty"`           // pg code, as nice_v2
	MID         string      `json:"mid,omitempty"`          // the PG's merchant ID; sent as `{PG}.{MID}`
	Tier        string      `json:"tier,omitempty"`         // Tier header of an agency's shop: 3 upper-case letters or digits
	Needs       []string    `json:"needs,omitempty"`        // card fields this contract needs, see [NeedsFor]
	Consent     string      `json:"consent,omitempty"`      // what is read to the customer; empty: the program's own words
	DigitsOnly  bool        `json:"digits_only,omitempty"`  // card_number goes out without hyphens
}

// Clone is a copy that shares nothing with p.
func (p Profile) Clone() Profile {
	p.Needs = slices.Clone(p.Needs)
	return p
}

// PGParameter is the `pg` member of an issue request: `{code}`, `{code}.{MID}` or empty.
func (p Profile) PGParameter() string {
	if p.PG == "" || p.MID == "" {
		return p.PG
	}
	return p.PG + "." + p.MID
}

// practiceProfile is the profile that needs no account.
func practiceProfile() Profile {
	return Profile{ID: PracticeID, Environment: Practice, Needs: NeedsFor("")}
}

// newID makes a name for a profile and its keychain item: 12 random lower-case letters and digits.
func newID() string { return strings.ToLower(rand.Text()[:12]) }

// tidy puts a typed profile into its stored form: no blanks around values, the default host, one
// order of needs. It corrects nothing that could mean something else.
func (p Profile) tidy() Profile {
	p = p.Clone()
	for _, s := range []*string{&p.Name, &p.BaseURL, &p.ChannelKey, &p.ChannelName, &p.PG, &p.MID, &p.Tier, &p.Consent} {
		*s = strings.TrimSpace(*s)
	}
	if p.ID == PracticeID {
		p.Name, p.Environment = "", Practice
	}
	p.BaseURL = strings.TrimRight(p.BaseURL, "/")
	if p.BaseURL == "" && p.Environment != Practice {
		p.BaseURL = DefaultBaseURL
	}
	slices.SortFunc(p.Needs, func(a, b string) int { return needRank(a) - needRank(b) })
	p.Needs = slices.Compact(p.Needs)
	return p
}
