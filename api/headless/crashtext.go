package headless

import (
	"regexp"
	"strings"
)

// What the runtime writes at its end holds values: what was given to panic, and the arguments of every function as hex
// words, among which bytes of a card could be. A line is let through only if it has a known shape, and then without them.
var (
	runtimeFault = regexp.MustCompile(`^(panic: )?(runtime error: [a-zA-Z0-9 \[\]:,.'-]+)`)
	fatalError   = regexp.MustCompile(`^fatal error: [a-zA-Z :,!'.-]+`)
	signalName   = regexp.MustCompile(`^(\[signal )?SIG[A-Z]+: [a-z ]+`)
	goroutine    = regexp.MustCompile(`^goroutine [0-9]+ .*\[([a-zA-Z ]*[a-zA-Z])`)
	created      = regexp.MustCompile(`^created by ([^ ]+)`)
	function     = regexp.MustCompile(`^([a-zA-Z_][^ ]*\.[^ ]+)\([^()]*\)$`)
	place        = regexp.MustCompile(`^\t(.*\.[a-z]+):([0-9]{1,6})( \+0x[0-9a-f].*)?$`)
	eventName    = regexp.MustCompile(`^[a-z_]{1,40}$`)
	manyDigits   = regexp.MustCompile(`[0-9]{6,}`)
	digit        = regexp.MustCompile(`[0-9]`)
)

// fewDigits is how many digits a fault may tell: an index and a length, and no card number, however it is grouped.
const fewDigits = 6

// withoutData is a crash as the runtime wrote it, without anything that could be data. What was given to panic stands
// before the first stack, where only the runtime's own words are let through.
func withoutData(lines []string) []string {
	var out []string
	kept := fault
	for i, line := range lines {
		if goroutine.MatchString(line) {
			kept = stackLine
		}
		l := kept(line)
		switch {
		case i == 0 && strings.HasPrefix(line, "panic: ") && l == "":
			l = "panic: (value withheld)"
		case i == 0 && fault(line) == "": // of some fatal errors the runtime tells only the terminal which
			out = append(out, "fatal error")
		}
		if l != "" {
			out = append(out, manyDigits.ReplaceAllString(l, "#"))
		}
	}
	return out
}

// fault is what the runtime says in its own words.
func fault(line string) string {
	m := runtimeFault.FindString(line)
	if len(digit.FindAllString(m, fewDigits)) == fewDigits {
		m = digit.ReplaceAllString(m, "#")
	}
	for _, shape := range []*regexp.Regexp{fatalError, signalName} {
		if m == "" {
			m = shape.FindString(line)
		}
	}
	return m
}

// stackLine is a line of a stack without its words of memory.
func stackLine(line string) string {
	if m := goroutine.FindStringSubmatch(line); m != nil {
		return "\ngoroutine [" + m[1] + "]"
	}
	if m := created.FindStringSubmatch(line); m != nil {
		return "created by " + m[1]
	}
	if m := function.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if m := place.FindStringSubmatch(line); m != nil {
		return "\t" + lastTwo(m[1]) + ":" + m[2]
	}
	return ""
}

// lastTwo are the folder and the name of a source: what goes before tells whose machine it was built on.
func lastTwo(path string) string {
	parts := strings.Split(strings.ReplaceAll(path, `\`, "/"), "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

// eventNames drops what is no name of an event.
func eventNames(events []string) []string {
	var out []string
	for _, e := range events {
		if eventName.MatchString(e) {
			out = append(out, e)
		}
	}
	return out
}
