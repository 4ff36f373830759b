"""Several quotas at once, each with a mode: an interview names a cell of each, and a cell can be paused"""

from alembic import op

revision = "p0014"
down_revision = "p0013"
branch_labels = None
depends_on = None

_RULE = "ALTER TABLE cell ADD CONSTRAINT never_too_many CHECK ({}achieved + in_progress <= greatest(target, room))"
_FULL = (
    "CREATE FUNCTION overrun_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'one interview too many' USING ERRCODE = 'check_violation'; END $$"
)
_OVERRUN = (
    "CREATE TRIGGER overrun_is_full BEFORE UPDATE ON cell FOR EACH ROW WHEN (NEW.mode = 'overrun'"
    " AND NEW.achieved + NEW.in_progress > greatest(OLD.achieved + OLD.in_progress, NEW.room)"
    " AND OLD.achieved >= NEW.target) EXECUTE FUNCTION overrun_is_full()"
)


def upgrade() -> None:
    op.execute("ALTER TABLE cell ADD COLUMN paused BOOLEAN NOT NULL DEFAULT false")
    op.execute("ALTER TABLE cell ADD COLUMN mode TEXT NOT NULL DEFAULT 'strict'")
    op.execute("UPDATE cell SET mode = 'soft' WHERE id = 'unclassified'")
    op.execute("ALTER TABLE cell ADD CONSTRAINT mode_known CHECK (mode IN ('strict', 'overrun', 'soft', 'counter'))")
    op.execute("ALTER TABLE cell DROP CONSTRAINT never_too_many")
    op.execute(_RULE.format("mode <> 'strict' OR "))
    for table in ("interview", "place_grant"):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_cell_id_fkey")
    op.execute(_FULL)
    op.execute(_OVERRUN)


def downgrade() -> None:
    op.execute("DROP TRIGGER overrun_is_full ON cell")
    op.execute("DROP FUNCTION overrun_is_full()")
    for table in ("place_grant", "interview"):
        op.execute(f"UPDATE {table} SET cell_id = split_part(cell_id, ' ', 1) WHERE cell_id LIKE '% %'")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES cell (id)"
        )
    op.execute("UPDATE cell SET room = achieved + in_progress WHERE achieved + in_progress > target")
    op.execute("ALTER TABLE cell DROP CONSTRAINT never_too_many")
    op.execute(_RULE.format(""))
    op.execute("ALTER TABLE cell DROP CONSTRAINT mode_known")
    op.execute("ALTER TABLE cell DROP COLUMN mode")
    op.execute("ALTER TABLE cell DROP COLUMN paused")
