"""Room for the number an event has in the log of its device, where logs of several are gathered"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("log_seq", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("event", "log_seq")
