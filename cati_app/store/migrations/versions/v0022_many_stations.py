"""Room for cases that are lent, places that are granted, and facts that were written elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_lease",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("report_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("epoch", "n"),
        sa.UniqueConstraint("device", "request"),
    )
    op.execute("CREATE INDEX ix_case_lease_case ON case_lease (case_id, epoch, n)")
    op.execute("CREATE INDEX ix_case_lease_open ON case_lease (device) WHERE ended_at IS NULL")
    op.execute("CREATE INDEX ix_case_lease_report ON case_lease (report_by) WHERE ended_at IS NULL")
    op.create_table(
        "place_grant",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("interview_id", sa.String(), nullable=False),
        sa.Column("cell_id", sa.String(), nullable=False),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("CREATE INDEX ix_place_grant_interview ON place_grant (interview_id) WHERE state = 'live'")
    op.execute("CREATE INDEX ix_place_grant_device ON place_grant (device) WHERE state = 'live'")
    op.create_table(
        "not_counted",
        sa.Column("interview_id", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"]),
        sa.PrimaryKeyConstraint("interview_id"),
    )
    op.create_table(
        "carried_event",
        sa.Column("interview_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("mono_ms", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("interview_id", "position"),
    )
    op.create_table(
        "number_hold",
        sa.Column("lookup", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("lookup"),
    )
    op.create_table(
        "known_station",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("written_off", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("device"),
    )
    for table, *columns in (
        (
            "case_package",
            sa.Column("packed_at", sa.String(), nullable=False),
            sa.Column("waits", sa.Boolean(), nullable=False),
            sa.Column("blocked", sa.Boolean(), nullable=False),
        ),
        (
            "bundle_aside",
            sa.Column("device", sa.String(), nullable=False),
            sa.Column("why", sa.String(), nullable=False),
            sa.Column("at", sa.String(), nullable=False),
        ),
    ):
        op.create_table(
            table,
            sa.Column("epoch", sa.Integer(), nullable=False),
            sa.Column("n", sa.Integer(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=False),
            *columns,
            sa.Column("rows", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("epoch", "n"),
        )


def downgrade() -> None:
    for table in ("known_station", "number_hold"):
        op.drop_table(table)
    for table in ("bundle_aside", "case_package", "carried_event", "not_counted", "place_grant", "case_lease"):
        op.drop_table(table)
