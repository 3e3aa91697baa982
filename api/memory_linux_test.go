package api_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"billkey/api"
	"billkey/api/card"
)

const serveEnv = "BILLKEY_TEST_SERVE"

// TestServeForMemorySearch is no test of its own: in a child process it is the server, so that only the client's
// copies of the card are in the memory that is searched.
func TestServeForMemorySearch(t *testing.T) {
	if os.Getenv(serveEnv) == "" {
		return
	}
	r, _ := secureRecorder(t, always(200, okKey), nil)
	fmt.Println(r.URL)
	_ = pem.Encode(os.Stdout, &pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})
	fmt.Println("END")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the parent goes away
}

func childServer(t *testing.T) (string, *x509.CertPool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestServeForMemorySearch$")
	cmd.Env = append(os.Environ(), serveEnv+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	var url string
	var cert strings.Builder
	for lines := bufio.NewScanner(stdout); lines.Scan() && lines.Text() != "END"; {
		if url == "" {
			url = lines.Text()
			continue
		}
		cert.WriteString(lines.Text() + "\n")
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(cert.String())) {
		t.Fatal("no certificate from the child")
	}
	return url, roots
}

const veil = 0xA5 // what is searched for is kept veiled, or the search would find itself

// randomCard makes a card whose digits never were a string, and veiled pieces of its
// number, plain and grouped: more digits than any mask shows.
func randomCard(t *testing.T) (*card.Card, [][]byte) {
	t.Helper()
	digits := make([]byte, 16)
	if _, err := rand.Read(digits); err != nil {
		t.Fatal(err)
	}
	var plain, grouped []byte
	for i := range digits {
		digits[i] = '0' + digits[i]%10
		if i == 0 {
			digits[i] = '4'
		}
		if i > 0 && i%4 == 0 {
			grouped = append(grouped, '-'^veil)
		}
		plain, grouped = append(plain, digits[i]^veil), append(grouped, digits[i]^veil)
	}
	c := &card.Card{
		Number: card.NewNumber(digits), Expiry: card.Expiry{Year: 2030, Month: 12},
		Holder: card.NewHolder([]byte("900101")), PIN: card.NewPIN([]byte("12")),
	}
	clear(digits)
	return c, [][]byte{plain[:10], plain[6:], grouped[:12], grouped[7:]}
}

// copiesInMemory counts the veiled needles, unveiled, in all writable memory of this process.
func copiesInMemory(t *testing.T, veiled [][]byte) int {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mem.Close() }()
	found := 0
	block := make([]byte, 1<<20)
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil || mode[:2] != "rw" || to-from > 1<<30 {
			continue
		}
		for at := from; at < to; at += int64(len(block)) - 64 {
			n, _ := mem.ReadAt(block[:min(int64(len(block)), to-at)], at)
			for _, needle := range veiled {
				found += count(block[:n], needle)
			}
		}
	}
	clear(block)
	return found
}

func count(b, veiled []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(b, veiled[0]^veil)
		if i < 0 || i+len(veiled) > len(b) {
			return n
		}
		b = b[i:]
		k := 1
		for k < len(veiled) && b[k]^veil == veiled[k] {
			k++
		}
		if k == len(veiled) {
			n++
		}
		b = b[1:]
	}
}

func TestNoCopyOfTheCardStaysInMemory(t *testing.T) {
	base, roots := childServer(t)
	p := newTunnel(t, httpProxy(""))
	for name, proxy := range map[string]bool{"direct": false, "through a proxy": true} {
		t.Run(name, func(t *testing.T) {
			via := direct
			if proxy {
				via = p.via(t, "http", "")
			}
			client := newSecureClient(t, base, roots, via)
			c, veiled := randomCard(t)
			if n := copiesInMemory(t, veiled); n == 0 {
				t.Fatal("the search does not even find the card itself")
			}
			for range 3 {
				if _, err := client.Issue(t.Context(), uid, api.IssueRequest{Card: c}); err != nil {
					t.Fatal(err)
				}
			}
			c.Wipe()
			if n := copiesInMemory(t, veiled); n != 0 {
				t.Errorf("%d copies while the connection is kept", n)
			}
			client.Close()
			runtime.GC()
			if n := copiesInMemory(t, veiled); n != 0 {
				t.Errorf("%d copies after all", n)
			}
		})
	}
}
