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

_KINDS = (
    *("cell_closed", "cell_paused", "cell_opened", "unclassified_closed", "unclassified_paused"),
    *("unclassified_opened", "target_changed", "cell_change_undone"),
)


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.execute(f"ALTER TABLE cell ADD COLUMN {name} {kind}")
    op.execute("UPDATE cell SET planned = target")
    kinds = " OR ".join(f"kind = '{kind}{asked}'" for asked in ("", "_asked") for kind in _KINDS)
    op.execute(f"CREATE INDEX ix_event_cells ON event (seq) WHERE {kinds}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_cells")
    for name in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE cell DROP COLUMN {name}")
