-- In which months three and four letters occur in a row's words at all, counted as grams counts them; and in which 64ths of the month, its
-- slots: a bit for each, the first the lowest. A word that only rows of years ago hold is asked for in those months alone, and one
-- that many rows of a month hold is looked for from the slot on in which all its letters occur. A month or a slot may stand here
-- whose rows lost the letters since, but none is ever missing.
CREATE TABLE part_months (
    part  text COLLATE "C" NOT NULL,
    month int NOT NULL,
    slots bigint NOT NULL,
    PRIMARY KEY (part, month)
) WITH (fillfactor = 70);

-- 41089781250 is a 64th of a month, in microseconds. What is known already, as most of it is at a desk, is not even locked; and it
-- is looked up part by part, since how many these are is far from what the planner would expect.
CREATE FUNCTION part_months_new() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO part_months AS m SELECT * FROM (
            SELECT substr(word, i, letters) AS part, least(started_at / 2629746000000, 65000)::int AS month,
                bit_or(1::bigint << (started_at % 2629746000000 / 41089781250)::int) AS slots
            FROM new_rows, string_to_table(haystack, ' ') word, generate_series(3, 4) letters,
                generate_series(1, length(word) - letters + 1) i GROUP BY 1, 2) n
        WHERE n.slots & ~coalesce((SELECT k.slots FROM part_months k WHERE (k.part, k.month) = (n.part, n.month)), 0) <> 0
        ON CONFLICT (part, month) DO UPDATE SET slots = m.slots | excluded.slots;
    RETURN NULL;
END $$;
CREATE FUNCTION part_months_none() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    DELETE FROM part_months;
    RETURN NULL;
END $$;
CREATE TRIGGER part_months_inserted AFTER INSERT ON shelf REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION part_months_new();
CREATE TRIGGER part_months_changed AFTER UPDATE ON shelf REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION part_months_new();
CREATE TRIGGER part_months_emptied AFTER TRUNCATE ON shelf FOR EACH STATEMENT EXECUTE FUNCTION part_months_none();

-- Rows that are shelved already: about a minute for each million.
INSERT INTO part_months SELECT substr(word, i, letters), least(started_at / 2629746000000, 65000)::int,
        bit_or(1::bigint << (started_at % 2629746000000 / 41089781250)::int)
    FROM shelf, string_to_table(haystack, ' ') word, generate_series(3, 4) letters,
        generate_series(1, length(word) - letters + 1) i GROUP BY 1, 2 ORDER BY 1, 2;

-- Where roles.sql was run before, its roles go on working; and where another superuser takes this step, the owner does.
DO $$
BEGIN
    EXECUTE format('ALTER TABLE part_months OWNER TO %I',
        (SELECT tableowner FROM pg_tables WHERE (schemaname, tablename) = ('billkey', 'shelf')));
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_desk') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON part_months TO billkey_desk;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_supervisor') THEN
        GRANT SELECT ON part_months TO billkey_supervisor;
    END IF;
END $$;
