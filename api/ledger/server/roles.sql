-- Two roles for a ledger, beside the one that owns it. To be run once by that owner or a superuser, in the ledger's database,
-- after the first start with the owner's user has made the tables; and again after a version that brings new ones.
--
-- Who works at a desk is a member of billkey_desk, who only looks on of billkey_supervisor:
--
--     CREATE ROLE minji LOGIN PASSWORD '…' IN ROLE billkey_desk;
--     CREATE ROLE hana LOGIN PASSWORD '…' IN ROLE billkey_supervisor;
--
-- Neither can take back or change what was written down: no role but the owner's may update or delete an event, delete an
-- entry, or change what an order began with, and the owner is refused it by triggers.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_desk') THEN
        CREATE ROLE billkey_desk NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_supervisor') THEN
        CREATE ROLE billkey_supervisor NOLOGIN;
    END IF;
END $$;

REVOKE ALL ON SCHEMA billkey FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA billkey FROM PUBLIC, billkey_desk, billkey_supervisor;

GRANT USAGE ON SCHEMA billkey TO billkey_desk, billkey_supervisor;
GRANT SELECT ON ALL TABLES IN SCHEMA billkey TO billkey_desk, billkey_supervisor;

GRANT INSERT ON billkey.entries, billkey.events, billkey.ledgers, billkey.entry_origins, billkey.event_origins TO billkey_desk;
-- What becomes of an order, and of its key. Nothing of what it began with.
GRANT UPDATE (state, inserted, updated, key_masked, card_name, card_code, sandbox, pg, mid, code, message, how, settled_at,
    replaces, replaced_by, customer_name, looked_at, elsewhere, note, watched_by, watched_until) ON billkey.entries TO billkey_desk;
-- What lists are searched in can be made again from the entries.
GRANT INSERT, UPDATE, DELETE ON billkey.shelf, billkey.tallies, billkey.part_months, billkey.unshelved TO billkey_desk;
