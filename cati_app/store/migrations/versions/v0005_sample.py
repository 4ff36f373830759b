"""What the sample calls a case, its random place in the sample, and how a number is found again"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CASE = (("sample_id", sa.String()), ("replicate", sa.Integer()), ("release_order", sa.Integer()))
_NUMBER = ("lookup", "region", "time_zone")


def upgrade() -> None:
    for name, kind in _CASE:
        op.add_column("case", sa.Column(name, kind, nullable=True))
    for name in _NUMBER:
        op.add_column("number", sa.Column(name, sa.String(), nullable=True))
    op.execute('UPDATE "case" SET sample_id = CAST(case_no AS TEXT)')  # until now files knew a case by its number
    op.create_index("ix_case_sample_id", "case", ["sample_id"], unique=True)
    op.create_index("ix_case_release", "case", ["state", "replicate", "release_order"], unique=False)
    op.create_index("ix_number_lookup", "number", ["lookup"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_number_lookup", "number")
    op.drop_index("ix_case_release", "case")
    op.drop_index("ix_case_sample_id", "case")
    for name in _NUMBER:
        op.drop_column("number", name)
    for name, _ in _CASE:
        op.drop_column("case", name)
