// Package architecture holds no code, only the tests that keep the program's shape: who may import whom, where goroutines
// begin, how long files and functions get, and that the program's name and version are said once.
package architecture
