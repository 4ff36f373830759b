"""Who is at work, shared by several programs, is made once, not with each start; the form is read from the steps"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# on a server alone; studies that were served there have it already
_SEATS = (
    "CREATE UNLOGGED TABLE IF NOT EXISTS hub_seat (device TEXT NOT NULL, user_id TEXT NOT NULL, activity TEXT NOT NULL,"
    " since TEXT, question BIGINT, language TEXT NOT NULL, heard_at TEXT NOT NULL, PRIMARY KEY (device, user_id))"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_SEATS)
    op.execute("UPDATE hub_store SET form = 'steps'")


def downgrade() -> None:
    op.execute("UPDATE hub_store SET form = '4'")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE hub_seat")
