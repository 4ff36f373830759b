"""People beside a case stand there by words, and one table says whose they are

As step 0046 of a file.
"""

from alembic import op

revision = "p0027"
down_revision = "p0026"
branch_labels = None
depends_on = None

_PEOPLE = {"attempt": "user_id", "interview": "user_id", "case": "locked_by"}


def upgrade() -> None:
    op.execute(
        "CREATE TABLE staff_word (word TEXT PRIMARY KEY, person TEXT NOT NULL, quarter TEXT NOT NULL,"
        " until TEXT NOT NULL, own BOOLEAN NOT NULL)"
    )
    op.execute("CREATE INDEX ix_staff_word_person ON staff_word (person, quarter)")
    for table, column in _PEOPLE.items():
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT {table}_{column}_fkey')


def downgrade() -> None:
    raise NotImplementedError("a study leaves a server with its schema")
