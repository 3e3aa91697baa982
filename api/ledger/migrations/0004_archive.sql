-- Old rows may leave the ledger for an archive, in one way only. Within one transaction a row is listed in `leaving`, its
-- events are deleted, then the row, then it is struck from the list:
--   - an event or a row that is not listed cannot be deleted;
--   - only a decided row whose key is not in force can be listed;
--   - a listed row can be struck only when it is gone: events cannot be taken from under a row that stays;
--   - nothing commits while the list holds a row, since each refers to a row of `nowhere`, which can hold none;
--   - a chain of replaced keys cannot be cut: what stays still refers to what would go.
CREATE TABLE nowhere (id INTEGER PRIMARY KEY CHECK (0)) STRICT;

CREATE TABLE leaving (
    entry_id INTEGER PRIMARY KEY REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TRIGGER leaving_decided BEFORE INSERT ON leaving
WHEN NOT EXISTS (SELECT 1 FROM entries
    WHERE id = NEW.entry_id AND state IN ('replaced', 'declined', 'not_issued', 'deleted'))
BEGIN
    SELECT RAISE(ABORT, 'only a decided entry whose key is not in force may leave');
END;

CREATE TRIGGER leaving_no_update BEFORE UPDATE ON leaving
BEGIN
    SELECT RAISE(ABORT, 'an entry that leaves is not exchanged for another');
END;

CREATE TRIGGER leaving_whole BEFORE DELETE ON leaving
WHEN EXISTS (SELECT 1 FROM entries WHERE id = OLD.entry_id)
BEGIN
    SELECT RAISE(ABORT, 'an entry leaves whole or not at all');
END;

DROP TRIGGER events_no_delete;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM leaving WHERE entry_id = OLD.entry_id)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
WHEN NOT EXISTS (SELECT 1 FROM leaving WHERE entry_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'entries are kept');
END;

-- INSERT OR REPLACE would delete without firing the trigger above.
CREATE TRIGGER entries_no_overwrite BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'entries are kept');
END;

-- Deleting a row looks for rows that refer to it: without these, through the whole table for each.
CREATE INDEX entries_by_replaces ON entries (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX entries_by_replaced_by ON entries (replaced_by) WHERE replaced_by IS NOT NULL;
