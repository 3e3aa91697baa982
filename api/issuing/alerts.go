package issuing

// Alert is one way in which an answer disagrees with the profile: a wrong pg silently falls back to the default PG,
// and a test channel's key is worth nothing on a live one.
type Alert struct {
	// What is sandbox, pg or mid.
	What string
	// Want is the profile's value, Got the answer's.
	Want, Got string
}

// disagreements compares a key with the profile. Values that either side leaves out are not compared.
func (d *Desk) disagreements(k *Key) []Alert {
	var out []Alert
	if k.Sandbox != nil && *k.Sandbox != (d.profile.Environment != "live") {
		out = append(out, Alert{What: "sandbox", Want: d.profile.Environment, Got: sandboxWord(*k.Sandbox)})
	}
	for _, c := range []Alert{{"pg", d.profile.PG, k.PG}, {"mid", d.profile.MID, k.MID}} {
		if c.Want != "" && c.Got != "" && c.Want != c.Got {
			out = append(out, c)
		}
	}
	return out
}

func sandboxWord(test bool) string {
	if test {
		return "test"
	}
	return "live"
}
