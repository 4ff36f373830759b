"""Calls keep the place they were made to, interviews whether they are of use; soft refusals are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SOFT = "FROM attempt a WHERE a.case_id = \"case\".id AND a.disposition = 'soft_refusal'"


def upgrade() -> None:
    op.add_column("call", sa.Column("place", sa.String(), nullable=False, server_default=""))
    op.execute(
        'UPDATE call SET place = (SELECT c.place FROM attempt a JOIN "case" c ON c.id = a.case_id'
        " WHERE a.id = call.attempt_id)"
    )
    op.add_column("interview", sa.Column("usable", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Databases from before the queue have counted no soft refusals, nor do they know who was refused.
    op.execute(
        f'UPDATE "case" SET refusals = (SELECT count(*) {_SOFT}), not_by = coalesce(not_by,'
        f" (SELECT a.user_id {_SOFT} ORDER BY a.started_at DESC, a.attempt_no DESC LIMIT 1))"
        f" WHERE state = 'open' AND refusals < (SELECT count(*) {_SOFT})"
    )


def downgrade() -> None:
    op.drop_column("interview", "usable")
    op.drop_column("call", "place")
