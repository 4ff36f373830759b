"""What must hold in every history; each function says in words what is wrong, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.quota.cells import UNCLASSIFIED
from tests.sim.world import World

_COUNTED = (
    "SELECT cell_id, count(*) FROM interview WHERE state = 'completed' AND cell_id IS NOT NULL"
    " AND id NOT IN (SELECT interview_id FROM not_counted) GROUP BY cell_id"
)
_LIVE = "SELECT cell_id, count(*) FROM place_grant WHERE state = 'live' GROUP BY cell_id"
_TWICE = (
    "SELECT case_id FROM interview WHERE state = 'completed' AND id NOT IN (SELECT interview_id FROM not_counted)"
    " GROUP BY case_id HAVING count(*) > 1"
)


def at_every_moment(world: World) -> Iterator[str]:
    """I1 to I4, of the hub."""
    execute = world.hub.kept.driver.execute
    counted, live = dict(execute(_COUNTED).fetchall()), dict(execute(_LIVE).fetchall())
    for cell, target, room, achieved, held in execute("SELECT id, target, room, achieved, in_progress FROM cell"):
        if cell != UNCLASSIFIED and achieved + held > target and room <= target:
            yield f"I1: {cell} has {achieved} + {held} of {target}"
        if cell != UNCLASSIFIED and achieved > target:
            yield f"I1: {cell} counts {achieved} of {target}"
        if achieved != counted.get(cell, 0):
            yield f"I2: {cell} says {achieved}, its interviews {counted.get(cell, 0)}"
        if held != live.get(cell, 0):
            yield f"I3: {cell} holds {held}, its grants {live.get(cell, 0)}"
    for (case,) in execute(_TWICE):
        yield f"I4: two interviews of {case} count"


def in_the_end(world: World) -> Iterator[str]:
    """I5 to I9 and I14, once everybody has handed in."""
    execute = world.hub.kept.driver.execute
    kept = {row[0] for row in execute("SELECT id FROM interview WHERE state = 'completed'")}
    kept |= {row[0] for row in execute("SELECT rows FROM bundle_aside") for row in [row]}
    aside = " ".join(str(row[0]) for row in execute("SELECT rows FROM bundle_aside"))
    for station in world.stations:
        for interview in station.completed - kept:
            if interview not in aside:
                yield f"I6: an interview of {station.device} is not at the hub"
        waits = station.kept.driver.execute("SELECT count(*) FROM case_package WHERE waits").fetchone()[0]
        if waits:
            yield f"I14: {waits} cases wait at {station.device}"
        left = station.kept.driver.execute('SELECT count(*) FROM "case"').fetchone()[0]
        if left:
            yield f"I9: {left} cases are left at {station.device}"
    surplus = execute("SELECT count(*) FROM not_counted WHERE why = 'surplus'").fetchone()[0]
    if surplus and not world.write_offs:
        yield f"I8: {surplus} interviews have no place, and nobody wrote anything off"
    lost = execute(
        "SELECT count(*) FROM interview WHERE state = 'suspended' AND quota_status = 'in' AND NOT held"
    ).fetchone()[0]
    if lost and not world.write_offs:
        yield f"I8: {lost} suspended interviews lost their place, and nobody wrote anything off"
    waiting = execute("SELECT count(*) FROM not_counted WHERE why = 'waits'").fetchone()[0]
    if waiting:
        yield f"I9: {waiting} interviews wait to be judged"
    leaks = execute(
        "SELECT count(*) FROM place_grant g WHERE state = 'live' AND NOT EXISTS"
        " (SELECT 1 FROM interview i WHERE i.id = g.interview_id AND i.held)"
    ).fetchone()[0]
    if leaks:
        yield f"I9: {leaks} places are held for nobody"
    held = execute('SELECT count(*) FROM "case" WHERE locked_by IS NOT NULL').fetchone()[0]
    if held:
        yield f"I9: {held} cases are in hand with nobody"
