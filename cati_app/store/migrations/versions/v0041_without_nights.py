"""The length of a complete interview is told without the time between its sittings

That time follows from the attempts of its case: what of the interview lies in none of them. Triggers work it out where
an interview is complete, whoever writes it; it travels nowhere, as the attempts do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# sqlite: triggers, julianday, and min and max of two texts.
_COMPLETE = "{row}.state = 'completed' AND {row}.ended_at IS NOT NULL"
_SCREENED = "{row}.state <> 'set_aside' AND {row}.screened_at IS NOT NULL"


def _seconds(row: str, end: str) -> str:
    return f"(julianday({row}.{end}) - julianday({row}.started_at)) * 86400"


def _between(row: str) -> str:
    """Seconds that lie in no attempt; none where no attempt is known that fits."""
    ended = f"coalesce(a.ended_at, {row}.ended_at)"
    held = f"(julianday(min({ended}, {row}.ended_at)) - julianday(max(a.started_at, {row}.started_at))) * 86400"
    return (
        f"coalesce((SELECT max(0, CAST(round({_seconds(row, 'ended_at')} - sum({held})) AS INTEGER)) FROM attempt a"
        f" WHERE a.case_id = {row}.case_id AND a.started_at < {row}.ended_at AND {ended} > {row}.started_at), 0)"
    )


def _state(row: str, step: int) -> str:
    return (
        f"INSERT INTO interview_count (state, n) VALUES ({row}.state, {step})"
        f" ON CONFLICT (state) DO UPDATE SET n = n + {step};"
    )


def _length(span: str, when: str, seconds: str, row: str, step: int) -> str:
    return (
        f"INSERT INTO interview_length (span, seconds, n) SELECT '{span}', {seconds}, {step}"
        f" WHERE {when.format(row=row)} ON CONFLICT (span, seconds) DO UPDATE SET n = n + {step};"
    )


def _complete_s(row: str, less: str) -> str:
    return f"CAST(round({_seconds(row, 'ended_at')}) AS INTEGER){less.format(row=row)}"


def _counted(row: str, step: int, less: str) -> str:
    screener = f"CAST(round({_seconds(row, 'screened_at')}) AS INTEGER)"
    return " ".join(
        (
            _state(row, step),
            _length("complete", _COMPLETE, _complete_s(row, less), row, step),
            _length("screener", _SCREENED, screener, row, step),
        )
    )


def _counting(less: str, more: str, changed: str) -> dict[str, str]:
    return {
        "interview_added": f"AFTER INSERT ON interview BEGIN {_counted('NEW', 1, less)} END",
        "interview_removed": f"AFTER DELETE ON interview BEGIN {_counted('OLD', -1, less)} END",
        "interview_changed": (
            f"AFTER UPDATE OF state, started_at, screened_at, ended_at{more} ON interview"
            " WHEN OLD.state <> NEW.state OR OLD.started_at <> NEW.started_at"
            f" OR OLD.screened_at IS NOT NEW.screened_at OR OLD.ended_at IS NOT NEW.ended_at{changed}"
            f" BEGIN {_counted('OLD', -1, less)} {_counted('NEW', 1, less)} END"
        ),
    }


_WHOLE = _counting("", "", "")
_WITHOUT_NIGHTS = _counting(" - {row}.between_s", ", between_s", " OR OLD.between_s <> NEW.between_s")
_NOTE = f"UPDATE interview SET between_s = {_between('NEW')} WHERE id = NEW.id AND between_s <> {_between('NEW')};"
_WORKED_OUT = {
    "interview_came_complete": f"AFTER INSERT ON interview WHEN {_COMPLETE.format(row='NEW')} BEGIN {_NOTE} END",
    "interview_became_complete": (
        f"AFTER UPDATE OF state, ended_at ON interview WHEN {_COMPLETE.format(row='NEW')}"
        f" AND (OLD.state <> NEW.state OR OLD.ended_at IS NOT NEW.ended_at) BEGIN {_NOTE} END"
    ),
}


def _count_again(less: str) -> None:
    op.execute("DELETE FROM interview_length WHERE span = 'complete'")
    op.execute(
        f"INSERT INTO interview_length (span, seconds, n) SELECT 'complete', {_complete_s('interview', less)}, count(*)"
        f" FROM interview WHERE {_COMPLETE.format(row='interview')} GROUP BY 2"
    )


def upgrade() -> None:
    for name in _WHOLE:
        op.execute(f"DROP TRIGGER {name}")
    op.add_column("interview", sa.Column("between_s", sa.Integer(), nullable=False, server_default=sa.text("0")))
    complete, between = _COMPLETE.format(row="interview"), _between("interview")
    op.execute(f"UPDATE interview SET between_s = {between} WHERE {complete} AND {between} > 0")
    _count_again(" - {row}.between_s")
    for name, body in {**_WITHOUT_NIGHTS, **_WORKED_OUT}.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    for name in {**_WITHOUT_NIGHTS, **_WORKED_OUT}:
        op.execute(f"DROP TRIGGER {name}")
    _count_again("")
    op.drop_column("interview", "between_s")
    for name, body in _WHOLE.items():
        op.execute(f"CREATE TRIGGER {name} {body}")
