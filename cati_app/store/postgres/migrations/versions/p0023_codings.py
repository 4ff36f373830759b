"""Codes given to open answers are found without reading the whole log"""

from alembic import op

revision = "p0023"
down_revision = "p0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_event_codings ON event (seq) WHERE kind = 'answer_coded'")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_codings")
