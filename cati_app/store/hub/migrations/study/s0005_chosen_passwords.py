"""Keys under passwords that people have chosen at any station are kept for the others"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE hub_bundle (user_id TEXT PRIMARY KEY, keys TEXT NOT NULL, n BIGINT NOT NULL, taken BIGINT NOT"
        " NULL, login_check BYTEA NOT NULL, sealed BYTEA NOT NULL, arrived BIGINT NOT NULL)"
    )


def downgrade() -> None:
    op.execute("DROP TABLE hub_bundle")
