"""Room for what was handed in under a lease, by which something else under it is told apart"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_lease", sa.Column("digest", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_lease", "digest")
