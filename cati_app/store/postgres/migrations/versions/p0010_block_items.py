"""Room for the block lists of all stations of a study, side by side"""

from alembic import op

revision = "p0010"
down_revision = "p0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE block_item (kind TEXT NOT NULL, value TEXT NOT NULL, gone BOOLEAN NOT NULL, sealed TEXT NOT NULL,"
        " told BOOLEAN NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (kind, value))"
    )
    op.execute("CREATE INDEX ix_block_item_n ON block_item (n)")
    op.execute("CREATE INDEX ix_block_item_untold ON block_item (kind, value) WHERE NOT told")


def downgrade() -> None:
    op.execute("DROP TABLE block_item")
