"""Weightings that somebody chose are found without reading the whole log"""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_event_weightings ON event (seq) WHERE kind = 'weighting_chosen'")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_weightings")
