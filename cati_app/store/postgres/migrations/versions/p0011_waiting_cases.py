"""Leases of cases that wait while another one is worked"""

from alembic import op

revision = "p0011"
down_revision = "p0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE case_lease ADD COLUMN waits BOOLEAN NOT NULL DEFAULT false")
    op.execute("CREATE INDEX ix_case_lease_waits ON case_lease (epoch, n) WHERE waits AND ended_at IS NULL")


def downgrade() -> None:
    op.execute("DROP INDEX ix_case_lease_waits")
    op.execute("ALTER TABLE case_lease DROP COLUMN waits")
