"""Interviews by state and their lengths are counted as they happen: a board reads counters, not interviews"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# sqlite: triggers and julianday.
_SPANS = {
    "complete": ("{row}.state = 'completed' AND {row}.ended_at IS NOT NULL", "ended_at"),
    "screener": ("{row}.state <> 'set_aside' AND {row}.screened_at IS NOT NULL", "screened_at"),
}


def _seconds(row: str, end: str) -> str:
    return f"CAST(round((julianday({row}.{end}) - julianday({row}.started_at)) * 86400) AS INTEGER)"


def _state(row: str, step: int) -> str:
    return (
        f"INSERT INTO interview_count (state, n) VALUES ({row}.state, {step})"
        f" ON CONFLICT (state) DO UPDATE SET n = n + {step};"
    )


def _length(span: str, row: str, step: int) -> str:
    when, end = _SPANS[span]
    return (
        f"INSERT INTO interview_length (span, seconds, n) SELECT '{span}', {_seconds(row, end)}, {step}"
        f" WHERE {when.format(row=row)} ON CONFLICT (span, seconds) DO UPDATE SET n = n + {step};"
    )


def _counted(row: str, step: int) -> str:
    return " ".join([_state(row, step), *(_length(span, row, step) for span in _SPANS)])


_TRIGGERS = {
    "interview_added": f"AFTER INSERT ON interview BEGIN {_counted('NEW', 1)} END",
    "interview_removed": f"AFTER DELETE ON interview BEGIN {_counted('OLD', -1)} END",
    "interview_changed": (
        "AFTER UPDATE OF state, started_at, screened_at, ended_at ON interview"
        " WHEN OLD.state <> NEW.state OR OLD.started_at <> NEW.started_at OR OLD.screened_at IS NOT NEW.screened_at"
        f" OR OLD.ended_at IS NOT NEW.ended_at BEGIN {_counted('OLD', -1)} {_counted('NEW', 1)} END"
    ),
}


def upgrade() -> None:
    op.execute("CREATE TABLE interview_count (state TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID")
    op.execute(
        "CREATE TABLE interview_length (span TEXT NOT NULL, seconds INTEGER NOT NULL, n INTEGER NOT NULL,"
        " PRIMARY KEY (span, seconds)) WITHOUT ROWID"
    )
    op.execute("INSERT INTO interview_count (state, n) SELECT state, count(*) FROM interview GROUP BY state")
    for span, (when, end) in _SPANS.items():
        op.execute(
            f"INSERT INTO interview_length (span, seconds, n) SELECT '{span}', {_seconds('interview', end)}, count(*)"
            f" FROM interview WHERE {when.format(row='interview')} GROUP BY 2"
        )
    for name, body in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")
    op.execute("DROP INDEX ix_interview_state")
    op.execute("CREATE INDEX ix_interview_state ON interview (state, ended_at)")
    op.execute("CREATE INDEX ix_interview_started ON interview (started_at, id)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_interview_started")
    op.execute("DROP INDEX ix_interview_state")
    op.execute("CREATE INDEX ix_interview_state ON interview (state)")
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE interview_length")
    op.execute("DROP TABLE interview_count")
