-- What lists are sorted by and searched in, derived from entries by the program (initial consonants are no business of
-- SQL). An order writes none of it: it only queues its row here, and whoever reads next works the queue off. All of it can
-- be thrown away and made again from entries.

CREATE TABLE shelf (
    -- started_at * 512 + n, n telling rows of one microsecond apart: so the later row has the higher place, and new rows are
    -- appended. It is the rowid of grams.
    place        INTEGER PRIMARY KEY,
    entry_id     INTEGER NOT NULL UNIQUE,
    state        TEXT    NOT NULL,
    customer_uid TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    company      TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    pg           TEXT    NOT NULL,
    mid          TEXT    NOT NULL,
    environment  TEXT    NOT NULL,
    profile      TEXT    NOT NULL,
    operator     TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    -- Everything searched, folded, one field a line: what three letters found is compared with the whole word here.
    haystack     TEXT    NOT NULL
) STRICT;

-- One for each column a list can be sorted by; ties are newest first, with the column from its first letter on.
CREATE INDEX shelf_by_state ON shelf (state, -place);
CREATE INDEX shelf_by_customer_uid ON shelf (customer_uid, -place);
CREATE INDEX shelf_by_name ON shelf (name, -place);
CREATE INDEX shelf_by_company ON shelf (company, -place);
CREATE INDEX shelf_by_number ON shelf (number, -place);
CREATE INDEX shelf_by_pg ON shelf (pg, -place);
CREATE INDEX shelf_by_mid ON shelf (mid, -place);
CREATE INDEX shelf_by_environment ON shelf (environment, -place);
CREATE INDEX shelf_by_profile ON shelf (profile, -place);
CREATE INDEX shelf_by_operator ON shelf (operator, -place);
CREATE INDEX shelf_by_note ON shelf (note, -place);

-- From every letter of a field the next three, and one word for each value that is filtered by. It walks in the order of
-- its rowids, from either end, so that the newest hits come first without sorting. One and two letters are prefixes of the three. SQLite's
-- own trigram tokenizer finds nothing below three letters, where a Korean name begins.
CREATE VIRTUAL TABLE grams USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, prefix = '1 2',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
);

CREATE TABLE unshelved (entry_id INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER entries_shelve_new AFTER INSERT ON entries
BEGIN
    INSERT OR IGNORE INTO unshelved VALUES (NEW.id);
END;

CREATE TRIGGER entries_shelve_again AFTER UPDATE OF state, pg, mid, note, message, card_name, customer_name ON entries
BEGIN
    INSERT OR IGNORE INTO unshelved VALUES (NEW.id);
END;

CREATE TRIGGER entries_shelve_gone AFTER DELETE ON entries
BEGIN
    INSERT OR IGNORE INTO unshelved VALUES (OLD.id);
END;

INSERT INTO unshelved SELECT id FROM entries;

-- Filters ask grams now, and an order has three indexes less to write.
DROP INDEX entries_by_state;
DROP INDEX entries_by_environment;
DROP INDEX entries_by_profile;
