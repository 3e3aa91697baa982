package card

import "testing"

var (
	benchNumber = []byte("4111111111111111")
	benchHolder = []byte("1208147521")
	benchExpiry = []byte("0928")
	benchPIN    = []byte("07")
	sinkBrand   Brand
	sinkCount   int
	sinkBytes   []byte
)

// TestTypingAllocatesNothing holds for every key of the form: what is never allocated needs no wiping.
func TestTypingAllocatesNothing(t *testing.T) {
	number, expiry := NewDigits(MaxNumber), NewDigits(4)
	for name, key := range map[string]func(){
		"type and erase a number": func() {
			for _, r := range "4111２２２２33334444" {
				if c, ok := DigitOf(r); ok {
					number.Insert(c)
				}
			}
			number.MoveTo(7, false)
			number.Delete()
			for number.Len() > 0 {
				number.SelectAll()
				number.Backspace()
			}
		},
		"type an expiry":     func() { expiry.Wipe(); TypeExpiry(expiry, '9'); TypeExpiry(expiry, '2'); TypeExpiry(expiry, '8') },
		"brand and grouping": func() { sinkCount += len(BrandOf(benchNumber).Gaps(len(benchNumber))) },
		"judge a good card": func() {
			sinkCount += len(CheckNumber(benchNumber)) + len(CheckHolder(benchHolder)) + len(CheckExpiry(benchExpiry, june2026)) + len(CheckPIN(benchPIN))
		},
	} {
		if n := testing.AllocsPerRun(100, key); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func TestBuildingABodyAllocatesNothingForTheCard(t *testing.T) {
	c := Fake("4111222233334444")
	dst := make([]byte, 0, c.JSONLen())
	if n := testing.AllocsPerRun(100, func() { sinkBytes = c.AppendJSON(dst) }); n != 0 {
		t.Errorf("%v allocations: a copy of card data may be left behind", n)
	}
}

func BenchmarkInsert(b *testing.B) {
	d := NewDigits(MaxNumber)
	b.ReportAllocs()
	for b.Loop() {
		if d.Len() == MaxNumber {
			d.Wipe()
		}
		d.Insert('4')
	}
}

func BenchmarkInsertInTheMiddleAndBackspace(b *testing.B) {
	d := NewDigits(MaxNumber)
	d.Set(benchNumber)
	d.MoveTo(8, false)
	b.ReportAllocs()
	for b.Loop() {
		d.Insert('4')
		d.Backspace()
	}
}

func BenchmarkPaste(b *testing.B) {
	d := NewDigits(MaxNumber)
	b.ReportAllocs()
	for b.Loop() {
		d.Wipe()
		d.Paste("4111 2222 3333 4444")
	}
}

func BenchmarkBrandOf(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sinkBrand = BrandOf(benchNumber)
	}
}

func BenchmarkCheckNumber(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sinkCount += len(CheckNumber(benchNumber))
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	c := Fake("4111222233334444")
	dst := make([]byte, 0, c.JSONLen())
	b.ReportAllocs()
	for b.Loop() {
		sinkBytes = c.AppendJSON(dst)
	}
}
