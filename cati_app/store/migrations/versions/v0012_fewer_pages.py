"""An attempt writes fewer pages: calls and data stand in the order of their keys, indexes hold what is looked for"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# sqlite: tables without row numbers, partial indexes.
_BY_KEY = "WITHOUT ROWID"
_CALL = (
    "id VARCHAR NOT NULL, attempt_id VARCHAR NOT NULL, number_id VARCHAR NOT NULL, dialled_at VARCHAR NOT NULL,"
    " ended_at VARCHAR, ended_by VARCHAR, place VARCHAR DEFAULT '' NOT NULL, PRIMARY KEY ({key}),"
    " FOREIGN KEY (attempt_id) REFERENCES attempt (id), FOREIGN KEY (number_id) REFERENCES number (id)"
)
_DATUM = (
    "interview_id VARCHAR NOT NULL, variable VARCHAR NOT NULL, text TEXT NOT NULL, missing VARCHAR,"
    " PRIMARY KEY (interview_id, variable), FOREIGN KEY (interview_id) REFERENCES interview (id)"
)
_COLUMNS = {
    "call": "id, attempt_id, number_id, dialled_at, ended_at, ended_by, place",
    "datum": "interview_id, variable, text, missing",
}
_TURNS = ("case_offered", "case_blocked", "case_reopened", "result_taken_back", "result_changed")
"""Facts that are looked for by their case."""


def _rebuilt(table: str, form: str, order: str, how: str = "") -> None:
    names = _COLUMNS[table]
    op.execute(f"CREATE TABLE {table}_new ({form}) {how}")
    op.execute(f"INSERT INTO {table}_new ({names}) SELECT {names} FROM {table} ORDER BY {order}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")


def upgrade() -> None:
    _rebuilt("call", _CALL.format(key="attempt_id, id"), "attempt_id, id", _BY_KEY)
    _rebuilt("datum", _DATUM, "interview_id, variable", _BY_KEY)
    op.execute("DROP INDEX ix_case_locked")
    op.execute('CREATE INDEX ix_case_locked ON "case" (locked_by) WHERE locked_by IS NOT NULL')
    op.execute("DROP INDEX ix_case_appointment")  # ix_case_agreed finds the same
    op.execute("DROP INDEX ix_case_release")
    op.execute("CREATE INDEX ix_case_release ON \"case\" (replicate, release_order) WHERE state = 'unreleased'")
    op.execute("DROP INDEX ix_event_case_id")
    turns = " OR ".join(f"kind = '{kind}'" for kind in _TURNS)
    op.execute(f"CREATE INDEX ix_event_turn ON event (case_id, seq) WHERE {turns}")
    op.execute("DROP INDEX ix_event_interview")
    op.execute("CREATE INDEX ix_event_interview ON event (interview_id, seq) WHERE interview_id IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_interview")
    op.execute("CREATE INDEX ix_event_interview ON event (interview_id, seq)")
    op.execute("DROP INDEX ix_event_turn")
    op.execute("CREATE INDEX ix_event_case_id ON event (case_id)")
    op.execute("DROP INDEX ix_case_release")
    op.execute('CREATE INDEX ix_case_release ON "case" (state, replicate, release_order)')
    op.execute('CREATE INDEX ix_case_appointment ON "case" (state, appointment_at)')
    op.execute("DROP INDEX ix_case_locked")
    op.execute('CREATE INDEX ix_case_locked ON "case" (locked_by)')
    _rebuilt("datum", _DATUM, "interview_id, variable")
    _rebuilt("call", _CALL.format(key="id"), "id")
    op.execute("CREATE INDEX ix_call_attempt_id ON call (attempt_id)")
