"""Passwords chosen under the same keys are numbered; what the hub of a study has of them is known"""

from alembic import op

revision = "p0024"
down_revision = "p0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE "user" ADD COLUMN bundle_n BIGINT DEFAULT 0 NOT NULL')
    op.execute(
        "CREATE TABLE bundle_at_hub (user_id VARCHAR NOT NULL, keys VARCHAR NOT NULL, n BIGINT NOT NULL, taken BIGINT"
        " NOT NULL, login_check BYTEA NOT NULL, sealed BYTEA NOT NULL, code VARCHAR NOT NULL,"
        " PRIMARY KEY (user_id, keys))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE bundle_at_hub")
    op.execute('ALTER TABLE "user" DROP COLUMN bundle_n')
