"""Answers to acts of supervisors are kept under the id of the act, to be answered again; the former table was unused"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TABLE hub_answer")
    op.execute(
        "CREATE TABLE hub_answer (id TEXT PRIMARY KEY, asked_hash TEXT NOT NULL, answer TEXT NOT NULL,"
        " answered_at TEXT NOT NULL)"
    )
    op.execute("UPDATE hub_store SET form = '4'")


def downgrade() -> None:
    op.execute("UPDATE hub_store SET form = '3'")
    op.execute("DROP TABLE hub_answer")
    op.execute(
        "CREATE TABLE hub_answer (device TEXT NOT NULL, epoch BIGINT NOT NULL, request BIGINT NOT NULL, asked_hash TEXT"
        " NOT NULL, answer TEXT NOT NULL, answered_at TEXT NOT NULL, PRIMARY KEY (device, epoch, request))"
    )
