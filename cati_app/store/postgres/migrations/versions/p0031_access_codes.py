"""Access codes of respondents: what makes them, and what finds an interview by one

As step 0050 of a file.
"""

from alembic import op

revision = "p0031"
down_revision = "p0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE code_key (id TEXT PRIMARY KEY, sealed BYTEA NOT NULL)")
    op.execute(
        "CREATE TABLE code_entry (interview_id TEXT PRIMARY KEY REFERENCES interview (id), key_id TEXT NOT NULL,"
        " value TEXT NOT NULL)"
    )
    op.execute("CREATE INDEX ix_code_entry_value ON code_entry (value)")


def downgrade() -> None:
    raise NotImplementedError("a study leaves a server with its schema")
