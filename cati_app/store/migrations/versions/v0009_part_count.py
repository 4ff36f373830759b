"""First calls by frame and part of the week, and how many reached somebody; counted from here on"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "part_count",
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("frame", "part"),
    )


def downgrade() -> None:
    op.drop_table("part_count")
