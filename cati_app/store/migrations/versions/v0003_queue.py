"""The queue of cases: routes, levels by part of the day, counts kept by triggers; skills of people"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = ("place", "cell", "skill", "tried", "rest")
_LEVELS = ("level_0", "level_1", "level_2", "level_3")
_ADD = (
    "INSERT INTO queue_count (route_id, rest, n) VALUES (NEW.route_id, NEW.rest, 1)"
    " ON CONFLICT (route_id, rest) DO UPDATE SET n = n + 1;"
)
_TAKE = "UPDATE queue_count SET n = n - 1 WHERE route_id = OLD.route_id AND rest = OLD.rest;"
_TRIGGERS = (
    f'CREATE TRIGGER queue_added AFTER INSERT ON "case" WHEN NEW.route_id IS NOT NULL BEGIN {_ADD} END',
    f'CREATE TRIGGER queue_left AFTER UPDATE OF route_id, rest ON "case" WHEN OLD.route_id IS NOT NULL'
    f" BEGIN {_TAKE} END",
    f'CREATE TRIGGER queue_entered AFTER UPDATE OF route_id, rest ON "case" WHEN NEW.route_id IS NOT NULL'
    f" BEGIN {_ADD} END",
    f'CREATE TRIGGER queue_removed AFTER DELETE ON "case" WHEN OLD.route_id IS NOT NULL BEGIN {_TAKE} END',
)
_INDEXES = (
    *(
        f'CREATE INDEX ix_case_{level} ON "case" (route_id, {level}, due_s) WHERE route_id IS NOT NULL'
        for level in _LEVELS
    ),
    'CREATE INDEX ix_case_agreed ON "case" (appointment_at) WHERE appointment_at IS NOT NULL',
    'CREATE INDEX ix_case_not_by ON "case" (not_by, due_s) WHERE not_by IS NOT NULL',
    "CREATE INDEX ix_attempt_open ON attempt (user_id) WHERE ended_at IS NULL",
    "CREATE INDEX ix_attempt_block ON attempt (block_after) WHERE block_after IS NOT NULL",
)


def upgrade() -> None:
    for name in _TEXTS:
        op.add_column("case", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("refusals", "due_s"):
        op.add_column("case", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in _LEVELS:
        op.add_column("case", sa.Column(name, sa.Integer(), nullable=False, server_default="16"))
    op.add_column("case", sa.Column("not_by", sa.Text(), nullable=True))
    op.add_column("case", sa.Column("route_id", sa.Integer(), nullable=True))
    op.add_column("user", sa.Column("skills", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "CREATE TABLE route (id INTEGER NOT NULL PRIMARY KEY, place TEXT NOT NULL, language TEXT NOT NULL,"
        " skill TEXT NOT NULL, cell TEXT NOT NULL, UNIQUE (place, language, skill, cell))"
    )
    op.execute(
        "CREATE TABLE queue_count (route_id INTEGER NOT NULL, rest TEXT NOT NULL, n INTEGER NOT NULL,"
        " PRIMARY KEY (route_id, rest)) WITHOUT ROWID"
    )
    op.drop_index("ix_case_queue", "case")
    for statement in (*_TRIGGERS, *_INDEXES):
        op.execute(statement)
    _queue_what_is_there()


def _queue_what_is_there() -> None:
    """Cases of older databases: fewest attempts first, as before."""
    op.execute(
        "INSERT INTO route (place, language, skill, cell)"
        " SELECT DISTINCT '', coalesce(language, ''), '', '' FROM \"case\" WHERE state = 'open'"
    )
    levels = ", ".join(f"{level} = min(47, 16 + 2 * attempts)" for level in _LEVELS)
    op.execute(f"UPDATE \"case\" SET due_s = coalesce(strftime('%s', due_at) + 1, 0), {levels}")
    op.execute(
        'UPDATE "case" SET route_id = (SELECT id FROM route WHERE route.language = coalesce("case".language, \'\'))'
        " WHERE state = 'open' AND locked_by IS NULL AND appointment_at IS NULL"
    )


def downgrade() -> None:
    for name in ("queue_added", "queue_left", "queue_entered", "queue_removed"):
        op.execute(f"DROP TRIGGER {name}")
    for name in (
        *(f"case_{level}" for level in _LEVELS),
        "case_agreed",
        "case_not_by",
        "attempt_open",
        "attempt_block",
    ):
        op.execute(f"DROP INDEX ix_{name}")
    for name in (*_TEXTS, "refusals", "due_s", *_LEVELS, "not_by", "route_id"):
        op.drop_column("case", name)
    op.drop_column("user", "skills")
    op.execute("DROP TABLE route")
    op.execute("DROP TABLE queue_count")
    op.create_index("ix_case_queue", "case", ["state", "locked_by", "attempts", "case_no", "due_at", "appointment_at"])
