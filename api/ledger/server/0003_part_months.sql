-- In which months three letters occur in a row's words at all, counted as grams counts them. A word that only rows of years ago
-- hold is asked for in those months alone. A month may stand here whose rows lost the letters since, but none is ever missing.
CREATE TABLE part_months (
    part  text COLLATE "C" NOT NULL,
    month int NOT NULL,
    PRIMARY KEY (part, month)
);

CREATE FUNCTION part_months_new() RETURNS trigger LANGUAGE plpgsql SET search_path = billkey, pg_temp AS $$
BEGIN
    INSERT INTO part_months SELECT DISTINCT substr(word, i, 3), least(started_at / 2629746000000, 65000)::int
        FROM new_rows, string_to_table(haystack, ' ') word, generate_series(1, length(word) - 2) i
        ON CONFLICT DO NOTHING;
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
INSERT INTO part_months SELECT DISTINCT substr(word, i, 3), least(started_at / 2629746000000, 65000)::int
    FROM shelf, string_to_table(haystack, ' ') word, generate_series(1, length(word) - 2) i;

-- Where roles.sql was run before, its roles go on working; and where another superuser takes this step, the owner does.
DO $$
BEGIN
    EXECUTE format('ALTER TABLE part_months OWNER TO %I',
        (SELECT tableowner FROM pg_tables WHERE (schemaname, tablename) = ('billkey', 'shelf')));
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_desk') THEN
        GRANT SELECT, INSERT, DELETE ON part_months TO billkey_desk;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'billkey_supervisor') THEN
        GRANT SELECT ON part_months TO billkey_supervisor;
    END IF;
END $$;
