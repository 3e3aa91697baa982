package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// placeholders stand in a snippet for what is never kept. Each is an environment variable of the shell.
var placeholders = map[string]string{
	"imp_key": "IMP_KEY", "imp_secret": "IMP_SECRET", "card_number": "CARD", "expiry": "EXPIRY", "birth": "BIRTH",
	"pwd_2digit": "PIN2", "cvc": "CVC",
}

// part is a piece of a request body: text, or the name of a variable whose value belongs there.
type part struct{ text, variable string }

// parts cut the body at its placeholders. A body that is no flat JSON object is one piece.
func (x Exchange) parts() []part {
	dec := json.NewDecoder(strings.NewReader(x.Sent))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return []part{{text: x.Sent}}
	}
	out := []part{{text: "{"}}
	for first := true; dec.More(); first = false {
		name, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			return []part{{text: x.Sent}}
		}
		lead := `,`
		if first {
			lead = ""
		}
		lead += quoted(fmt.Sprint(name)) + ":"
		variable := variableOf(fmt.Sprint(name), value)
		if variable == "" {
			out = append(out, part{text: lead + string(value)})
			continue
		}
		out = append(out, part{text: lead + `"`}, part{variable: variable}, part{text: `"`})
	}
	return append(out, part{text: "}"})
}

// variableOf is the placeholder of a member; personal data, which is kept as dots, gets one of its own name.
func variableOf(name string, value []byte) string {
	if v, ok := placeholders[name]; ok {
		return v
	}
	if bytes.Contains(value, []byte("•")) {
		return strings.ToUpper(strings.Map(func(r rune) rune {
			if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return r
			}
			return -1
		}, name))
	}
	return ""
}

// Curl is the request as a command for a POSIX shell: $TOKEN, $IMP_KEY, $IMP_SECRET, $CARD and the like are to be set
// before.
func (x Exchange) Curl() string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -sS -X %s %s", x.Method, single(x.Base+x.Path))
	for _, h := range x.headers() {
		if h[0] == "Authorization" {
			b.WriteString(" \\\n  -H \"Authorization: Bearer $TOKEN\"")
			continue
		}
		fmt.Fprintf(&b, " \\\n  -H %s", single(h[0]+": "+h[1]))
	}
	if x.Sent != "" {
		b.WriteString(" \\\n  --data-raw ")
		for _, p := range x.parts() {
			if p.variable != "" {
				fmt.Fprintf(&b, `"$%s"`, p.variable)
				continue
			}
			b.WriteString(single(p.text))
		}
	}
	return b.String() + "\n"
}

// single quotes s for a shell.
func single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func quoted(s string) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return strings.TrimSpace(out.String())
}

// Go is the request as a Go program of the standard library. Placeholders are read from the environment.
func (x Exchange) Go() string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"net/http\"\n\t\"os\"\n\t\"strings\"\n\t\"time\"\n)\n\nfunc main() {\n")
	fmt.Fprintf(&b, "\tbody := strings.NewReader(%s)\n", x.joined(" + ", goQuoted, func(v string) string {
		return "os.Getenv(" + strconv.Quote(v) + ")"
	}))
	fmt.Fprintf(&b, "\treq, err := http.NewRequest(%s, %s, body)\n", strconv.Quote(x.Method), goQuoted(x.Base+x.Path))
	b.WriteString("\tif err != nil {\n\t\tpanic(err)\n\t}\n")
	for _, h := range x.headers() {
		value := goQuoted(h[1])
		if h[0] == "Authorization" {
			value = `"Bearer " + os.Getenv("TOKEN")`
		}
		fmt.Fprintf(&b, "\treq.Header.Set(%s, %s)\n", strconv.Quote(h[0]), value)
	}
	b.WriteString("\tres, err := (&http.Client{Timeout: 75 * time.Second}).Do(req)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n" +
		"\tdefer res.Body.Close()\n\tanswer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))\n" +
		"\tfmt.Println(res.Status, string(answer), err)\n}\n")
	return b.String()
}

func goQuoted(s string) string {
	if strings.ContainsAny(s, "`\n") || !strings.Contains(s, `"`) {
		return strconv.Quote(s)
	}
	return "`" + s + "`"
}

// Node is the request as a program for Node 18 and later.
func (x Exchange) Node() string {
	var b strings.Builder
	fmt.Fprintf(&b, "const res = await fetch(%s, {\n  method: %s,\n  headers: {\n", quoted(x.Base+x.Path), quoted(x.Method))
	for _, h := range x.headers() {
		value := quoted(h[1])
		if h[0] == "Authorization" {
			value = "`Bearer ${process.env.TOKEN}`"
		}
		fmt.Fprintf(&b, "    %s: %s,\n", quoted(h[0]), value)
	}
	b.WriteString("  },\n")
	if x.Sent != "" {
		fmt.Fprintf(&b, "  body: %s,\n", x.joined(" + ", quoted, func(v string) string { return "process.env." + v }))
	}
	b.WriteString("  redirect: \"error\",\n  signal: AbortSignal.timeout(75_000),\n});\nconsole.log(res.status, await res.text());\n")
	return b.String()
}

// joined writes the body as an expression.
func (x Exchange) joined(plus string, quote, variable func(string) string) string {
	var out []string
	text := ""
	for _, p := range x.parts() {
		if p.variable == "" {
			text += p.text
			continue
		}
		out = append(out, quote(text), variable(p.variable))
		text = ""
	}
	return strings.Join(append(out, quote(text)), plus)
}
