-- What a row learns after it was begun: the customer's name, and what the last lookup said about its key.
ALTER TABLE entries ADD COLUMN customer_name TEXT NOT NULL DEFAULT ''
    CONSTRAINT name_holds_no_number
    CHECK (customer_name NOT GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*');
-- Microseconds since 1970, UTC; 0 is none.
ALTER TABLE entries ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;
-- The key in force was changed or deleted at another place.
ALTER TABLE entries ADD COLUMN elsewhere TEXT NOT NULL DEFAULT ''
    CONSTRAINT elsewhere_is_known CHECK (elsewhere IN ('', 'changed', 'gone'));

-- A name comes with the order or, where that had none, from the server; it is never overwritten.
CREATE TRIGGER entries_name_once BEFORE UPDATE OF customer_name ON entries
WHEN OLD.customer_name NOT IN ('', NEW.customer_name)
BEGIN
    SELECT RAISE(ABORT, 'a name that is known cannot be changed');
END;
