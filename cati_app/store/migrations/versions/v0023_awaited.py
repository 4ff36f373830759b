"""Room for what a hub that came back from a copy waits for from each station"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_station", sa.Column("awaited", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("known_station", "awaited")
