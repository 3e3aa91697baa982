// Package credentials keeps who the merchant is to iamport: profiles (a name, an environment, a base
// URL, a channel) in one file, and the imp_key and imp_secret of each profile in the keychain of the
// operating system. Where there is no keychain the keys live in memory until the program ends.
//
// No secret is ever written to a file by this package, and no error of it is a sentence for staff:
// reasons are codes, the screens have the words.
package credentials
