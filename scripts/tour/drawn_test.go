package main

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"billkey/assets"
)

// drawn is a picture of lines, as a font draws them.
func drawn(t *testing.T, source []byte, ink, paper color.Color, at image.Point, size float64, lines ...string) image.Image {
	t.Helper()
	f, err := opentype.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 640, 240))
	draw.Draw(m, m.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	d := font.Drawer{Dst: m, Src: image.NewUniform(ink), Face: face}
	for i, l := range lines {
		d.Dot = fixed.P(at.X, at.Y+20*i)
		d.DrawString(l)
	}
	return m
}

// boxed is a picture of boxes in the place of letters, as a toolkit draws what its fonts lack.
func boxed(filled bool) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 640, 240))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	for y := 28; y < 220; y += 20 {
		for x := 20; x < 600; x += 14 {
			draw.Draw(m, image.Rect(x, y, x+11, y+13), image.Black, image.Point{}, draw.Src)
			if !filled {
				draw.Draw(m, image.Rect(x+1, y+1, x+10, y+12), image.White, image.Point{}, draw.Src)
			}
		}
	}
	return m
}

// The measure tells a text in other colours, moved and drawn a little otherwise, from boxes, other letters and nothing.
func TestLikenessTellsKoreanTextFromBoxes(t *testing.T) {
	lines := []string{
		"정기결제를 위해 카드번호, 유효기간, 생년월일 또는 사업자등록번호,", "비밀번호 앞 두 자리를 결제대행사에 전달해 빌링키를 등록하는 데", "동의하십니까? 읽어 드리고 동의를 받았습니다",
		"카드에 적힌 숫자. 붙여넣을 수 있습니다. 카드에 적힌 그대로, 월 먼저", "비밀번호 앞 두 자리 생년월일 또는 사업자등록번호 열 자리", "기명 법인카드는 카드에 적힌 사람의 생년월일",
		"연결됨 바로 발급할 수 있습니다. 빌링키가 발급되었습니다", "실제 카드번호는 입력하지 마세요. 이 프로그램 안의 연습 서버로만 보냅니다",
	}
	others := append(append([]string{}, lines[4:]...), lines[:4]...)
	at, moved := image.Pt(20, 40), image.Pt(24, 48)
	want := drawn(t, assets.FontRegular, color.Black, color.White, at, 14, lines...)
	light, dark := color.Gray{0xd8}, color.Gray{0x18}
	for name, c := range map[string]struct {
		got  image.Image
		same bool
	}{
		"the same":                     {want, true},
		"moved, in other colours":      {drawn(t, assets.FontRegular, light, dark, moved, 14, lines...), true},
		"other edges":                  {softened(drawn(t, assets.FontRegular, dark, light, moved, 14, lines...)), true},
		"a font without Korean":        {drawn(t, goregular.TTF, color.Black, color.White, at, 14, lines...), false},
		"boxes":                        {boxed(false), false},
		"filled boxes":                 {boxed(true), false},
		"nothing":                      {drawn(t, assets.FontRegular, color.Black, color.White, at, 14), false},
		"other words":                  {drawn(t, assets.FontRegular, color.Black, color.White, at, 14, others...), false},
		"the same letters, other size": {drawn(t, assets.FontRegular, color.Black, color.White, at, 12, lines...), false},
	} {
		share, tiles := likeness(want, c.got, want.Bounds())
		t.Logf("%s: %.2f of %d", name, share, tiles)
		if tiles < enough || c.same != (share >= alike) || !c.same && share > alike/2 {
			t.Errorf("%s: %.2f of %d tiles", name, share, tiles)
		}
	}
}

// softened has every point take something from its neighbour to the right, as another way of drawing edges would.
func softened(m image.Image) image.Image {
	out := image.NewRGBA(m.Bounds())
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			a, b := color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(m.At(min(x+1, m.Bounds().Dx()-1), y)).(color.Gray).Y
			out.Set(x, y, color.Gray{uint8((3*int(a) + int(b)) / 4)})
		}
	}
	return out
}
