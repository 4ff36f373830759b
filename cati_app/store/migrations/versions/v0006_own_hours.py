"""Cases with calling hours of their own stand on routes of their own; the rules in force are found at once"""

import json
from datetime import time

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INDEX = "CREATE INDEX ix_event_rules ON event (seq) WHERE kind = 'rules_in_force'"
_TIMED = (
    "SELECT id, place, coalesce(language, ''), skill, cell, fields, route_id FROM \"case\""
    " WHERE fields LIKE '%\"call_from\"%' OR fields LIKE '%\"call_until\"%'"
)


def upgrade() -> None:
    op.execute(_INDEX)
    driver = op.get_bind()
    for case_id, locality, language, skill, cell, fields, route_id in driver.exec_driver_sql(_TIMED).all():
        hours = _hours(json.loads(fields))
        if hours is not None:
            _reroute(case_id, (f"{locality or '|'}|{hours}", language, skill, cell), route_id)


def downgrade() -> None:
    op.execute("DROP INDEX ix_event_rules")
    driver = op.get_bind()
    timed = "SELECT id, place, coalesce(language, ''), skill, cell, route_id FROM \"case\" WHERE place LIKE '%|%|%'"
    for case_id, locality, language, skill, cell, route_id in driver.exec_driver_sql(timed).all():
        plain = locality.rpartition("|")[0]
        _reroute(case_id, ("" if plain == "|" else plain, language, skill, cell), route_id)


def _reroute(case_id: str, route: tuple[str, str, str, str], stands: int | None) -> None:
    driver = op.get_bind()
    driver.exec_driver_sql("INSERT OR IGNORE INTO route (place, language, skill, cell) VALUES (?, ?, ?, ?)", route)
    number = driver.exec_driver_sql(
        "SELECT id FROM route WHERE place = ? AND language = ? AND skill = ? AND cell = ?", route
    ).scalar_one()
    values = (route[0], None if stands is None else number, case_id)
    driver.exec_driver_sql('UPDATE "case" SET place = ?, route_id = ? WHERE id = ?', values)


def _hours(fields: dict[str, str]) -> str | None:
    """The hours to the quarter: the later beginning, the earlier end."""
    try:
        since, until = (time.fromisoformat(fields.get(name) or "00:00") for name in ("call_from", "call_until"))
    except ValueError:
        return None
    if not fields.get("call_from") and not fields.get("call_until"):
        return None
    first = min(-(-(since.hour * 60 + since.minute) // 15), 95) * 15
    last = (until.hour * 60 + until.minute) // 15 * 15 if fields.get("call_until") else 23 * 60 + 59
    return f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"
