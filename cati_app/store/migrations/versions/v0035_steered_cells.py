"""Targets as acts of supervisors: a cell keeps the target of the plan, and its last change"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_KINDS = (
    *("cell_closed", "cell_paused", "cell_opened", "unclassified_closed", "unclassified_paused"),
    *("unclassified_opened", "target_changed", "cell_change_undone"),
)
_LAST_CHANGE = {
    "changed_at": sa.String,
    "changed_by": sa.String,
    "was_target": sa.Integer,
    "was_intake": sa.String,
    "was_given": sa.Integer,
}


def upgrade() -> None:
    op.add_column("cell", sa.Column("planned", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cell", sa.Column("version", sa.String(), nullable=False, server_default=""))
    for name, kind in _LAST_CHANGE.items():
        op.add_column("cell", sa.Column(name, kind(), nullable=True))
    op.execute("UPDATE cell SET planned = target")
    kinds = " OR ".join(f"kind = '{kind}{asked}'" for asked in ("", "_asked") for kind in _KINDS)
    op.execute(f"CREATE INDEX ix_event_cells ON event (seq) WHERE {kinds}")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_cells")
    for name in (*reversed(_LAST_CHANGE), "version", "planned"):
        op.drop_column("cell", name)
