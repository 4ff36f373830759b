"""Facts of several stations, which come in any order, are found by their time"""

from alembic import op

revision = "p0019"
down_revision = "p0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_event_gathered ON event (at) WHERE log_seq IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_gathered")
