-- Entries: one row an attempt to issue, and one a key that is known only because it was replaced here.
-- Times are microseconds since 1970 UTC; inserted and updated are the server's stamps in seconds.
-- Never more of a card than first six and last four.
CREATE TABLE entries (
    id               INTEGER PRIMARY KEY,
    profile          TEXT    NOT NULL,
    environment      TEXT    NOT NULL CHECK (environment IN ('practice', 'test', 'live')),
    customer_uid     TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('pending', 'issued', 'replaced', 'declined', 'not_issued', 'unknown', 'deleted')),
    found            INTEGER NOT NULL DEFAULT 0,
    is_replacement   INTEGER NOT NULL DEFAULT 0,
    channel_key      TEXT    NOT NULL DEFAULT '',
    pg               TEXT    NOT NULL DEFAULT '',
    mid              TEXT    NOT NULL DEFAULT '',
    card_name        TEXT    NOT NULL DEFAULT '',
    card_code        TEXT    NOT NULL DEFAULT '',
    masked           TEXT    NOT NULL DEFAULT '' CHECK (masked NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'),
    sandbox          INTEGER,
    operator         TEXT    NOT NULL DEFAULT '',
    inserted         INTEGER NOT NULL DEFAULT 0,
    updated          INTEGER NOT NULL DEFAULT 0,
    prior_inserted   INTEGER NOT NULL DEFAULT 0,
    prior_updated    INTEGER NOT NULL DEFAULT 0,
    prior_masked     TEXT    NOT NULL DEFAULT '' CHECK (prior_masked NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'),
    prior_card_name  TEXT    NOT NULL DEFAULT '',
    code             INTEGER NOT NULL DEFAULT 0,
    message          TEXT    NOT NULL DEFAULT '',
    note             TEXT    NOT NULL DEFAULT '',
    started_at       INTEGER NOT NULL,
    settled_at       INTEGER NOT NULL DEFAULT 0,
    consent_at       INTEGER NOT NULL DEFAULT 0,
    replaces         INTEGER REFERENCES entries (id),
    replaced_by      INTEGER REFERENCES entries (id)
);

-- The database decides that one order only is open for a customer_uid, across threads, windows and processes.
CREATE UNIQUE INDEX entries_open ON entries (profile, customer_uid) WHERE state IN ('pending', 'unknown');
CREATE INDEX entries_newest ON entries (started_at DESC, id DESC);
CREATE INDEX entries_state ON entries (state, started_at DESC, id DESC);
CREATE INDEX entries_uid ON entries (profile, customer_uid, started_at DESC, id DESC);

-- Events: what happened, who did it and when. Rows are only ever added.
CREATE TABLE events (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    operator     TEXT    NOT NULL DEFAULT '',
    profile      TEXT    NOT NULL,
    customer_uid TEXT    NOT NULL,
    entry_id     INTEGER REFERENCES entries (id),
    kind         TEXT    NOT NULL,
    detail       TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX events_uid ON events (profile, customer_uid, id);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE (ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE (ABORT, 'events are append-only'); END;
