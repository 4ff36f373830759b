"""What a supervisor was told is done holds in the end, also where the hub lost it with what came after a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from cati_app.domain.sharing.decided import CellLeft, Decided, PlaceFollowed, VerdictGiven
from cati_app.sync.vouched_messages import decided_of

_PLACES = "SELECT id, cell_id FROM interview WHERE id NOT IN (SELECT interview_id FROM not_counted)"
_FULL = "SELECT id FROM cell WHERE closed OR paused OR achieved + in_progress >= target"
_WHY = "SELECT i.id, n.why FROM interview i LEFT JOIN not_counted n ON n.interview_id = i.id"


def decisions_in_the_end(hub: Any, *, restored: bool) -> Iterator[str]:
    """I18, in words what is wrong.

    Args:
        hub: A simulated one, with everything it has done and everything it has acknowledged.
        restored: Whether it came back from a copy: the place of an interview accepted again may be somebody else's.
    """
    whys = dict(hub.kept.driver.execute(_WHY).fetchall())
    versions = dict(hub.kept.driver.execute("SELECT id, version FROM cell").fetchall())
    places, full = dict(hub.kept.driver.execute(_PLACES).fetchall()), hub.kept.driver.execute(_FULL).fetchall()
    for (_, subject), (allowed, newest) in _newest(hub).items():
        if isinstance(newest, PlaceFollowed):
            stand = {each.place for each in allowed if isinstance(each, PlaceFollowed)}
            found_none = restored and (newest.place,) in full
            if subject in places and places[subject] not in stand and not found_none:
                yield f"I18: interview {subject} counts in {places[subject]}, acknowledged was {newest.place}"
            continue
        if isinstance(newest, CellLeft):
            if versions[subject] not in {each.version for each in allowed if isinstance(each, CellLeft)}:
                yield f"I18: {subject} is at version {versions[subject]!r}, acknowledged was {newest.version!r}"
            continue
        why = whys.get(subject)
        stands = {each.rejected for each in allowed if isinstance(each, VerdictGiven)}
        is_judged = why in (None, "rejected", "surplus")
        if is_judged and (why == "rejected") not in stands and not (restored and why == "rejected"):
            yield f"I18: interview {subject} is {why or 'counted'}, acknowledged was rejected: {newest.rejected}"


def _newest(hub: Any) -> dict[tuple[str, str], tuple[list[Decided], Decided]]:
    """Of each interview and cell the newest acknowledged decision, and what may hold: that, or a later one.

    By what it is about: the verdict on an interview, its place, a cell.
    """
    done: dict[tuple[str, str], list[Decided]] = defaultdict(list)
    acknowledged: dict[tuple[str, str], Decided] = {}
    for text in sorted(hub.done | hub.acknowledged):
        decided = decided_of(text)
        subject = type(decided).__name__, decided.cell_id if isinstance(decided, CellLeft) else decided.interview_id
        done[subject].append(decided)
        known = acknowledged.get(subject)
        if text in hub.acknowledged and (known is None or decided.at > known.at):
            acknowledged[subject] = decided
    return {
        subject: ([each for each in done[subject] if each.at >= newest.at], newest)
        for subject, newest in acknowledged.items()
    }
