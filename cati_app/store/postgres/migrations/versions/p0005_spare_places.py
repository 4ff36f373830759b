"""Room for places that are given ahead, for what a hub has done for each station, and for every bundle kept aside"""

from alembic import op

revision = "p0005"
down_revision = "p0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_station ADD COLUMN acts BIGINT NOT NULL DEFAULT 0")
    for column, kind in (("use_by", "TEXT"), ("lease_epoch", "BIGINT"), ("lease_n", "BIGINT")):
        op.execute(f"ALTER TABLE place_grant ADD COLUMN {column} {kind}")
    op.execute("ALTER TABLE case_package ADD COLUMN places TEXT NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE bundle_aside ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE bundle_aside ALTER COLUMN digest DROP DEFAULT")
    op.execute("ALTER TABLE bundle_aside DROP CONSTRAINT bundle_aside_pkey")
    op.execute("ALTER TABLE bundle_aside ADD PRIMARY KEY (device, epoch, n, digest)")


def downgrade() -> None:
    op.execute(
        "DELETE FROM bundle_aside a USING bundle_aside b WHERE a.epoch = b.epoch AND a.n = b.n"
        " AND (a.at, a.device, a.digest) > (b.at, b.device, b.digest)"
    )
    op.execute("ALTER TABLE bundle_aside DROP CONSTRAINT bundle_aside_pkey")
    op.execute("ALTER TABLE bundle_aside ADD PRIMARY KEY (epoch, n)")
    op.execute("ALTER TABLE bundle_aside DROP COLUMN digest")
    op.execute("ALTER TABLE case_package DROP COLUMN places")
    for column in ("lease_n", "lease_epoch", "use_by"):
        op.execute(f"ALTER TABLE place_grant DROP COLUMN {column}")
    op.execute("ALTER TABLE known_station DROP COLUMN acts")
