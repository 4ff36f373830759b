"""Room for places that are given ahead, for what a hub has done for each station, and for every bundle kept aside"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ASIDE = ("epoch", "n", "device", "case_id", "why", "at", "rows")


def upgrade() -> None:
    op.add_column("known_station", sa.Column("acts", sa.Integer(), nullable=False, server_default="0"))
    for column, kind in (("use_by", sa.String()), ("lease_epoch", sa.Integer()), ("lease_n", sa.Integer())):
        op.add_column("place_grant", sa.Column(column, kind, nullable=True))
    op.add_column("case_package", sa.Column("places", sa.Text(), nullable=False, server_default="[]"))
    _remake_aside(("device", "epoch", "n", "digest"))


def downgrade() -> None:
    _remake_aside(("epoch", "n"))
    op.drop_column("case_package", "places")
    for column in ("lease_n", "lease_epoch", "use_by"):
        op.drop_column("place_grant", column)
    op.drop_column("known_station", "acts")


def _remake_aside(key: tuple[str, ...]) -> None:
    """The same rows under another key; of bundles with one token the former form keeps one."""
    op.rename_table("bundle_aside", "bundle_aside_before")
    digest = [sa.Column("digest", sa.String(), nullable=False)] if "digest" in key else []
    op.create_table(
        "bundle_aside",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        *digest,
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*key),
    )
    columns = ", ".join(_ASIDE)
    into, values = (f"{columns}, digest", f"{columns}, ''") if digest else (columns, columns)
    op.execute(f"INSERT OR IGNORE INTO bundle_aside ({into}) SELECT {values} FROM bundle_aside_before ORDER BY at")
    op.drop_table("bundle_aside_before")
