"""The queue is counted once in a transaction: a row changed for each of many cases costs their square

What a transaction changes stands in a setting of its own until it commits; `queue_count` shows both together, so a
read within it finds what it wrote. A later step that writes cases and then changes their table says
`SET CONSTRAINTS ALL IMMEDIATE` between the two.
"""

from alembic import op

revision = "p0017"
down_revision = "p0016"
branch_labels = None
depends_on = None

_NAME = "cati.queue"
_PENDING = f"coalesce(nullif(current_setting('{_NAME}', true), ''), '{{}}')::jsonb"
_KEY_OF_ROUTE = "split_part(m.key, '/', 1)::bigint"
_KEY_OF_REST = "substr(m.key, strpos(m.key, '/') + 1)"
_KEYS_AT_MOST = 64
"""A setting that grows is read again for each case."""
_VIEW = (
    "CREATE VIEW queue_count AS SELECT c.route_id, c.rest, sum(c.n)::bigint AS n FROM"
    " (SELECT k.route_id, k.rest, k.n FROM queue_kept k UNION ALL"
    f" SELECT {_KEY_OF_ROUTE}, {_KEY_OF_REST}, m.value::bigint FROM jsonb_each_text({_PENDING}) m) c"
    " GROUP BY c.route_id, c.rest"
)
_KEEP = (
    "INSERT INTO queue_kept AS k (route_id, rest, n)"
    f" SELECT {_KEY_OF_ROUTE}, {_KEY_OF_REST}, m.value::bigint FROM jsonb_each_text(pending) m"
    " WHERE m.value <> '0' ORDER BY 1, 2"
    " ON CONFLICT (route_id, rest) DO UPDATE SET n = k.n + excluded.n;"
    f" PERFORM set_config('{_NAME}', '', true);"
)
_MOVE = (
    "CREATE FUNCTION queue_move(on_route bigint, on_rest text, step bigint) RETURNS void LANGUAGE plpgsql AS $$"
    f" DECLARE pending jsonb := {_PENDING}; moved text := on_route || '/' || on_rest; BEGIN"
    " pending := pending || jsonb_build_object(moved, coalesce((pending ->> moved)::bigint, 0) + step);"
    f" PERFORM set_config('{_NAME}', pending::text, true);"
    f" IF (SELECT count(*) FROM jsonb_object_keys(pending)) > {_KEYS_AT_MOST} THEN {_KEEP} END IF; END $$"
)
_KEPT = (
    "CREATE FUNCTION queue_kept_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" DECLARE pending jsonb; BEGIN IF coalesce(current_setting('{_NAME}', true), '') <> '' THEN"
    f" pending := {_PENDING}; {_KEEP} END IF; RETURN NULL; END $$"
)
_ADD = "PERFORM queue_move(NEW.route_id, NEW.rest, 1);"
_TAKE = "PERFORM queue_move(OLD.route_id, OLD.rest, -1);"
_OF_CASE = {
    "queue_added": ("AFTER INSERT", "NEW.route_id IS NOT NULL", _ADD),
    "queue_left": (
        "AFTER UPDATE OF route_id, rest",
        "OLD.route_id IS NOT NULL AND (OLD.route_id, OLD.rest) IS DISTINCT FROM (NEW.route_id, NEW.rest)",
        _TAKE,
    ),
    "queue_entered": (
        "AFTER UPDATE OF route_id, rest",
        "NEW.route_id IS NOT NULL AND (OLD.route_id, OLD.rest) IS DISTINCT FROM (NEW.route_id, NEW.rest)",
        _ADD,
    ),
    "queue_removed": ("AFTER DELETE", "OLD.route_id IS NOT NULL", _TAKE),
}


def upgrade() -> None:
    for name in _OF_CASE:
        op.execute(f'DROP TRIGGER {name} ON "case"')
        op.execute(f"DROP FUNCTION {name}()")
    op.execute("ALTER TABLE queue_count RENAME TO queue_kept")
    for statement in (_VIEW, _MOVE, _KEPT):
        op.execute(statement)
    for name, (when, condition, body) in _OF_CASE.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$")
        op.execute(f'CREATE TRIGGER {name} {when} ON "case" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()')
    op.execute(
        'CREATE CONSTRAINT TRIGGER queue_kept AFTER INSERT OR DELETE OR UPDATE OF route_id, rest ON "case"'
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION queue_kept_at_commit()"
    )


def downgrade() -> None:
    raise NotImplementedError("a study leaves a server with its schema")
