//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const number = "4539578763621486"

func TestFindSeesEveryFormWholeAndInPieces(t *testing.T) {
	for _, f := range forms(number) {
		for from := 0; from+pieceLen <= len(number); from++ {
			piece := f.text[f.at[from]:]
			if end := from + pieceLen; end < len(number) {
				piece = piece[:f.at[end]-f.at[from]]
			}
			data := fmt.Appendf(nil, "before 12345 %s after", piece)
			got := find([]region{{data: data}}, number)
			if len(got) != 1 || got[0].form != f.name || got[0].digits != pieceLen {
				t.Errorf("%s from %d: %+v", f.name, from, got)
			}
		}
		if got := find([]region{{data: f.text}}, number); len(got) != 1 || got[0].digits != 16 {
			t.Errorf("%s whole: %+v", f.name, got)
		}
	}
}

func TestFindLetsAMaskAndShorterPiecesPass(t *testing.T) {
	data := []byte("453957******1486 453957876 763621486 4539-5787 1486")
	if got := find([]region{{data: data}}, number); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestFindCountsEveryCopy(t *testing.T) {
	data := []byte(strings.Repeat(number, 2) + " 4539-5787-6362-1486 4539 5787 6362 1486")
	if got := find([]region{{data: data}, {data: data}}, number); len(got) != 8 {
		t.Errorf("%d copies: %+v", len(got), got)
	}
}

func TestNewCardsAreWhatTheFormTakes(t *testing.T) {
	for range 200 {
		c := newCard()
		sum := 0
		for i, d := range c.Number {
			v := int(d-'0') * (2 - i%2)
			sum += v/10 + v%10
		}
		if len(c.Number) != 16 || sum%10 != 0 || len(c.Birth) != 6 || len(c.PIN) != 2 {
			t.Fatalf("%+v", c)
		}
	}
}

const holdEnv = "MEMORY_TEST_HOLD"

// held is only ever filled in the child process.
var held []byte

func TestHoldInAChildProcess(t *testing.T) {
	if os.Getenv(holdEnv) == "" {
		return
	}
	for _, c := range number {
		held = append(held, byte(c))
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	clear(held)
}

func TestSnapshotFindsANumberInAnotherProcess(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestHoldInAChildProcess$")
	cmd.Env = append(os.Environ(), holdEnv+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	regions, err := snapshot(cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, c := range find(regions, number) {
		if c.digits == 16 && c.form == "plain" {
			whole++
		}
	}
	if whole == 0 {
		t.Errorf("the number is not found in %d regions", len(regions))
	}
}
