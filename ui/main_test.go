package ui

import (
	"os"
	"testing"
)

// The toolkit complains of the locale C; tests run in Korean wherever they run.
func TestMain(m *testing.M) {
	_ = os.Setenv("LC_ALL", "ko_KR.UTF-8")
	_ = os.Setenv("LANGUAGE", "")
	os.Exit(m.Run())
}
