package credentials

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// stepEnv tells a copy of the test program which step to play instead of running tests.
const stepEnv = "BILLKEY_TEST_STEP"

func TestMain(m *testing.M) {
	if step := os.Getenv(stepEnv); step != "" {
		play(step)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// otherProcess plays steps in a process of its own and gives what each printed.
func otherProcess(t *testing.T, env []string, steps ...string) []string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := stepCommand(env, steps...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", steps, err, &stderr)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func stepCommand(env []string, steps ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(env[:len(env):len(env)], stepEnv+"="+strings.Join(steps, ";"),
		"GORACE=atexit_sleep_ms=0") // else a -race process lingers for a second
	return cmd
}

// play is the other process: it says what happened in one line a step, never a secret.
func play(steps string) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	v := NewVault(VaultOptions{})
	for step := range strings.SplitSeq(steps, ";") {
		fmt.Println(playStep(ctx, v, strings.Fields(step)))
	}
}

func playStep(ctx context.Context, v *Vault, step []string) string {
	switch step[0] {
	case "save":
		kept, err := v.Save(ctx, step[1], stepKeys(step[2]))
		return keptWord(kept) + " " + word(err)
	case "load":
		k, err := v.Load(ctx, step[1])
		if err == nil && !k.Equal(stepKeys(step[2])) {
			err = errors.New("other keys")
		}
		return word(err)
	case "delete":
		return word(v.Delete(ctx, step[1]))
	case "available":
		return word(v.Available(ctx))
	case "put":
		return playPut(step[1], step[2])
	}
	return "no such step"
}

// playPut adds many profiles to a directory others write to.
func playPut(dir, prefix string) string {
	p, err := OpenProfiles(dir)
	for n := 0; err == nil && n < 10; n++ {
		_, err = p.Put(Profile{Name: fmt.Sprintf("%s-%d", prefix, n), Environment: Test})
	}
	return word(err)
}

// stepKeys are keys that no file may hold in clear.
func stepKeys(variant string) Keys {
	k, err := NewKeys([]byte("canary-key-"+variant), []byte("canary-secret-9f81c2-"+variant))
	if err != nil {
		panic(err)
	}
	return k
}

func word(err error) string {
	var unavailable *UnavailableError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &unavailable):
		return string(unavailable.Reason)
	case errors.Is(err, ErrNotFound):
		return "not_found"
	case errors.Is(err, ErrBusy):
		return "busy"
	case errors.Is(err, ErrTimeout):
		return "timeout"
	}
	return err.Error()
}

func keptWord(k Kept) string {
	return [...]string{NowhereKept: "nowhere", InKeychain: "keychain", ThisSession: "session"}[k]
}
