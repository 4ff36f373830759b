"""Room for changes of the sample on their way between a station and its hub"""

from alembic import op

revision = "p0009"
down_revision = "p0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE sample_change (id TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL, cases BIGINT NOT NULL,"
        " told TEXT NOT NULL, made_at TEXT NOT NULL, waits BOOLEAN NOT NULL, taken_at TEXT, taken_n BIGINT,"
        " outcome TEXT, PRIMARY KEY (id))"
    )
    op.execute(
        "CREATE TABLE sample_change_case (change_id TEXT NOT NULL, position BIGINT NOT NULL, case_id TEXT NOT NULL,"
        " renews BOOLEAN NOT NULL, file_row BIGINT NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (change_id, position))"
    )
    op.execute("CREATE INDEX ix_sample_change_case ON sample_change_case (case_id)")


def downgrade() -> None:
    op.execute("DROP TABLE sample_change_case")
    op.execute("DROP TABLE sample_change")
