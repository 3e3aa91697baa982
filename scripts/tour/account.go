package main

import (
	"slices"

	"billkey/scripts/stage"
)

// account is what somebody types into the settings to add a profile.
type account struct{ name, key, secret, url string }

// settingsOrder is the order in which Tab goes through the settings while a new profile is edited, and round again.
var settingsOrder = []string{
	"list", "add", "export", "import",
	"name", "environment", "key", "secret", "url", "tier", "channel", "test",
	"birth", "pin", "customer_name", "customer_id", "cvc", "consent",
	"save", "operator", "language", "look", "scale", "notify", "ledger", "ledger server", "idle", "screen PIN", "about", "back",
	"profile choice", "check", "request log", "settings button", "menu",
}

// cursor walks the settings by Tab and remembers where it is.
type cursor struct {
	*stage.Story
	at int
}

// to goes to a field.
func (c *cursor) to(name string) {
	n, to := len(settingsOrder), slices.Index(settingsOrder, name)
	c.Times((to-c.at+n)%n, "Tab")
	c.at = to
}

// addProfile adds a profile by keyboard: keys proved, the account's first channel chosen, saved; and opens it.
func addProfile(s *stage.Story, a account) (profile string) {
	s.Keys("ctrl+comma")
	s.Await("settings")
	c := &cursor{s, len(settingsOrder) - 1}
	c.to("add")
	c.Keys("Return")
	c.at = slices.Index(settingsOrder, "name") // the cursor goes there by itself
	c.Write(a.name)
	c.to("key")
	c.Write(a.key)
	c.to("secret")
	c.Write(a.secret)
	c.to("url")
	c.Keys("ctrl+a")
	c.Write(a.url)
	c.to("test")
	c.Keys("Return")
	c.Await("keys_tested")
	c.to("channel")
	c.Keys("Right")
	c.Shoot("keys-tested")
	c.to("save")
	c.Keys("Return")
	e := c.Await("profile_saved", "kept", "keychain")
	c.Shoot("profile-saved")
	profile, _ = e["profile"].(string)
	c.Keys("Tab") // the button that deletes the profile: it was not there before
	c.to("profile choice")
	c.Keys("Right")
	c.Await("ready", "profile", profile)
	c.Keys("Escape")
	c.Await("desk")
	c.AnswerOperator()
	c.Shoot("profile-opened")
	return profile
}
