package headless

import (
	"errors"

	"billkey/api/issuing"
)

// because says why a desk did not do something: iamport's or the PG's own message, whole, or ours where there is none. Keys
// that could not be read come with what the keychain did.
func (w words) because(err error) string {
	var f *issuing.Failure
	switch {
	case !errors.As(err, &f) || f == nil:
		return err.Error()
	case f.Message != "":
		return f.Message
	case f.Kind == issuing.NoCredentials:
		return w.t("failure."+string(f.Kind)) + ": " + w.t("keychain."+keyProblem(f.Err))
	}
	return w.t("failure." + string(f.Kind))
}
