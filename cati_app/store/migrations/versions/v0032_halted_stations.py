"""Room for stations that are paused, for going on after a copy, and for what of that kept aside is settled"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_station", sa.Column("paused", sa.Boolean(), nullable=False, server_default="0"))
    op.create_table(
        "recovery",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("epoch"),
    )
    op.create_table(
        "aside_settled",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("settling", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key"),
    )


def downgrade() -> None:
    op.drop_table("aside_settled")
    op.drop_table("recovery")
    op.drop_column("known_station", "paused")
