"""A number is held by each lease in which that was said, in order; a lease tells how often its case was worked before

What was held for a while before belongs to no lease: it ends by its time, four hours later at most.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_WORKED_BEFORE = (
    "UPDATE case_lease SET results = (SELECT count(*) FROM attempt a WHERE a.case_id = case_lease.case_id"
    " AND a.disposition IS NOT NULL AND a.ended_at < case_lease.given_at) WHERE ended_at IS NULL"
)


def upgrade() -> None:
    op.add_column("case_lease", sa.Column("hold_n", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("case_lease", sa.Column("results", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(_WORKED_BEFORE)
    op.rename_table("number_hold", "number_hold_before")
    op.create_table(
        "number_hold",
        sa.Column("lookup", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("lookup", "epoch", "n"),
    )
    op.execute("INSERT INTO number_hold (lookup, epoch, n, until) SELECT lookup, 0, 0, until FROM number_hold_before")
    op.drop_table("number_hold_before")


def downgrade() -> None:
    op.rename_table("number_hold", "number_hold_after")
    op.create_table(
        "number_hold",
        sa.Column("lookup", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("lookup"),
    )
    op.execute(
        "INSERT INTO number_hold (lookup, until) SELECT lookup,"
        " CASE WHEN count(*) > count(until) THEN NULL ELSE max(until) END FROM number_hold_after GROUP BY lookup"
    )
    op.drop_table("number_hold_after")
    op.drop_column("case_lease", "results")
    op.drop_column("case_lease", "hold_n")
