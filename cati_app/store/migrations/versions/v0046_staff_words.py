"""People beside a case stand there by words, and one table says whose they are

The columns held ids of people, which rows of before keep.
"""

import re

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

# sqlite: a table is made anew to change what it guards; what other tables say of it stays as it is
_KEEP_WORDS = "PRAGMA legacy_alter_table = {}"
_PEOPLE = {"attempt": "user_id", "interview": "user_id", "case": "locked_by"}


def upgrade() -> None:
    op.execute(
        "CREATE TABLE staff_word (word VARCHAR NOT NULL, person VARCHAR NOT NULL, quarter VARCHAR NOT NULL,"
        " until VARCHAR NOT NULL, own BOOLEAN NOT NULL, PRIMARY KEY (word)) WITHOUT ROWID"
    )
    op.execute("CREATE INDEX ix_staff_word_person ON staff_word (person, quarter)")
    for table, column in _PEOPLE.items():
        link = re.compile(rf",\s*FOREIGN KEY\s*\({column}\)\s*REFERENCES \"?user\"? \(id\)")
        _remake(table, lambda sql, link=link: link.sub("", sql))


def downgrade() -> None:
    # The former form knows ids alone; of whom nobody knows any more, the row names the first supervisor.
    first = "(SELECT id FROM user WHERE role = 'supervisor' ORDER BY number LIMIT 1)"
    for table, column, nobody in (
        *((table, column, first) for table, column in _PEOPLE.items()),
        *(("case", column, "NULL") for column in ("not_by", "appointment_owner")),
        ("case_lease", "user_id", first),
    ):
        op.execute(
            f'UPDATE "{table}" SET {column} = coalesce((SELECT person FROM staff_word WHERE word = {column}), {nobody})'
            f" WHERE substr({column}, 1, 2) = 'p:'"
        )
    for table, column in _PEOPLE.items():
        link = f"FOREIGN KEY({column}) REFERENCES user (id)"
        _remake(table, lambda sql, link=link: f"{sql.rstrip().removesuffix(')').rstrip()}, {link})")
    op.execute("DROP TABLE staff_word")


def _remake(table: str, changed) -> None:  # type: ignore[no-untyped-def]
    """The same rows, indexes and triggers in a table with other words."""
    connection = op.get_bind()
    of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type {} ORDER BY name"
    (words,) = connection.exec_driver_sql(of_table.format("= 'table'"), (table,)).one()
    beside = connection.exec_driver_sql(of_table.format("<> 'table'"), (table,)).all()
    new = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", changed(words))
    connection.exec_driver_sql(_KEEP_WORDS.format("ON"))
    connection.exec_driver_sql(new)
    connection.exec_driver_sql(f'INSERT INTO {table}_new SELECT * FROM "{table}"')
    connection.exec_driver_sql(f'DROP TABLE "{table}"')
    connection.exec_driver_sql(f'ALTER TABLE {table}_new RENAME TO "{table}"')
    connection.exec_driver_sql(_KEEP_WORDS.format("OFF"))
    for (sql,) in beside:
        connection.exec_driver_sql(sql)
