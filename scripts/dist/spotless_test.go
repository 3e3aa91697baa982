package main

import (
	"bytes"
	"os"
	"slices"
	"testing"
)

func TestProgramsThatTellOfTheirBuilderAreNotPacked(t *testing.T) {
	program, err := os.ReadFile(stand)
	if err != nil {
		t.Fatal(err)
	}
	folders, err := builders("../..")
	if err != nil || len(folders) != 4 {
		t.Fatal(folders, err)
	}
	if err := spotless(program, folders); err != nil {
		t.Error(err)
	}
	for _, folder := range folders {
		if spotless(slices.Concat(program, []byte(folder+"/main.go")), folders) == nil {
			t.Errorf("%s is not seen", folder)
		}
	}
	for name, section := range map[string]string{"debug information": ".debug_line", "squeezed debug information": ".zdebug_lin", "symbols": ".symtab\x00\x00\x00\x00"} {
		spoilt := bytes.Replace(program, []byte(".note.ABI-t"), []byte(section), 1)
		if bytes.Equal(spoilt, program) || spotless(spoilt, nil) == nil {
			t.Errorf("%s is not seen", name)
		}
	}
}
