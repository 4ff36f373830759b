"""The few words of SQLite's language that repositories use and PostgreSQL lacks, as functions of a study's schema."""

from __future__ import annotations

WORDS = (
    # Elements of a list, or members of an object, as texts.
    """CREATE FUNCTION json_each(held text) RETURNS TABLE (key text, value text) LANGUAGE plpgsql IMMUTABLE STRICT
 ROWS 20 AS $$
BEGIN
 IF jsonb_typeof(held::jsonb) = 'array' THEN
  RETURN QUERY SELECT (e.n - 1)::text, e.item FROM jsonb_array_elements_text(held::jsonb) WITH ORDINALITY AS e(item, n);
 ELSE
  RETURN QUERY SELECT m.key, m.value FROM jsonb_each_text(held::jsonb) AS m;
 END IF;
END $$""",
    """CREATE FUNCTION json_extract(held text, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
 AS $$ SELECT held::jsonb ->> substr(path, 3) $$""",
    """CREATE FUNCTION julianday(at text) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
 AS $$ SELECT extract(epoch FROM (substr(at, 1, 26)::timestamp))::double precision / 86400 + 2440587.5 $$""",
    # Only a superuser may make an aggregate on the state of string_agg; the owner of a hub's database is none.
    """CREATE FUNCTION joined(so_far text, next text, mark text) RETURNS text LANGUAGE sql IMMUTABLE
 AS $$ SELECT CASE WHEN next IS NULL THEN so_far WHEN so_far IS NULL THEN next ELSE so_far || mark || next END $$""",
    "CREATE AGGREGATE group_concat(text, text) (SFUNC = joined, STYPE = text)",
    """CREATE FUNCTION min(a bigint, b bigint, c bigint, d bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
 AS $$ SELECT least(a, b, c, d) $$""",
)
