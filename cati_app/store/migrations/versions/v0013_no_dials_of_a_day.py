"""Contact attempts of a day are counted from the calls: a case keeps no number and no day of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("case", "dials_that_day")
    op.drop_column("case", "dials_on")


def downgrade() -> None:
    op.add_column("case", sa.Column("dials_on", sa.String(), nullable=True))
    op.add_column("case", sa.Column("dials_that_day", sa.Integer(), nullable=False, server_default="0"))
