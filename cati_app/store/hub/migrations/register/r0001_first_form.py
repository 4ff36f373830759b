"""What belongs to a hub as a whole, as hubs have it that were made before there were steps"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "CREATE TABLE hub (id TEXT PRIMARY KEY, address TEXT NOT NULL, form TEXT NOT NULL, made_at TEXT NOT NULL)",
    "CREATE TABLE epoch (n BIGINT PRIMARY KEY, id TEXT NOT NULL, begun_at TEXT NOT NULL)",
    # a code until a device has used it, and which one has: the same device may ask once more
    # of one that a supervisor made, also for which study
    "CREATE TABLE code (token_hash TEXT PRIMARY KEY, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, study TEXT,"
    " device TEXT, for_study TEXT)",
    # studies that have been brought here
    "CREATE TABLE published (study TEXT PRIMARY KEY)",
    "CREATE TABLE device (study TEXT NOT NULL, device TEXT NOT NULL, credential TEXT NOT NULL UNIQUE,"
    " enrolled_at TEXT NOT NULL, withdrawn_at TEXT, PRIMARY KEY (study, device))",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    for table in ("device", "published", "code", "epoch", "hub"):
        op.execute(f"DROP TABLE {table}")
