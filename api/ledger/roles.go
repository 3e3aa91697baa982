package ledger

// RolesSQL gives the rights of two roles on a ledger in PostgreSQL: billkey_desk, which issues and can change or delete
// nothing that was written down, and billkey_supervisor, which reads. It says itself how it is used.
func RolesSQL() string {
	text, err := serverScripts.ReadFile("server/roles.sql")
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(text)
}

// ReadOnly tells that this user or this program may only look: a supervisor's role, or a schema of a later version.
func (l *Shared) ReadOnly() bool { return !l.Waiting() && (l.newer != nil || l.looksOn) }
