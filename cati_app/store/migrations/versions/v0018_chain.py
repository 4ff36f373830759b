"""Every event has a digest that needs a key which is forgotten right after"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.create_table(
        "chain",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("first_n", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("vouched", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", "first_n"),
    )


def downgrade() -> None:
    op.drop_table("chain")
    op.drop_column("event", "digest")
