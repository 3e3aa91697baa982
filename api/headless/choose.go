package headless

import (
	"fmt"
	"os/user"

	"billkey/api/credentials"
)

// Choose finds the profile that -profile names, or the one used last.
func (p *Parts) Choose() (credentials.Profile, error) {
	name := p.Options.Profile
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
	if u.Name != "" {
		return u.Name
	}
	return u.Username
}
