package credentials

import "testing"

func FuzzDocument(f *testing.F) {
	f.Add([]byte(`{"version":1,"current":"a","profiles":[{"id":"a","name":"a","environment":"test","x":1}],"y":2}`))
	f.Add([]byte(`{"profiles":[{"ID":"a"},null,{}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := decodeDocument(data)
		if err != nil {
			return
		}
		first, err := doc.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeDocument(first)
		if err != nil {
			t.Fatalf("what was written is not understood: %v\n%s", err, first)
		}
		second, err := again.encode()
		if err != nil || string(first) != string(second) {
			t.Errorf("not stable:\n%s\n%s", first, second)
		}
		if len(again.records) != len(doc.records) {
			t.Errorf("%d records became %d", len(doc.records), len(again.records))
		}
	})
}
