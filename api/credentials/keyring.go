package credentials

import "github.com/zalando/go-keyring"

// Service is the name all keychain items are filed under; the user is the profile's ID.
const Service = "kr.billkey.desk"

// Keyring is the part of go-keyring that [Vault] uses. Its calls may block for ever, on a prompt that
// nobody answers; a missing item is keyring.ErrNotFound. Tests give doubles of their own.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// SystemKeyring is the keychain of the operating system: Secret Service, Credential Manager, Keychain.
type SystemKeyring struct{}

// Get reads an item.
func (SystemKeyring) Get(service, user string) (string, error) { return keyring.Get(service, user) }

// Set writes an item.
func (SystemKeyring) Set(service, user, password string) error {
	return keyring.Set(service, user, password)
}

// Delete removes an item.
func (SystemKeyring) Delete(service, user string) error { return keyring.Delete(service, user) }
