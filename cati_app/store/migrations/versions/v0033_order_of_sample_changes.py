"""Changes of a sample wait in the order in which they were made, whatever the clock said"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sample_change", sa.Column("made_n", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("sample_change", "made_n")
