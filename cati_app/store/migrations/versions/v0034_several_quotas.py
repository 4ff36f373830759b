"""Several quotas at once, each with a mode: an interview names a cell of each, and a cell can be paused"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# sqlite: a table is made anew to change what it guards; what other tables say of it stays as it is
_KEEP_WORDS = "PRAGMA legacy_alter_table = {}"
_STRICT = "CHECK (achieved + in_progress <= max(target, room))"
_BY_MODE = "CHECK (mode <> 'strict' OR achieved + in_progress <= max(target, room))"
_KNOWN = "CONSTRAINT mode_known CHECK (mode IN ('strict', 'overrun', 'soft', 'counter'))"
_LINK = re.compile(r",\s*FOREIGN KEY\s*\(cell_id\)\s*REFERENCES cell \(id\)")
_OVERRUN = (
    "CREATE TRIGGER overrun_is_full BEFORE UPDATE ON cell WHEN NEW.mode = 'overrun'"
    " AND NEW.achieved + NEW.in_progress > max(OLD.achieved + OLD.in_progress, NEW.room)"
    " AND OLD.achieved >= NEW.target BEGIN SELECT RAISE(ABORT, 'one interview too many'); END"
)


def upgrade() -> None:
    op.add_column("cell", sa.Column("paused", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("cell", sa.Column("mode", sa.String(), nullable=False, server_default="strict"))
    op.execute("UPDATE cell SET mode = 'soft' WHERE id = 'unclassified'")
    _remake("cell", lambda sql: _end(sql.replace(_STRICT, _BY_MODE), _KNOWN))
    for table in ("interview", "place_grant"):
        _remake(table, lambda sql: _LINK.sub("", sql))
    op.execute(_OVERRUN)


def downgrade() -> None:
    op.execute("DROP TRIGGER overrun_is_full")
    link = "FOREIGN KEY(cell_id) REFERENCES cell (id)"
    for table in ("place_grant", "interview"):
        # The former form knows one cell of an interview: that of the first quota.
        op.execute(
            f"UPDATE {table} SET cell_id = substr(cell_id, 1, instr(cell_id, ' ') - 1) WHERE instr(cell_id, ' ') > 0"
        )
        _remake(table, lambda sql: _end(sql, link))
    op.execute(
        "UPDATE cell SET room = achieved + in_progress WHERE mode <> 'strict' AND achieved + in_progress > target"
    )
    _remake("cell", lambda sql: sql.replace(_BY_MODE, _STRICT).replace(f", {_KNOWN}", ""))
    op.drop_column("cell", "mode")
    op.drop_column("cell", "paused")


def _end(sql: str, constraint: str) -> str:
    """With one more constraint at the end."""
    return f"{sql.rstrip().removesuffix(')').rstrip()}, {constraint})"


def _remake(table: str, changed) -> None:  # type: ignore[no-untyped-def]
    """The same rows, indexes and triggers in a table with other words."""
    connection = op.get_bind()
    of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type {} ORDER BY name"
    (words,) = connection.exec_driver_sql(of_table.format("= 'table'"), (table,)).one()
    beside = connection.exec_driver_sql(of_table.format("<> 'table'"), (table,)).all()
    new = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", changed(words))
    connection.exec_driver_sql(_KEEP_WORDS.format("ON"))
    connection.exec_driver_sql(new)
    connection.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    connection.exec_driver_sql(_KEEP_WORDS.format("OFF"))
    for (sql,) in beside:
        connection.exec_driver_sql(sql)
