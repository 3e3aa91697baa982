package credentials

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest inputs, in characters. Channel key and pg are the API's own limits, the rest keep screens readable.
const (
	maxName        = 60
	maxChannelKey  = 55
	maxChannelName = 100
	maxPG          = 80 // of `{code}.{MID}` together
	maxConsent     = 2000
	maxBaseURL     = 300
	tierLength     = 3
)

// Problems lists everything that is wrong with the profile as it would be stored, in the order of its
// fields. Whether the name is free is known to [Profiles.Put] only.
func (p Profile) Problems() []*InvalidError {
	p = p.tidy()
	var list []*InvalidError
	check := func(f Field, c Code) {
		if c != "" {
			list = append(list, &InvalidError{Field: f, Code: c})
		}
	}
	check(FieldName, nameProblem(p))
	check(FieldEnvironment, environmentProblem(p.Environment))
	check(FieldBaseURL, baseURLProblem(p))
	check(FieldChannelKey, tokenProblem(p.ChannelKey, maxChannelKey))
	check(FieldChannelName, textProblem(p.ChannelName, maxChannelName, false))
	check(FieldPG, pgProblem(p.PG))
	check(FieldMID, midProblem(p))
	check(FieldTier, tierProblem(p.Tier))
	check(FieldNeeds, needsProblem(p.Needs))
	check(FieldConsent, textProblem(p.Consent, maxConsent, true))
	return list
}

// firstProblem is Problems as one error, or nil.
func (p Profile) firstProblem() error {
	if list := p.Problems(); len(list) > 0 {
		return list[0]
	}
	return nil
}

func nameProblem(p Profile) Code {
	switch {
	case p.ID == PracticeID:
		return ""
	case p.Name == "":
		return CodeEmpty
	case strings.EqualFold(p.Name, PracticeID), strings.EqualFold(p.Name, EnvID):
		return CodeReserved
	}
	return textProblem(p.Name, maxName, false)
}

func environmentProblem(e Environment) Code {
	switch e {
	case Practice, Test, Live:
		return ""
	case "":
		return CodeEmpty
	}
	return CodeUnknown
}

// textProblem checks free text. Line breaks are allowed where lines is set.
func textProblem(s string, most int, lines bool) Code {
	if utf8.RuneCountInString(s) > most {
		return CodeTooLong
	}
	unfit := func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsPrint(r) && (!lines || r != '\n')
	}
	if strings.ContainsFunc(s, unfit) {
		return CodeCharacters
	}
	return ""
}

// tokenProblem checks a value that goes into a request as it is: visible ASCII without blanks.
func tokenProblem(s string, most int) Code {
	if len(s) > most {
		return CodeTooLong
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return CodeCharacters
	}
	return ""
}

func pgProblem(pg string) Code {
	if len(pg) > maxPG {
		return CodeTooLong
	}
	if strings.ContainsFunc(pg, func(r rune) bool { return r != '_' && !isAlnum(r) }) {
		return CodeCharacters
	}
	return ""
}

func midProblem(p Profile) Code {
	if p.MID != "" && p.PG == "" {
		return CodeNeedsPG
	}
	return tokenProblem(p.MID, max(0, maxPG-len(p.PG)-1))
}

func tierProblem(tier string) Code {
	if tier == "" {
		return ""
	}
	bad := func(r rune) bool { return !isAlnum(r) || unicode.IsLower(r) }
	if len(tier) != tierLength || strings.ContainsFunc(tier, bad) {
		return CodeMalformed
	}
	return ""
}

func needsProblem(needs []string) Code {
	known := func(f string) bool { return slices.Contains(needOrder, f) }
	for _, f := range needs {
		if !known(f) {
			return CodeUnknown
		}
	}
	return ""
}

func isAlnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
