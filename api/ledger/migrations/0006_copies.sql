-- Rows that were written down in another ledger and copied here. A row's name, wherever it is copied to, is the ledger in which it
-- was written, its ID there, and a print of what it began with: two files that grew from one, or one put back from a back-up, give
-- the same ID to different rows.
CREATE TABLE ledgers (
    n  INTEGER PRIMARY KEY, -- 0 is this one; the program adds it with the schema
    id TEXT    NOT NULL UNIQUE CHECK (id <> '')
) STRICT;

-- What was written here has no line in these two. A line stays when its row leaves for an archive.
CREATE TABLE entry_origins (
    ledger INTEGER NOT NULL REFERENCES ledgers (n),
    id     INTEGER NOT NULL,
    print  INTEGER NOT NULL,
    here   INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (ledger, id, print)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_origins (
    ledger INTEGER NOT NULL REFERENCES ledgers (n),
    id     INTEGER NOT NULL,
    print  INTEGER NOT NULL,
    here   INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (ledger, id, print)
) STRICT, WITHOUT ROWID;
