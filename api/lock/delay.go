package lock

import "time"

// Wrong PINs before the first wait, and the longest wait.
const (
	freeTries = 3
	maxWait   = 5 * time.Minute
)

// waitAfter is how long to wait after so many wrong PINs in a row: nothing before the third, then 1, 2, 4 … seconds, at
// most five minutes. A PIN of four digits tried one after the other takes a month that way.
func waitAfter(wrong int) time.Duration {
	over := wrong - freeTries
	switch {
	case over < 0:
		return 0
	case over > 8: // 2⁹ seconds are more than the most
		return maxWait
	}
	return min(time.Second<<over, maxWait)
}
