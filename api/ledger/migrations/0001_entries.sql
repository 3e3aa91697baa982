-- One row per attempt, and one per key that is known only because a lookup showed it (found = 1).
-- Times are microseconds since 1970, UTC; 0 is none. inserted, updated and prior_* are iamport's UNIX seconds.
CREATE TABLE entries (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    profile         TEXT    NOT NULL CHECK (profile <> ''),
    environment     TEXT    NOT NULL,
    customer_uid    TEXT    NOT NULL CHECK (customer_uid <> ''),
    channel_key     TEXT    NOT NULL DEFAULT '',
    pg              TEXT    NOT NULL DEFAULT '',
    mid             TEXT    NOT NULL DEFAULT '',
    masked          TEXT    NOT NULL DEFAULT '',
    operator        TEXT    NOT NULL DEFAULT '',
    is_replace      INTEGER NOT NULL DEFAULT 0 CHECK (is_replace IN (0, 1)),
    prior_inserted  INTEGER NOT NULL DEFAULT 0,
    prior_updated   INTEGER NOT NULL DEFAULT 0,
    prior_masked    TEXT    NOT NULL DEFAULT '',
    prior_card_name TEXT    NOT NULL DEFAULT '',
    started_at      INTEGER NOT NULL CHECK (started_at > 0),
    consent_at      INTEGER NOT NULL DEFAULT 0,
    note            TEXT    NOT NULL DEFAULT '',
    state           TEXT    NOT NULL CHECK (state IN
        ('pending', 'issued', 'replaced', 'declined', 'not_issued', 'unknown', 'deleted')),
    inserted        INTEGER NOT NULL DEFAULT 0,
    updated         INTEGER NOT NULL DEFAULT 0,
    key_masked      TEXT    NOT NULL DEFAULT '',
    card_name       TEXT    NOT NULL DEFAULT '',
    card_code       TEXT    NOT NULL DEFAULT '',
    sandbox         INTEGER CHECK (sandbox IN (0, 1)),
    code            INTEGER NOT NULL DEFAULT 0,
    message         TEXT    NOT NULL DEFAULT '',
    how             TEXT    NOT NULL DEFAULT '',
    settled_at      INTEGER NOT NULL DEFAULT 0,
    replaces        INTEGER REFERENCES entries (id),
    replaced_by     INTEGER REFERENCES entries (id),
    found           INTEGER NOT NULL DEFAULT 0 CHECK (found IN (0, 1)),

    -- A masked number is at most six digits, stars, at most four digits: so never a run of more than six.
    CONSTRAINT masked_shows_6_4 CHECK (
        length(masked) <= 24
        AND length(masked) - length(ltrim(masked, '0123456789')) <= 6
        AND length(masked) - length(rtrim(masked, '0123456789')) <= 4
        AND trim(trim(masked, '0123456789'), '*') = ''),
    CONSTRAINT key_masked_shows_6_4 CHECK (
        length(key_masked) <= 24
        AND length(key_masked) - length(ltrim(key_masked, '0123456789')) <= 6
        AND length(key_masked) - length(rtrim(key_masked, '0123456789')) <= 4
        AND trim(trim(key_masked, '0123456789'), '*') = ''),
    CONSTRAINT prior_masked_shows_6_4 CHECK (
        length(prior_masked) <= 24
        AND length(prior_masked) - length(ltrim(prior_masked, '0123456789')) <= 6
        AND length(prior_masked) - length(rtrim(prior_masked, '0123456789')) <= 4
        AND trim(trim(prior_masked, '0123456789'), '*') = ''),
    -- Free text never holds a run of digits long enough for a card number.
    CONSTRAINT text_holds_no_number CHECK (
        message NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
        AND note NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
        AND operator NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
        AND card_name NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
        AND prior_card_name NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*')
) STRICT;

-- Only one order may be open for a customer_uid, at any desk on this file.
CREATE UNIQUE INDEX entries_one_open ON entries (profile, customer_uid) WHERE state IN ('pending', 'unknown');
-- Only one key is in force behind a customer_uid.
CREATE UNIQUE INDEX entries_one_in_force ON entries (profile, customer_uid) WHERE state = 'issued';

-- Every list is newest first by (started_at, id): each filter has an index that ends in that order.
CREATE INDEX entries_by_time ON entries (started_at, id);
CREATE INDEX entries_by_state ON entries (state, started_at, id);
CREATE INDEX entries_by_environment ON entries (environment, started_at, id);
CREATE INDEX entries_by_profile ON entries (profile, started_at, id);
CREATE INDEX entries_by_uid ON entries (customer_uid, started_at, id);

CREATE TRIGGER entries_identity BEFORE UPDATE OF id, profile, environment, customer_uid, channel_key, masked, is_replace,
    prior_inserted, prior_updated, prior_masked, prior_card_name, started_at, consent_at, found ON entries
BEGIN
    SELECT RAISE(ABORT, 'what was begun cannot be changed');
END;

CREATE TRIGGER entries_decided BEFORE UPDATE OF state ON entries
WHEN NOT (OLD.state IN ('pending', 'unknown') AND NEW.state <> 'pending')
    AND NOT (OLD.state = 'issued' AND NEW.state IN ('replaced', 'deleted'))
BEGIN
    SELECT RAISE(ABORT, 'a decided entry cannot be reopened');
END;

-- What happened, in order, for ever.
CREATE TABLE events (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL CHECK (at > 0),
    operator     TEXT    NOT NULL DEFAULT '',
    profile      TEXT    NOT NULL DEFAULT '',
    customer_uid TEXT    NOT NULL DEFAULT '',
    entry_id     INTEGER REFERENCES entries (id),
    kind         TEXT    NOT NULL CHECK (kind <> ''),
    detail       TEXT    NOT NULL DEFAULT '',
    CONSTRAINT text_holds_no_number CHECK (
        detail NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*'
        AND operator NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*')
) STRICT;

CREATE INDEX events_by_uid ON events (profile, customer_uid, id);
CREATE INDEX events_by_entry ON events (entry_id);

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- INSERT OR REPLACE would delete without firing the trigger above.
CREATE TRIGGER events_no_overwrite BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
