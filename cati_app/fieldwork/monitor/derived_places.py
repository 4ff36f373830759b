"""Where interviews belong by their codes, as a hub was told: it moves places, and cannot keep their categories.

Both facts stand in the log of the station that codes or tells: that a place is to follow, in the transaction of its
codes, and where it belongs, sealed with the key of the interview, before the hub is asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cati_app.domain.casework.interviews import NOT_MOVED, Interview
from cati_app.domain.clock import IdSource
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.quota.cells import Classification
from cati_app.domain.quota.fitting import Fitting, cells_of, place_in
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.follow_place import NOT_FOLLOWED, PLACED

TO_FOLLOW, DERIVED = "place_to_follow", "place_derived"
_BELONGS = "belongs"


def to_follow(now: Moment, ids: IdSource, case_id: CaseId, interview: InterviewId) -> NewEvent:
    """The fact that a place is to follow."""
    return now.fact(TO_FOLLOW, case_id, interview, None, change=ids.new_id())


def derived_fact(now: Moment, interview: Interview, key: bytes, belongs: Classification) -> NewEvent:
    """The fact of where an interview belongs.

    Args:
        key: Of the interview, sealed as it lies where that is read.
    """
    words = AnswerWords(interview.id, key, {_BELONGS: _text(belongs)})
    return NewEvent(DERIVED, now.at, now.mono_ms, now.by, payload={"case": interview.case_id}, on_answers=words)


def derived_places(unit: CallingUnit) -> dict[InterviewId, list[Classification]]:
    """Where interviews belong, as a hub was told, the newest first; with keys that open answers.

    Raises:
        RuleViolation: `answers_sealed`.
    """
    facts = sorted(unit.log.of_kind(DERIVED), key=lambda logged: logged.in_time)
    known: dict[InterviewId, list[Classification]] = defaultdict(list)
    for logged, words in unit.log.on_answers(facts):
        known[_about(logged)].insert(0, _read(words[_BELONGS]))
    return known


def not_moved_at_hub(unit: CallingUnit) -> Mapping[InterviewId, str]:
    """Interviews that a hub left where they were, for want of room, with the place they belong in."""
    told = sorted((logged.event for kind in PLACED for logged in unit.log.of_kind(kind)), key=lambda event: event.at)
    last = {InterviewId(event.interview_id or ""): event for event in told}
    stay = {interview: event for interview, event in last.items() if event.kind == NOT_FOLLOWED}
    return {interview: str((event.payload or {})["belongs"]) for interview, event in stay.items()}


def as_placed(interview: Interview, derived: Sequence[Classification], not_moved: str | None) -> Interview:
    """With the categories of the place that a hub gave it, which the interview itself does not hold.

    Args:
        derived: Where it belonged, the newest first.
        not_moved: The place it belongs in, where it found none.
    """
    place = interview.cell_id
    if place is None:
        return interview
    frozen = next((each.within(cells_of(place)).frozen for each in derived if each.fits(place)), interview.frozen or {})
    return replace(interview, frozen={**frozen, **({NOT_MOVED: not_moved} if not_moved else {})})


def _about(logged: LoggedEvent) -> InterviewId:
    return InterviewId(str((logged.event.payload or {})[ON_INTERVIEW]))


def _text(belongs: Classification) -> str:
    fitting = [{"cells": each.cells, "in_order": each.in_order, "names": each.names} for each in belongs.fitting]
    return json.dumps({"fitting": fitting, "frozen": dict(belongs.frozen)})


def _read(text: str) -> Classification:
    said = json.loads(text)
    fitting = tuple(
        Fitting(tuple(map(CellId, each["cells"])), bool(each["in_order"]), tuple(each["names"]))
        for each in said["fitting"]
    )
    several = fitting if any(len(each.cells) > 1 for each in fitting) else ()
    return Classification(place_in(each.cells[0] for each in fitting), (), said["frozen"], several=several)
