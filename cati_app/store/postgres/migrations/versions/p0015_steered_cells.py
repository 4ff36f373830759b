"""Targets as acts of supervisors: a cell keeps the target of the plan, and its last change"""

from alembic import op

revision = "p0015"
down_revision = "p0014"
branch_labels = None
depends_on = None

_COLUMNS = {
    "planned": "BIGINT NOT NULL DEFAULT 0",
    "version": "TEXT NOT NULL DEFAULT ''",
    "changed_at": "TEXT",
    "changed_by": "TEXT",
    "was_target": "BIGINT",
    "was_intake": "TEXT",
    "was_given": "BIGINT",
}


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.execute(f"ALTER TABLE cell ADD COLUMN {name} {kind}")
    op.execute("UPDATE cell SET planned = target")


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE cell DROP COLUMN {name}")
