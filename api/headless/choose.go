package headless

import (
	"context"
	"fmt"
	"os/user"
	"strings"

	"billkey/api/credentials"
)

// Choose finds the profile that -profile names, or the one used last, with the channel that -channel names.
func (p *Parts) Choose() (credentials.Profile, error) {
	profile, err := p.named(p.Options.Profile)
	if err == nil && p.Options.Channel != "" { // the PG and MID belong to the other channel
		profile.ChannelKey, profile.ChannelName, profile.PG, profile.MID = p.Options.Channel, "", "", ""
	}
	return profile, err
}

func (p *Parts) named(name string) (credentials.Profile, error) {
	switch name {
	case credentials.EnvID:
		return credentials.Profile{
			ID: credentials.EnvID, Name: credentials.EnvID, Environment: credentials.Test,
			BaseURL: credentials.DefaultBaseURL, Needs: credentials.NeedsFor(""),
		}, nil
	case "":
		name = p.Profiles.Current()
	}
	profile, ok := p.Profiles.Find(name)
	if !ok {
		return credentials.Profile{}, fmt.Errorf("no profile %q", name)
	}
	return profile, nil
}

// Account is the operating system's name for who sits here; "" where it has none.
func Account() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	name := u.Username
	if u.Name != "" {
		name = u.Name
	}
	return name[strings.LastIndexByte(name, '\\')+1:] // Windows puts the computer or the domain before it
}

// settled gives the profile of the environment the kind of the channel that it would issue on: its owner has said nothing
// of test or live.
func (p *Parts) settled(ctx context.Context, profile credentials.Profile) (credentials.Profile, error) {
	channels, err := p.Try(ctx, profile, credentials.Keys{})
	for _, c := range channels {
		if c.CanIssue && (profile.ChannelKey == "" || profile.ChannelKey == c.Key) {
			profile.PG, profile.MID, profile.Needs = c.PG, c.MID, credentials.NeedsFor(c.PG)
			if !c.Test {
				profile.Environment = credentials.Live
			}
			return profile, nil
		}
	}
	return profile, err
}

// label is what a profile is called on a terminal: the practice one has no name of its own.
func label(p credentials.Profile) string {
	if p.Name == "" {
		return p.ID
	}
	return p.Name
}

// StartProfile is the profile that -profile names; nil leaves the choice to the window.
func (p *Parts) StartProfile() (*credentials.Profile, error) {
	if p.Options.Profile == "" {
		return nil, nil
	}
	profile, err := p.Choose()
	if profile.ID == credentials.EnvID { // nobody has said whether its channel is live: it opens locked
		profile.Environment = credentials.Live
	}
	return &profile, err
}
