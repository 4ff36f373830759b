"""Codes of one interview are found without reading those of all others"""

from alembic import op

revision = "p0025"
down_revision = "p0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_event_coded ON event (CAST(json_extract(payload, '$.interview') AS TEXT), seq)"
        " WHERE kind = 'answer_coded'"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_coded")
