"""Triggers number what changes in a study, so no statement can change a case unnoticed"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLE = (
    "CREATE TABLE study_change (n BIGINT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key))",
    "CREATE INDEX ix_inbox_event_sender ON inbox_event (sender, seq)",
)
_NOTE = (
    "INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change),"
    " '{kind}', CAST({key} AS TEXT) {of} ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n"
)
_ALWAYS = "WHERE true"
_BY_INTERVIEW = "FROM interview i WHERE i.id = {row}.interview_id"
# a heartbeat writes when a case was last said to be in hand, and is no change
_NOT_THE_LOCK = (
    "state, attempts, dials, disposition, due_at, rest, locked_by, language, open_interview, appointment_at,"
    " appointment_firm, appointment_owner, place, cell, skill, not_by, refusals, tried, level_0, level_1, level_2,"
    " level_3, sample_id, sample_id_sealed, fields, sealed_fields, replicate, release_order, frame"
)
_WHOLE = ("cell", "part_count", "known_station")
# table, kind and key of the thing that changes with a row of it, and where that is found
_WATCHED = (
    ("case", "case", "{row}.id", _ALWAYS),
    *((table, "case", "{row}.case_id", _ALWAYS) for table in ("number", "attempt", "interview", "recontact")),
    ("case_lease", "case", "{row}.case_id", "WHERE {row}.case_id <> ''"),
    ("call", "case", "a.case_id", "FROM attempt a WHERE a.id = {row}.attempt_id"),
    *(
        (table, "case", "i.case_id", _BY_INTERVIEW)
        for table in ("interview_key", "interview_document", "set_apart", "not_counted")
    ),
    ("place_grant", "grant", "{row}.id", _ALWAYS),
    ("hub_fact", "fact", "{row}.position", _ALWAYS),
    *((table, table, "''", _ALWAYS) for table in _WHOLE),
)
_PUSHES = "SELECT sender, min(seq), max(seq) FROM inbox_event GROUP BY sender, received_at ORDER BY received_at, sender"
_THERE = (
    ("fact", "SELECT position FROM hub_fact ORDER BY position"),
    ("case", 'SELECT id FROM "case" ORDER BY case_no'),
    ("grant", "SELECT id FROM place_grant ORDER BY id"),
)


def upgrade() -> None:
    on_a_server = op.get_bind().dialect.name == "postgresql"
    for statement in _TABLE:
        _execute(statement)
    for name, table, when, condition, note in _triggers():
        if on_a_server:
            _execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {note}; RETURN NULL; END $$"
            )
            told = f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
        else:
            told = f"WHEN {condition} BEGIN {note}; END"
        _execute(f'CREATE TRIGGER {name} AFTER {when} ON "{table}" {told}')
    _number_what_is_there()
    _execute("UPDATE hub_store SET form = '3'")


def downgrade() -> None:
    _execute("UPDATE hub_store SET form = '2'")
    on_a_server = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _, _ in _triggers():
        _execute(f'DROP TRIGGER {name} ON "{table}"' if on_a_server else f"DROP TRIGGER {name}")
        if on_a_server:
            _execute(f"DROP FUNCTION {name}()")
    _execute("DROP INDEX ix_inbox_event_sender")
    _execute("DROP TABLE study_change")


def _execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _triggers() -> Iterator[tuple[str, str, str, str, str]]:
    """Name, table, when, condition and what is done, for each table and each way to change it."""
    for table, kind, key, of in _WATCHED:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            when, condition = verb, "true"
            if table == "case" and verb == "UPDATE":
                when = f"UPDATE OF {_NOT_THE_LOCK}"
            if table == "case_lease" and verb == "UPDATE":
                condition = "coalesce(OLD.ended_as, '') <> coalesce(NEW.ended_as, '')"  # a heartbeat is no change
            note = _NOTE.format(kind=kind, key=key.format(row=row), of=of.format(row=row))
            yield f"noted_{table}_{verb.lower()}", table, when, condition, note


def _number_what_is_there() -> None:
    bind = op.get_bind()
    things = [(table, "") for table in _WHOLE if bind.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first()]
    things += [("log", f"{sender}:{first}:{last}") for sender, first, last in bind.exec_driver_sql(_PUSHES)]
    for kind, query in _THERE:
        things += [(kind, str(key)) for (key,) in bind.exec_driver_sql(query)]
    rows = [{"n": n, "kind": kind, "key": key} for n, (kind, key) in enumerate(dict.fromkeys(things), 1)]
    if rows:
        bind.execute(sa.text("INSERT INTO study_change (n, kind, key) VALUES (:n, :kind, :key)"), rows)
