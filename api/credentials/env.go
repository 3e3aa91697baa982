package credentials

import "errors"

// The environment variables read for the profile `env`, and for no other.
const (
	EnvKey    = "BILLKEY_IMP_KEY"
	EnvSecret = "BILLKEY_IMP_SECRET"
)

// FromEnv takes key and secret from the process environment; getenv is os.Getenv. A missing or
// unusable one is an [*InvalidError] of FieldKey or FieldSecret.
func FromEnv(getenv func(string) string) (Keys, error) {
	if getenv == nil {
		return Keys{}, errors.New("credentials: no environment to read")
	}
	return NewKeys([]byte(getenv(EnvKey)), []byte(getenv(EnvSecret)))
}
