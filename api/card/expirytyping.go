package card

// TypeExpiry types one character into an expiry row of four digits, as printed: MM/YY.
// A first digit 4 to 9 gets its zero at once. 2 and 3 do not: "28" may be a year typed first, and a zero would turn
// that slip into a valid wrong date. A slash after 1 to 9 gives it the zero. False when nothing was taken.
func TypeExpiry(d *Digits, r rune) bool {
	switch r {
	case '/', '.', '-', '／', '．', '－': // the wide ones come from a Korean input method
		return padMonth(d)
	}
	c, ok := DigitOf(r)
	if !ok {
		return false
	}
	if from, to := d.Selection(); from == 0 && to == d.n && c >= '4' {
		return d.Insert('0') && d.Insert(c)
	}
	return d.Insert(c)
}

func padMonth(d *Digits) bool {
	if d.n != 1 || d.store[0] == '0' {
		return false
	}
	c := d.store[0]
	d.Wipe()
	return d.Insert('0') && d.Insert(c)
}

// SwapExpiry turns YYMM into MMYY, when the operator accepts the offer of [ExpirySwapped].
func SwapExpiry(d *Digits) bool {
	if d.n != 4 {
		return false
	}
	s := d.store
	s[0], s[1], s[2], s[3] = s[2], s[3], s[0], s[1]
	return true
}
