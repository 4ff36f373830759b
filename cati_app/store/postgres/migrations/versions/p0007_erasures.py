"""Room for what supervisors declared of cases whose data are erased"""

from alembic import op

revision = "p0007"
down_revision = "p0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE erasure (case_id TEXT NOT NULL, n BIGINT NOT NULL, declared TEXT NOT NULL,"
        " signature TEXT NOT NULL, PRIMARY KEY (case_id), UNIQUE (n))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE erasure")
