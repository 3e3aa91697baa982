-- At which desk an order was begun, and which one looks after it while its end is not known.
ALTER TABLE entries ADD COLUMN desk TEXT NOT NULL DEFAULT ''
    CONSTRAINT desk_holds_no_number
    CHECK (desk NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*');
ALTER TABLE entries ADD COLUMN watched_by TEXT NOT NULL DEFAULT '';
-- Microseconds since 1970, UTC; after it any desk may look.
ALTER TABLE entries ADD COLUMN watched_until INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER entries_desk BEFORE UPDATE OF desk ON entries
BEGIN
    SELECT RAISE(ABORT, 'what was begun cannot be changed');
END;

ALTER TABLE shelf ADD COLUMN desk TEXT NOT NULL DEFAULT '';
CREATE INDEX shelf_by_desk ON shelf (desk, -place);
