"""Leases of cases that wait while another one is worked"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_lease", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("CREATE INDEX ix_case_lease_waits ON case_lease (epoch, n) WHERE waits AND ended_at IS NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_case_lease_waits")
    op.drop_column("case_lease", "waits")
