"""People hold keys of their own; one signed head says who takes part, boxes hold the study's secrets for each"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("box_key", sa.String(), nullable=False, server_default=""),
        sa.Column("sign_key", sa.String(), nullable=False, server_default=""),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("cost", sa.String(), nullable=False, server_default=""),
        sa.Column("login_check", sa.LargeBinary(), nullable=True),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        sa.Column("start_code", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("user", column)
    op.create_table(
        "head", sa.Column("n", sa.Integer(), primary_key=True), sa.Column("signed", sa.Text(), nullable=False)
    )
    op.create_table(
        "box",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("g", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("recipient", "purpose", "g"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("box_key", sa.String(), nullable=False),
        sa.Column("sign_key", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("device", "box", "head"):
        op.drop_table(table)
    for column in reversed(_columns()):
        op.drop_column("user", column.name)
