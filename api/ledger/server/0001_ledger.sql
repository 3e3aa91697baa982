-- The ledger of many desks. Columns, names and rules are those of the file's; see migrations/0001_entries.sql. Everything is in
-- the schema billkey, which the migration's caller has made. Texts are compared by their letters' code, whatever the database's
-- language is.

CREATE TABLE entries (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile         text COLLATE "C" NOT NULL CHECK (profile <> ''),
    environment     text COLLATE "C" NOT NULL,
    customer_uid    text COLLATE "C" NOT NULL CHECK (customer_uid <> ''),
    channel_key     text COLLATE "C" NOT NULL DEFAULT '',
    pg              text COLLATE "C" NOT NULL DEFAULT '',
    mid             text COLLATE "C" NOT NULL DEFAULT '',
    masked          text COLLATE "C" NOT NULL DEFAULT '',
    operator        text COLLATE "C" NOT NULL DEFAULT '',
    desk            text COLLATE "C" NOT NULL DEFAULT '',
    is_replace      boolean NOT NULL DEFAULT false,
    prior_inserted  bigint NOT NULL DEFAULT 0,
    prior_updated   bigint NOT NULL DEFAULT 0,
    prior_masked    text COLLATE "C" NOT NULL DEFAULT '',
    prior_card_name text COLLATE "C" NOT NULL DEFAULT '',
    started_at      bigint NOT NULL CHECK (started_at > 0),
    consent_at      bigint NOT NULL DEFAULT 0,
    note            text COLLATE "C" NOT NULL DEFAULT '',
    state           text COLLATE "C" NOT NULL CHECK (state IN
        ('pending', 'issued', 'replaced', 'declined', 'not_issued', 'unknown', 'deleted')),
    inserted        bigint NOT NULL DEFAULT 0,
    updated         bigint NOT NULL DEFAULT 0,
    key_masked      text COLLATE "C" NOT NULL DEFAULT '',
    card_name       text COLLATE "C" NOT NULL DEFAULT '',
    card_code       text COLLATE "C" NOT NULL DEFAULT '',
    sandbox         boolean,
    code            bigint NOT NULL DEFAULT 0,
    message         text COLLATE "C" NOT NULL DEFAULT '',
    how             text COLLATE "C" NOT NULL DEFAULT '',
    settled_at      bigint NOT NULL DEFAULT 0,
    replaces        bigint REFERENCES entries (id),
    replaced_by     bigint REFERENCES entries (id),
    found           boolean NOT NULL DEFAULT false,
    customer_name   text COLLATE "C" NOT NULL DEFAULT '',
    looked_at       bigint NOT NULL DEFAULT 0,
    elsewhere       text COLLATE "C" NOT NULL DEFAULT '' CHECK (elsewhere IN ('', 'changed', 'gone')),
    -- Which desk looks after an open order, and until when, by the server's clock: after it any desk may.
    watched_by      text COLLATE "C" NOT NULL DEFAULT '',
    watched_until   bigint NOT NULL DEFAULT 0,

    -- A masked number is at most six digits, stars, at most four digits: so never a run of more than six.
    CONSTRAINT masked_shows_6_4 CHECK (length(masked) <= 24 AND masked ~ '^([0-9]{0,6}[*]+)?[0-9]{0,4}$'),
    CONSTRAINT key_masked_shows_6_4 CHECK (length(key_masked) <= 24 AND key_masked ~ '^([0-9]{0,6}[*]+)?[0-9]{0,4}$'),
    CONSTRAINT prior_masked_shows_6_4 CHECK (length(prior_masked) <= 24 AND prior_masked ~ '^([0-9]{0,6}[*]+)?[0-9]{0,4}$'),
    -- Free text never holds a run of digits long enough for a card number.
    CONSTRAINT text_holds_no_number CHECK (message !~ '[0-9]{12}' AND note !~ '[0-9]{12}' AND operator !~ '[0-9]{12}'
        AND card_name !~ '[0-9]{12}' AND prior_card_name !~ '[0-9]{12}' AND customer_name !~ '[0-9]{12}'
        AND desk !~ '[0-9]{12}')
);

-- Only one order may be open for a customer_uid, at any desk.
CREATE UNIQUE INDEX entries_one_open ON entries (profile, customer_uid) WHERE state IN ('pending', 'unknown');
-- Only one key is in force behind a customer_uid.
CREATE UNIQUE INDEX entries_one_in_force ON entries (profile, customer_uid) WHERE state = 'issued';
CREATE INDEX entries_by_time ON entries (started_at, id);
CREATE INDEX entries_by_uid ON entries (customer_uid, started_at, id);

CREATE FUNCTION entries_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    IF (OLD.id, OLD.profile, OLD.environment, OLD.customer_uid, OLD.channel_key, OLD.masked, OLD.operator, OLD.desk, OLD.is_replace,
            OLD.prior_inserted, OLD.prior_updated, OLD.prior_masked, OLD.prior_card_name, OLD.started_at, OLD.consent_at, OLD.found)
        IS DISTINCT FROM
        (NEW.id, NEW.profile, NEW.environment, NEW.customer_uid, NEW.channel_key, NEW.masked, NEW.operator, NEW.desk, NEW.is_replace,
            NEW.prior_inserted, NEW.prior_updated, NEW.prior_masked, NEW.prior_card_name, NEW.started_at, NEW.consent_at, NEW.found)
    THEN
        RAISE EXCEPTION 'what was begun cannot be changed';
    END IF;
    IF OLD.state <> NEW.state
        AND NOT (OLD.state IN ('pending', 'unknown') AND NEW.state <> 'pending')
        AND NOT (OLD.state = 'issued' AND NEW.state IN ('replaced', 'deleted'))
    THEN
        RAISE EXCEPTION 'a decided entry cannot be reopened';
    END IF;
    IF OLD.customer_name NOT IN ('', NEW.customer_name) THEN
        RAISE EXCEPTION 'a name that is known cannot be changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_guard BEFORE UPDATE ON entries FOR EACH ROW EXECUTE FUNCTION entries_guard();

CREATE FUNCTION entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are kept';
END $$;
CREATE TRIGGER entries_kept BEFORE DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION entries_kept();

-- What happened, in order, for ever. The IDs of one customer_uid's events are in the order of their commits, since each is
-- drawn under that customer_uid's lock.
CREATE TABLE events (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           bigint NOT NULL CHECK (at > 0),
    operator     text COLLATE "C" NOT NULL DEFAULT '',
    profile      text COLLATE "C" NOT NULL DEFAULT '',
    customer_uid text COLLATE "C" NOT NULL DEFAULT '',
    entry_id     bigint REFERENCES entries (id),
    kind         text COLLATE "C" NOT NULL CHECK (kind <> ''),
    detail       text COLLATE "C" NOT NULL DEFAULT '',
    -- The transaction's own mark: by it a desk whose connection was cut between commit and answer finds out whether it was
    -- committed. The transaction's number would not do, since a server that crashed may give it again.
    mark         text COLLATE "C" NOT NULL DEFAULT coalesce(current_setting('billkey.mark', true), ''),
    CONSTRAINT text_holds_no_number CHECK (detail !~ '[0-9]{12}' AND operator !~ '[0-9]{12}')
);
CREATE INDEX events_by_uid ON events (profile, customer_uid, id);
CREATE INDEX events_by_entry ON events (entry_id);

CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_append_only();

-- What lists are sorted by and searched in, derived from entries by the programs. An order writes none of it: it only queues
-- its row, and whoever reads next works the queue off. All of it can be thrown away and made again.
CREATE TABLE shelf (
    entry_id     bigint PRIMARY KEY,
    started_at   bigint NOT NULL,
    state        text COLLATE "C" NOT NULL,
    customer_uid text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    company      text COLLATE "C" NOT NULL,
    number       text COLLATE "C" NOT NULL,
    pg           text COLLATE "C" NOT NULL,
    mid          text COLLATE "C" NOT NULL,
    environment  text COLLATE "C" NOT NULL,
    profile      text COLLATE "C" NOT NULL,
    operator     text COLLATE "C" NOT NULL,
    note         text COLLATE "C" NOT NULL,
    desk         text COLLATE "C" NOT NULL,
    -- Everything searched, folded, one blank between words.
    haystack     text COLLATE "C" NOT NULL
);

-- Ties are newest first, with the column from its first letter on. What is included lets a jump count rows in the index alone.
CREATE INDEX shelf_by_time ON shelf ((-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_state ON shelf (state, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_customer_uid ON shelf (customer_uid, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_name ON shelf (name, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_company ON shelf (company, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_number ON shelf (number, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_pg ON shelf (pg, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_mid ON shelf (mid, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_environment ON shelf (environment, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_profile ON shelf (profile, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_operator ON shelf (operator, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_desk ON shelf (desk, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);
CREATE INDEX shelf_by_note ON shelf (note, (-started_at), (-entry_id)) INCLUDE (started_at, entry_id);

-- From every letter of a word the next three: one and two letters are prefixes of them. Each stands behind a letter for its month
-- (a twelfth of a year, from 1970 on), so that a search reads as few months as it needs, newest first, and what one costs does not
-- grow with the years. pg_trgm was not used: it finds nothing below three letters, where a Korean name begins, leaves out signs,
-- and leaves out Hangul where the database's language is C.
CREATE FUNCTION grams(haystack text, started_at bigint) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT array_to_tsvector(coalesce(array_agg(chr(983040 + least(started_at / 2629746000000, 65000)::int) || substr(word, i, 3)), '{}'))
    FROM string_to_table(haystack, ' ') word, generate_series(1, length(word)) i
$$;
CREATE INDEX shelf_by_grams ON shelf USING gin (grams(haystack, started_at));

-- How many rows of the shelf there are of each month and each choice of filters, so that lists are counted without reading them.
-- A month is one of Korea's, counted from the year 0 on. Only one program at a time writes the shelf, so that nobody waits here.
CREATE FUNCTION month_of(started_at bigint) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (extract(year FROM t) * 12 + extract(month FROM t) - 1)::int
    FROM (SELECT timestamp '1970-01-01 09:00' + (started_at / 1000000) * interval '1 second' AS t) s
$$;
CREATE TABLE tallies (
    month       int NOT NULL,
    state       text COLLATE "C" NOT NULL,
    environment text COLLATE "C" NOT NULL,
    profile     text COLLATE "C" NOT NULL,
    operator    text COLLATE "C" NOT NULL,
    desk        text COLLATE "C" NOT NULL,
    n           bigint NOT NULL,
    PRIMARY KEY (month, state, environment, profile, operator, desk)
) WITH (fillfactor = 70);

CREATE FUNCTION tally_new() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    INSERT INTO tallies SELECT month_of(started_at), state, environment, profile, operator, desk, count(*) FROM new_rows
        GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (month, state, environment, profile, operator, desk) DO UPDATE SET n = tallies.n + excluded.n;
    RETURN NULL;
END $$;
CREATE FUNCTION tally_old() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    UPDATE tallies SET n = tallies.n - o.n
    FROM (SELECT month_of(started_at) AS month, state, environment, profile, operator, desk, count(*) AS n FROM old_rows
        GROUP BY 1, 2, 3, 4, 5, 6) o
    WHERE (tallies.month, tallies.state, tallies.environment, tallies.profile, tallies.operator, tallies.desk)
        = (o.month, o.state, o.environment, o.profile, o.operator, o.desk);
    RETURN NULL;
END $$;
CREATE FUNCTION tally_none() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    DELETE FROM tallies;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_inserted AFTER INSERT ON shelf REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_new();
CREATE TRIGGER tally_changed_from AFTER UPDATE ON shelf REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_old();
CREATE TRIGGER tally_changed_to AFTER UPDATE ON shelf REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_new();
CREATE TRIGGER tally_deleted AFTER DELETE ON shelf REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tally_old();
CREATE TRIGGER tally_emptied AFTER TRUNCATE ON shelf FOR EACH STATEMENT EXECUTE FUNCTION tally_none();

CREATE TABLE unshelved (
    n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id bigint NOT NULL
);

CREATE FUNCTION entries_shelve() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    INSERT INTO unshelved (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER entries_shelve_new AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION entries_shelve();
CREATE TRIGGER entries_shelve_again AFTER UPDATE OF state, pg, mid, note, message, card_name, customer_name ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_shelve();
