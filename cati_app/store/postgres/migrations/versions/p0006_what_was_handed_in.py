"""Room for what was handed in under a lease, by which something else under it is told apart"""

from alembic import op

revision = "p0006"
down_revision = "p0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE case_lease ADD COLUMN digest TEXT")


def downgrade() -> None:
    op.execute("ALTER TABLE case_lease DROP COLUMN digest")
