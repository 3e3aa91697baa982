package ui

import (
	"path/filepath"
	"slices"
	"testing"
)

// technicalPictures are of things that are written alike in both languages: names of licences, keys, fields and of Windows' own.
var technicalPictures = []string{"about", "help-keys", "request", "checked", "settings-owner", "settings-owner-no-pin", "locked-owner"}

// Screens are as they were: what scenes tell of, Korean in the light look and English in the dark one; and what shows no data says
// no word of the other language. That is the desk from its first start to the ends of an order, each page, each topic of the
// help, the list with rows, its filters and menus, the sheets and questions named there, the lock screen, a supervisor's window, a
// database that is away, and the desk in a small window. Left out are the other two pairs of language and look, the lists behind
// choices, the questions before an account or a half-typed form is left, and those of restoring and archiving.
// All is drawn from our own fonts, at one time of one zone (see [frozen]), with stand-ins for what is of this machine (see
// [stage.standIns]): two runs differ by nothing, and one control or word that vanishes is complained of (see
// [TestAScreenThatLacksOneThingIsNotAsItWas]).
// BILLKEY_GOLDEN=write draws the pictures anew: look at them before they are committed, at full size in the folder that
// BILLKEY_SHOTS names.
func TestScreensAreAsTheyWere(t *testing.T) {
	notRacing(t)
	if _, err := goldenLedger(); err != nil { // here, as it rests between its steps
		t.Fatal(err)
	}
	for lang, look := range map[string]string{"ko": "light", "en": "dark"} {
		t.Run("start-"+lang, func(t *testing.T) { drawStart(t, lang, look) })
		for _, scene := range scenes {
			t.Run(scene.name+"-"+lang, func(t *testing.T) {
				frozen(t, func(t *testing.T) {
					scene.play(t, lang, look, func(s *stage, name string) {
						if !scene.filled && !slices.Contains(technicalPictures, name) {
							s.speaks(lang, name)
						}
						name += "-" + lang + "-" + look
						sameAs(t, filepath.Join("testdata", "golden", name+".png"), s.picture(name))
					})
				})
			})
		}
	}
}

// notRacing leaves out a test that draws or reads every screen.
func notRacing(t *testing.T) {
	t.Helper()
	if racing {
		t.Skip("drawn in the run without the race detector")
	}
}
