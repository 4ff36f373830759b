"""Room for what a hub that came back from a copy waits for from each station"""

from alembic import op

revision = "p0003"
down_revision = "p0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_station ADD COLUMN awaited TEXT NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    op.execute("ALTER TABLE known_station DROP COLUMN awaited")
