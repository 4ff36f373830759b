"""Whose the words are that stand in place of people is told as a whole, whenever that changes"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NOTE = (
    "INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change),"
    " 'staff_word', '' WHERE true ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n"
)
_VERBS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    for verb in _VERBS:
        name = f"noted_staff_word_{verb.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_NOTE}; RETURN NULL; END $$"
            )
            told = f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        else:
            told = f"BEGIN {_NOTE}; END"
        op.execute(f"CREATE TRIGGER {name} AFTER {verb} ON staff_word {told}")


def downgrade() -> None:
    for verb in _VERBS:
        name = f"noted_staff_word_{verb.lower()}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {name} ON staff_word")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
