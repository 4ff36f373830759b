"""Statistics of a study's tables on a server, asked for where many rows came at once.

A server plans questions by what it was last told of its tables, and looks again by itself within a minute or two. Until
then the next case among a million that were just brought in waits for hundreds of milliseconds, and twenty afterwards.
Files need none of it: their questions name the index they take.
"""

from __future__ import annotations

from contextlib import suppress

import psycopg
from psycopg import sql

from cati_app.store.postgres.connection import connected, server_problems

_LEAST_BYTES = 1_048_576
"""Of a smaller table nobody has to know more: some 1,500 cases."""
_GREW_BY = 1.2
"""A table has to be longer by a fifth than when it was last looked at."""
_GREW = """
SELECT c.relname FROM pg_class c
 WHERE c.relnamespace = %(schema)s::text::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) >= %(least)s
   AND (pg_relation_size(c.oid) > c.relpages * current_setting('block_size')::bigint * %(grew)s
        OR NOT EXISTS (SELECT 1 FROM pg_stats s WHERE s.schemaname = %(schema)s::text AND s.tablename = c.relname))
 ORDER BY c.relname"""
"""Sizes are those of now, while the server's own counts come seconds later; a dump that was read in has no statistics,
though its indexes tell how long its tables are."""


def refresh(url: str, schema: str) -> tuple[str, ...]:
    """Have the server look at the tables of a schema that grew since it did; nobody who asks or writes waits for that.

    It also lets go of whose the words in place of people were, where that ended.

    Args:
        url: Of the database, as libpq reads it.

    Returns:
        Their names, in order.

    Raises:
        EnvironmentProblem: what the server refuses.
    """
    driver = connected(url, schema)
    try:
        with server_problems():
            asked = {"schema": schema, "least": _LEAST_BYTES, "grew": _GREW_BY}
            grown = tuple(str(name) for (name,) in driver.connection.execute(_GREW, asked).fetchall())
            for name in grown:  # passed over where the server, or another program, looks at it just now
                driver.connection.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {}").format(sql.Identifier(schema, name)))
            # what was deleted of whose the words are leaves the table now, not when the server looks by itself
            driver.connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(schema, "staff_word")))
    finally:
        with suppress(psycopg.Error):
            driver.close()
    return grown
