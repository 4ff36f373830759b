"""Changes of a sample wait in the order in which they were made, whatever the clock said"""

from alembic import op

revision = "p0013"
down_revision = "p0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE sample_change ADD COLUMN made_n BIGINT NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.execute("ALTER TABLE sample_change DROP COLUMN made_n")
