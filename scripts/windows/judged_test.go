package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	speaks = regexp.MustCompile(`^=== (?:RUN|CONT|NAME) +(\S+)`)
	ended  = regexp.MustCompile(`^\s*--- (PASS|FAIL|SKIP): (\S+)`)
	says   = regexp.MustCompile(`^\s+\S+\.go:\d+: |^panic: |^fatal error: `)

	folderStayed = regexp.MustCompile(`: TempDir RemoveAll cleanup: .*: Invalid function\.$`)
)

// judged reads what tests wrote that ran in Wine. Wine before version 9 cannot do what Go's os.RemoveAll asks for, so that a
// test's temporary folder stays and the test is said to have failed: it has passed when that is all it was blamed for.
func judged(out string) (passed int, failed []string) {
	stayed, blamed, over := read(out)
	for name, how := range over {
		excused := !blamed[name] && (stayed[name] || onlyBelow(name, over))
		if how == "PASS" || how == "FAIL" && excused {
			passed++
		} else if how != "SKIP" { // failed, or never ended
			failed = append(failed, name)
		}
	}
	slices.Sort(failed)
	return passed, failed
}

// read tells of which tests a folder stayed, which were blamed for something else, and how each ended.
func read(out string) (stayed, blamed map[string]bool, over map[string]string) {
	var now string
	stayed, blamed, over = map[string]bool{}, map[string]bool{}, map[string]string{}
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\r\n")
		switch m := speaks.FindStringSubmatch(line); {
		case m != nil:
			now = m[1]
			over[now] += "" // it has begun
		case ended.MatchString(line):
			m = ended.FindStringSubmatch(line)
			over[m[2]] = m[1]
		case folderStayed.MatchString(line):
			stayed[now] = true
		case says.MatchString(line):
			blamed[now] = true
		}
	}
	return stayed, blamed, over
}

// onlyBelow tells whether a test has parts of its own that failed: they are judged by themselves.
func onlyBelow(name string, over map[string]string) bool {
	for below, how := range over {
		if how == "FAIL" && strings.HasPrefix(below, name+"/") {
			return true
		}
	}
	return false
}

func TestAFolderThatStaysIsNoFailure(t *testing.T) {
	const stays = "    testing.go:1464: TempDir RemoveAll cleanup: unlinkat C:\\T\\001\\lock: Invalid function.\n"
	for name, c := range map[string]struct {
		out    string
		passed int
		failed []string
	}{
		"passed":            {"=== RUN   TestA\n--- PASS: TestA (0.01s)\nPASS\n", 1, nil},
		"the folder stays":  {"=== RUN   TestA\n" + stays + "--- FAIL: TestA (0.01s)\nFAIL\n", 1, nil},
		"and more":          {"=== RUN   TestA\n    a_test.go:7: wrong\n" + stays + "--- FAIL: TestA (0.01s)\nFAIL\n", 0, []string{"TestA"}},
		"another failure":   {"=== RUN   TestA\n    testing.go:1464: TempDir RemoveAll cleanup: unlinkat C:\\T: Access denied.\n--- FAIL: TestA (0.01s)\nFAIL\n", 0, []string{"TestA"}},
		"nothing said":      {"=== RUN   TestA\n--- FAIL: TestA (0.01s)\nFAIL\n", 0, []string{"TestA"}},
		"another one's":     {"=== RUN   TestA\n=== PAUSE TestA\n=== RUN   TestB\n    b_test.go:7: wrong\n=== NAME  TestA\n" + stays + "--- FAIL: TestB (0.01s)\n--- FAIL: TestA (0.01s)\nFAIL\n", 1, []string{"TestB"}},
		"in a part of it":   {"=== RUN   TestA\n=== RUN   TestA/x\n" + stays + "--- FAIL: TestA (0.01s)\n    --- FAIL: TestA/x (0.01s)\nFAIL\n", 2, nil},
		"a part was wrong":  {"=== RUN   TestA\n=== RUN   TestA/x\n    a_test.go:7: wrong\n--- FAIL: TestA (0.01s)\n    --- FAIL: TestA/x (0.01s)\nFAIL\n", 1, []string{"TestA/x"}},
		"skipped":           {"=== RUN   TestA\n    a_test.go:7: not here\n--- SKIP: TestA (0.01s)\nPASS\n", 0, nil},
		"all end too early": {"=== RUN   TestA\npanic: oh\n", 0, []string{"TestA"}},
		"one never ended":   {"=== RUN   TestA\n", 0, []string{"TestA"}},
	} {
		if passed, failed := judged(c.out); passed != c.passed || !slices.Equal(failed, c.failed) {
			t.Errorf("%s: %d %q", name, passed, failed)
		}
	}
}
