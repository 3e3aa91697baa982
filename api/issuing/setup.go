package issuing

import "context"

// Channel is one PG setting of the account, from GET /users/pg.
type Channel struct {
	Key, Name, PG, MID string
	Test               bool
	// CanIssue tells whether keys can be issued on it by REST (type api_payment).
	CanIssue bool
}

// CheckKeys proves key and secret (POST /users/getToken) and lists the account's channels (GET /users/pg).
func (d *Desk) CheckKeys(ctx context.Context) ([]Channel, error) {
	settings, err := d.gateway.PGSettings(ctx)
	if err != nil {
		return nil, asFailure(err)
	}
	out := make([]Channel, 0, len(settings))
	for _, s := range settings {
		out = append(out, Channel{
			Key: s.ChannelKey, Name: s.ChannelName, PG: s.PGProvider, MID: s.PGID,
			Test: s.Sandbox, CanIssue: s.Type == "api_payment",
		})
	}
	return out, nil
}
