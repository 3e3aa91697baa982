package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api/credentials"
	"billkey/api/sandbox"
)

// account fills the settings form for a new test profile on the sandbox over loopback.
func (s *stage) account(name, secretKey string) *settingsPage {
	s.t.Helper()
	s.window.openSettings()
	p := s.window.settings
	p.edit(newProfile())
	f := p.form
	f.name.SetText(name)
	f.url.SetText(s.http.URL)
	f.key.SetText(sandbox.Key)
	f.secret.SetText(secretKey)
	return p
}

func (s *stage) press(b *button) {
	s.t.Helper()
	b.press()
	s.q.drain()
}

func TestAddAnAccountAndIssueOnIt(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.test)
	s.says("settings.tested")
	p.form.channel.SetSelectedIndex(0)
	s.shot("settings-account")
	if p.form.current.ChannelKey == "" || p.form.current.PG == "" {
		t.Fatal("the channel did not fill key and PG")
	}
	s.press(p.form.save)
	s.says("settings.saved")
	if p.form.key.Text != "" || p.form.secret.Text != "" {
		t.Error("key and secret stay on the screen after saving")
	}
	all := s.parts.Profiles.List()
	if len(all) != 2 || len(s.ring.items) != 1 {
		t.Fatalf("%d profiles, %d keychain items", len(all), len(s.ring.items))
	}
	s.window.closeSettings()
	s.window.switchTo(all[1].ID)
	s.q.drain()
	s.says("environment.test")
	s.answerOperator()
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	if s.posts() != 1 {
		t.Fatalf("not issued:\n%s", s.visible())
	}
	if e := s.entries(); e[0].Profile != all[1].ID || e[0].Environment != "test" {
		t.Errorf("ledger: %+v", e[0])
	}
}

func TestWrongSecretSaysSoAndWhereToFindIt(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", "wrong-secret")
	s.press(p.form.test)
	s.shot("settings-wrong-secret")
	s.says("failure.bad_credentials", "failure.bad_credentials.detail")
	s.shows("인증에 실패하였습니다. API키와 secret을 확인하세요.")
}

func TestNoNetworkInSettingsSaysSoAndKeepsWhatWasTyped(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", sandbox.Secret)
	s.http.Close()
	s.press(p.form.test)
	s.says("failure.unreachable")
	if p.form.name.Text != "우리 회사" || p.form.key.Text == "" {
		t.Error("what was typed is gone")
	}
}

func TestWithoutAKeychainTheKeysAreForThisSessionAndItIsSaid(t *testing.T) {
	s := newStage(t)
	s.ring.err = errors.New("the name org.freedesktop.secrets was not provided by any .service files")
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.save)
	s.shot("settings-session-only")
	s.says("settings.session_only")
	if len(s.ring.items) != 0 {
		t.Error("the keychain holds an item it refused")
	}
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), sandbox.Secret) {
			t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestInvalidProfileIsRefusedWithASentence(t *testing.T) {
	s := newStage(t)
	p := s.account("", sandbox.Secret)
	s.press(p.form.save)
	s.says("settings.title")
	if p.note.content == "" || len(s.parts.Profiles.List()) != 1 {
		t.Error("a profile without a name was taken")
	}
	p.form.name.SetText("우리 회사")
	p.form.url.SetText("http://api.iamport.kr")
	s.press(p.form.save)
	s.shows("https")
}

func TestRemovingAProfileRemovesItsKeys(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.save)
	p.askRemove()
	s.says("settings.remove.title")
	s.keys("<tab><enter>")
	if len(s.parts.Profiles.List()) != 1 || len(s.ring.items) != 0 {
		t.Errorf("%d profiles, %d keychain items are left", len(s.parts.Profiles.List()), len(s.ring.items))
	}
	s.says("settings.removed")
}

func TestLiveProfileOpensLocked(t *testing.T) {
	s := newStage(t)
	p, err := s.parts.Profiles.Put(credentials.Profile{
		Name: "운영", Environment: credentials.Live, BaseURL: credentials.DefaultBaseURL, Needs: credentials.NeedsFor("nice_v2"),
	})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := credentials.NewKeys([]byte(sandbox.Key), []byte(sandbox.Secret))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.parts.Vault.Save(t.Context(), p.ID, keys); err != nil {
		t.Fatal(err)
	}
	s.window.form.number.fill([]byte(cardVisa))
	before := s.window.form
	s.window.switchTo(p.ID)
	s.q.drain()
	if before.number.digits.Len() != 0 {
		t.Error("switching the profile left the card in the form")
	}
	s.answerOperator()
	s.shot("live-locked")
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.says("live.locked")
	if s.posts() != 0 {
		t.Fatal("a locked live profile issued")
	}
	s.press(s.window.header.unlock)
	s.keys("<tab><enter>")
	s.window.form.focus("birth")
	s.keys("<enter>")
	if s.posts() != 1 {
		t.Fatalf("not issued after unlocking:\n%s", s.visible())
	}
	s.shot("live-alert")
	s.says("alert.title", "alert.sandbox") // the sandbox's default channel is a test channel
	s.keys("<enter>")
	s.showsNot(s.window.w.t("alert.acknowledge"))
}

func TestLanguageSwitchesWithoutRestart(t *testing.T) {
	s := newStage(t)
	s.window.openSettings()
	s.window.settings.prefs.OnLanguage("en")
	s.q.drain()
	s.window.closeSettings()
	s.says("results.title")
	for _, line := range strings.Split(s.visible(), "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return r >= '가' && r <= '힣' }) && line != "김상담" {
			t.Errorf("Korean is left on the English screen: %q", line)
		}
	}
}
