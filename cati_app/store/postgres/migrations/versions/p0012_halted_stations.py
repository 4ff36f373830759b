"""Room for stations that are paused, for going on after a copy, and for what of that kept aside is settled"""

from alembic import op

revision = "p0012"
down_revision = "p0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_station ADD COLUMN paused BOOLEAN NOT NULL DEFAULT false")
    op.execute(
        "CREATE TABLE recovery (epoch BIGINT NOT NULL, goes_on BOOLEAN NOT NULL, edition BIGINT NOT NULL,"
        " PRIMARY KEY (epoch))"
    )
    op.execute(
        "CREATE TABLE aside_settled (kind TEXT NOT NULL, key TEXT NOT NULL, settling TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (kind, key))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE aside_settled")
    op.execute("DROP TABLE recovery")
    op.execute("ALTER TABLE known_station DROP COLUMN paused")
