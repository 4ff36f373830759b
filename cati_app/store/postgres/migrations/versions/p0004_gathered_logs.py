"""Room for the number an event has in the log of its device, where logs of several are gathered"""

from alembic import op

revision = "p0004"
down_revision = "p0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE event ADD COLUMN log_seq BIGINT")


def downgrade() -> None:
    op.execute("ALTER TABLE event DROP COLUMN log_seq")
