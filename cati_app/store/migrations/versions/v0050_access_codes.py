"""Access codes of respondents: what makes them, and what finds an interview by one"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE code_key (id VARCHAR NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id))")
    op.execute(
        "CREATE TABLE code_entry (interview_id VARCHAR NOT NULL, key_id VARCHAR NOT NULL, value VARCHAR NOT NULL,"
        " PRIMARY KEY (interview_id), FOREIGN KEY(interview_id) REFERENCES interview (id))"
    )
    op.execute("CREATE INDEX ix_code_entry_value ON code_entry (value)")


def downgrade() -> None:
    op.execute("DROP TABLE code_entry")
    op.execute("DROP TABLE code_key")
