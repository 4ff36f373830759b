"""Weightings that somebody chose are found without reading the whole log"""

from alembic import op

revision = "p0021"
down_revision = "p0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_event_weightings ON event (seq) WHERE kind = 'weighting_chosen'")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_weightings")
