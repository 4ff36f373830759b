"""Messages to the team: sealed texts, to whom they went, and who has them read"""

from alembic import op

revision = "p0016"
down_revision = "p0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE TABLE team_message (id TEXT NOT NULL, at TEXT NOT NULL, by_user TEXT NOT NULL, addressed TEXT NOT NULL,"
        " people TEXT NOT NULL, urgent BOOLEAN NOT NULL, readers TEXT NOT NULL, sealed BYTEA NOT NULL,"
        " PRIMARY KEY (id))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE team_message")
