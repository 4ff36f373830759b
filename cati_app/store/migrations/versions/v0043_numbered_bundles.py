"""Passwords chosen under the same keys are numbered; what the hub of a study has of them is known"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("bundle_n", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "bundle_at_hub",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("keys", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("login_check", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "keys"),
    )


def downgrade() -> None:
    op.drop_table("bundle_at_hub")
    op.drop_column("user", "bundle_n")
