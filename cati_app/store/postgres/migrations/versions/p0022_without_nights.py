"""The length of a complete interview is told without the time between its sittings

As step 0041 of a file: what of the interview lies in no attempt of its case.
"""

from alembic import op

revision = "p0022"
down_revision = "p0021"
branch_labels = None
depends_on = None

_COMPLETE = "{row}.state = 'completed' AND {row}.ended_at IS NOT NULL"
_SCREENED = "{row}.state <> 'set_aside' AND {row}.screened_at IS NOT NULL"


def _seconds(row: str, end: str) -> str:
    return f"(julianday({row}.{end}) - julianday({row}.started_at)) * 86400"


def _between(row: str) -> str:
    """Seconds that lie in no attempt; none where no attempt is known that fits."""
    ended = f"coalesce(a.ended_at, {row}.ended_at)"
    held = f"(julianday(least({ended}, {row}.ended_at)) - julianday(greatest(a.started_at, {row}.started_at))) * 86400"
    return (
        f"coalesce((SELECT greatest(0, round({_seconds(row, 'ended_at')} - sum({held}))::bigint) FROM attempt a"
        f" WHERE a.case_id = {row}.case_id AND a.started_at < {row}.ended_at AND {ended} > {row}.started_at), 0)"
    )


def _length(span: str, when: str, seconds: str, row: str, step: int) -> str:
    return (
        f"INSERT INTO interview_length AS c (span, seconds, n) SELECT '{span}', {seconds}, {step}"
        f" WHERE {when.format(row=row)} ON CONFLICT (span, seconds) DO UPDATE SET n = c.n + {step};"
    )


def _complete_s(row: str) -> str:
    return f"round({_seconds(row, 'ended_at')})::bigint - {row}.between_s"


def _counted(row: str, step: int) -> str:
    state = (
        f"INSERT INTO interview_count AS c (state, n) VALUES ({row}.state, {step})"
        f" ON CONFLICT (state) DO UPDATE SET n = c.n + {step};"
    )
    screener = f"round({_seconds(row, 'screened_at')})::bigint"
    complete = _length("complete", _COMPLETE, _complete_s(row), row, step)
    return f"{state} {complete} {_length('screener', _SCREENED, screener, row, step)}"


_BODIES = {
    "interview_added": _counted("NEW", 1),
    "interview_removed": _counted("OLD", -1),
    "interview_changed": f"{_counted('OLD', -1)} {_counted('NEW', 1)}",
}
_CHANGED = (
    "AFTER UPDATE OF state, started_at, screened_at, ended_at, between_s ON interview FOR EACH ROW"
    " WHEN ((OLD.state, OLD.started_at, OLD.screened_at, OLD.ended_at, OLD.between_s)"
    " IS DISTINCT FROM (NEW.state, NEW.started_at, NEW.screened_at, NEW.ended_at, NEW.between_s))"
)
_NOTE = f"UPDATE interview SET between_s = {_between('NEW')} WHERE id = NEW.id AND between_s <> {_between('NEW')};"
_BECAME = (
    f"AFTER UPDATE OF state, ended_at ON interview FOR EACH ROW WHEN ({_COMPLETE.format(row='NEW')}"
    " AND (OLD.state, OLD.ended_at) IS DISTINCT FROM (NEW.state, NEW.ended_at))"
)


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    )


def upgrade() -> None:
    op.execute("ALTER TABLE interview ADD COLUMN between_s BIGINT NOT NULL DEFAULT 0")
    op.execute("DROP TRIGGER interview_changed ON interview")
    complete, between = _COMPLETE.format(row="interview"), _between("interview")
    op.execute(f"UPDATE interview SET between_s = {between} WHERE {complete} AND {between} > 0")
    op.execute("DELETE FROM interview_length WHERE span = 'complete'")
    op.execute(
        f"INSERT INTO interview_length (span, seconds, n) SELECT 'complete', {_complete_s('interview')}, count(*)"
        f" FROM interview WHERE {complete} GROUP BY 2"
    )
    for name, body in _BODIES.items():
        op.execute(_function(name, body))
    op.execute(f"CREATE TRIGGER interview_changed {_CHANGED} EXECUTE FUNCTION interview_changed()")
    op.execute(_function("interview_is_complete", _NOTE))
    op.execute(
        "CREATE TRIGGER interview_came_complete AFTER INSERT ON interview FOR EACH ROW"
        f" WHEN ({_COMPLETE.format(row='NEW')}) EXECUTE FUNCTION interview_is_complete()"
    )
    op.execute(f"CREATE TRIGGER interview_became_complete {_BECAME} EXECUTE FUNCTION interview_is_complete()")


def downgrade() -> None:
    raise NotImplementedError("a study leaves a server with its schema")
