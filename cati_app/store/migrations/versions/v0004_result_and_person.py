"""The study's own result of an attempt, and who gave it"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("result", AutoString(), nullable=True))
    op.add_column("attempt", sa.Column("person", AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("attempt", "person")
    op.drop_column("attempt", "result")
