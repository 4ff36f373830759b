"""A number is held by each lease in which that was said, in order; a lease tells how often its case was worked before

What was held for a while before belongs to no lease: it ends by its time, four hours later at most.
"""

from alembic import op

revision = "p0020"
down_revision = "p0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE case_lease ADD COLUMN hold_n BIGINT NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE case_lease ADD COLUMN results BIGINT NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE number_hold DROP CONSTRAINT number_hold_pkey")
    op.execute("ALTER TABLE number_hold ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE number_hold ADD COLUMN n BIGINT NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE number_hold ALTER COLUMN epoch DROP DEFAULT, ALTER COLUMN n DROP DEFAULT")
    op.execute("ALTER TABLE number_hold ADD PRIMARY KEY (lookup, epoch, n)")


def downgrade() -> None:
    op.execute(
        "CREATE TEMPORARY TABLE held_before AS SELECT lookup,"
        " CASE WHEN count(*) > count(until) THEN NULL ELSE max(until) END AS until FROM number_hold GROUP BY lookup"
    )
    op.execute("TRUNCATE number_hold")
    op.execute("ALTER TABLE number_hold DROP CONSTRAINT number_hold_pkey")
    op.execute("ALTER TABLE number_hold DROP COLUMN epoch, DROP COLUMN n")
    op.execute("INSERT INTO number_hold (lookup, until) SELECT lookup, until FROM held_before")
    op.execute("DROP TABLE held_before")
    op.execute("ALTER TABLE number_hold ADD PRIMARY KEY (lookup)")
    op.execute("ALTER TABLE case_lease DROP COLUMN results")
    op.execute("ALTER TABLE case_lease DROP COLUMN hold_n")
