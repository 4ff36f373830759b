"""Room for what is sealed: payloads and documents of interviews, their keys, and what the sample file calls a case"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# sqlite: a table without row numbers: small rows in the order of their key.
_KEY = (
    "CREATE TABLE interview_key (interview_id VARCHAR NOT NULL, g INTEGER NOT NULL, sealed BLOB NOT NULL,"
    " PRIMARY KEY (interview_id)) WITHOUT ROWID"
)
_SET_APART = (
    "CREATE TABLE set_apart (interview_id VARCHAR NOT NULL, form_hash VARCHAR NOT NULL,"
    " PRIMARY KEY (interview_id, form_hash), FOREIGN KEY (interview_id) REFERENCES interview (id)) WITHOUT ROWID"
)


def upgrade() -> None:
    op.add_column("event", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.add_column("case", sa.Column("sample_id_sealed", sa.LargeBinary(), nullable=True))
    op.execute(_KEY)
    op.execute(_SET_APART)
    op.create_table(
        "interview_document",
        sa.Column("interview_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id"),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"]),
    )


def downgrade() -> None:
    op.drop_table("interview_document")
    op.drop_table("set_apart")
    op.drop_table("interview_key")
    op.drop_column("case", "sample_id_sealed")
    op.drop_column("event", "sealed")
