package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// bill has CycloneDX's own tool write down the modules that a program for this system says it was linked from, with their
// licences, and adds what is no module, and what lies beside it to draw in software. Serial number and time are left out: the same program gives the same bytes.
func bill(f facts, tool, system, program, to string) error {
	cmd := exec.Command(tool, "bin", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-version", f.Version, "-output", to, program)
	cmd.Env = append(os.Environ(), "GOOS="+system) // the tool takes it for the program's
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", tool, err, said)
	}
	linked, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	modules, err := os.ReadFile(to)
	if err != nil {
		return err
	}
	drawn, err := mesa(filepath.Dir(program))
	if err != nil {
		return err
	}
	extras, err := extras(system, drawn, linked)
	if err != nil {
		return err
	}
	whole, err := completed(modules, extras)
	if err != nil {
		return err
	}
	return os.WriteFile(to, whole, 0o644)
}

// object is one of JSON's: what the tool wrote goes through as it is.
type object = map[string]any

// library is the name under which the tool lists Go's own library, whose licence it does not find.
const library = "std"

// completed is a bill with more components, of which the program consists as it does of the modules.
func completed(modules []byte, extras []component) ([]byte, error) {
	var b object
	if err := json.Unmarshal(modules, &b); err != nil {
		return nil, err
	}
	components, _ := b["components"].([]any)
	i := slices.IndexFunc(components, func(c any) bool { o, ok := c.(object); return ok && o["name"] == library })
	main, _ := dig(b, "metadata", "component", "bom-ref").(string)
	dependencies, _ := b["dependencies"].([]any)
	j := slices.IndexFunc(dependencies, func(d any) bool { o, ok := d.(object); return ok && o["ref"] == main })
	if i < 0 || j < 0 {
		return nil, errors.New("the bill tells nothing of Go's library or of what the program depends on")
	}
	goes, err := licences("Go")
	if err != nil {
		return nil, err
	}
	components[i].(object)["licenses"] = goes
	on, _ := dependencies[j].(object)["dependsOn"].([]any)
	for _, c := range extras {
		components, on = append(components, c), append(on, c.Ref)
		dependencies = append(dependencies, object{"ref": c.Ref})
	}
	b["components"], b["dependencies"], dependencies[j].(object)["dependsOn"] = components, dependencies, on
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(b)
	return out.Bytes(), err
}

// dig follows names into objects.
func dig(v any, names ...string) any {
	for _, name := range names {
		o, _ := v.(object)
		v = o[name]
	}
	return v
}
