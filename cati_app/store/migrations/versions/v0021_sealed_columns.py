"""Room for sample fields that are sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("sealed_fields", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("case", "sealed_fields")
