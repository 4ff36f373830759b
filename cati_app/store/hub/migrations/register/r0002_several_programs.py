"""What several programs that serve one hub share is made once, not with each start; the form is read from the steps"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# on a server alone; hubs that were served there have them already
_SHARED = (
    "CREATE TABLE IF NOT EXISTS hub_origin (one INTEGER PRIMARY KEY, told TEXT NOT NULL)",
    "CREATE UNLOGGED TABLE IF NOT EXISTS hub_failure (network_hash TEXT PRIMARY KEY, last_at DOUBLE PRECISION NOT NULL,"
    " free_at DOUBLE PRECISION NOT NULL, failures BIGINT NOT NULL, tried TEXT NOT NULL)",
    "CREATE UNLOGGED TABLE IF NOT EXISTS hub_recognized (secret_hash TEXT PRIMARY KEY, at DOUBLE PRECISION NOT NULL)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _SHARED:
            op.execute(statement)
    op.execute("UPDATE hub SET form = 'steps'")


def downgrade() -> None:
    op.execute("UPDATE hub SET form = '2'")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("hub_recognized", "hub_failure", "hub_origin"):
            op.execute(f"DROP TABLE {table}")
