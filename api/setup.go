package api

import "context"

// PGSetting is one PG setting of the account. Only Type api_payment can issue keys by REST.
type PGSetting struct {
	PGProvider, PGID        string
	Sandbox                 bool
	Type                    string // payment, api_payment or certification
	ChannelName, ChannelKey string // "" from servers that do not tell
}

// CardCompany is a card company and its bank association code.
type CardCompany struct{ Code, Name string }

type wireSetting struct {
	PGProvider  text `json:"pg_provider"`
	PGID        text `json:"pg_id"`
	Sandbox     flag `json:"sandbox"`
	Type        text `json:"type"`
	ChannelName text `json:"channel_name"`
	ChannelKey  text `json:"channel_key"`
}

func (w *wireSetting) setting() PGSetting {
	return PGSetting{
		PGProvider: safeText(string(w.PGProvider)), PGID: safeText(string(w.PGID)),
		Sandbox: w.Sandbox.v != nil && *w.Sandbox.v, Type: safeText(string(w.Type)),
		ChannelName: safeMessage(string(w.ChannelName)), ChannelKey: safeText(string(w.ChannelKey)),
	}
}

type wireCompany struct {
	Code text `json:"code"`
	Name text `json:"name"`
}

func (w *wireCompany) company() CardCompany {
	return CardCompany{Code: safeText(string(w.Code)), Name: safeMessage(string(w.Name))}
}

// PGSettings lists the account's PG settings.
//
// GET /users/pg
func (c *Client) PGSettings(ctx context.Context) ([]PGSetting, error) {
	return items(ctx, c, get("settings", "/users/pg"), (*wireSetting).setting)
}

// Cards lists all card companies.
//
// GET /cards
func (c *Client) Cards(ctx context.Context) ([]CardCompany, error) {
	return items(ctx, c, get("cards", "/cards"), (*wireCompany).company)
}

// CardCompany looks up one card company; an unknown code is [ErrNotFound].
//
// GET /cards/{card_standard_code}
func (c *Client) CardCompany(ctx context.Context, code string) (CardCompany, error) {
	var w wireCompany
	if err := c.do(ctx, get("cards", "/cards/{card_standard_code}", code), &w); err != nil {
		return CardCompany{}, err
	}
	return w.company(), nil
}
