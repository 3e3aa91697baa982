package credentials

import (
	"reflect"
	"strings"
)

// memberNames lists the JSON members a struct can write, also those it leaves out when empty.
func memberNames(v any) []string {
	var names []string
	t := reflect.TypeOf(v)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
