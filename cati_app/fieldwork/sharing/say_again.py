"""What a hub has done as supervisors decided, and lost again with a copy: stations tell it, and it takes it up.

The last one wins, by the clock of the hub that did it, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.casework.watch_facts import ACCEPTED, REJECTED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering_facts import CHANGES, TARGET_CHANGED
from cati_app.domain.sharing.decided import CellLeft, Decided, PlaceFollowed, VerdictGiven
from cati_app.domain.sharing.leases import NotCounted, SetAside
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.follow_place import PLACED
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.follow_for_all import is_out, place_again
from cati_app.fieldwork.sharing.remote_acts import first_surplus, promote_interview
from cati_app.fieldwork.sharing.review_at_hub import give_verdict

DECIDED_AT = "decided_at"
"""Of a fact that is written down once more: when it was decided, by the clock of the hub."""
_VERDICTS = (REJECTED, ACCEPTED)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class TakeUpAgain:
    """At the hub, from a station that can show that this hub has done it; told once more it changes nothing."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor, all_decided: Iterable[Decided]) -> Sequence[bool]:
        """Do each, unless something else was decided since; False: it waits for an interview that is not here yet.

        What may not be done any more is passed over: nobody could mend it, and the station would never get past it.
        """
        last = _Last()
        return [self._take_up(decided, last) for decided in all_decided]

    def _take_up(self, decided: Decided, last: _Last) -> bool:
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), decided.by)
        with self._units() as unit:
            if isinstance(decided, CellLeft):
                _leave_cell(unit, now, decided, last)
            elif not _is_here(unit, decided):
                return False
            else:
                try:
                    freed = (
                        _judge(unit, now, decided, last)
                        if isinstance(decided, VerdictGiven)
                        else self._move(unit, now, decided, last)
                    )
                    if freed is not None:
                        self._let_in(unit, replace(now, by=None), freed, decided.at)
                except (RuleViolation, LookupError):  # somebody who may not judge it any more, a cell that is gone
                    return True
            unit.commit()
        return True

    def _move(self, unit: SharedUnit, now: Moment, given: PlaceFollowed, last: _Last) -> CellId | None:
        """The place that is free because the interview counts elsewhere again."""
        if given.at <= last.of(unit, PLACED, "interview", given.interview_id):
            return None
        aside = {each.interview_id: each.why for each in unit.bundles.uncounted_of(given.case_id)}
        if aside.get(given.interview_id) is SetAside.DUPLICATE:
            return None  # another one of the case counts
        stood = place_again(unit, self._rules, now, given, {DECIDED_AT: given.at.isoformat()})
        last.is_now(PLACED, given.interview_id, given.at)
        return None if stood == given.place or given.interview_id in aside else stood

    def _let_in(self, unit: SharedUnit, now: Moment, cell: CellId, since: datetime) -> None:
        """The first interview that found no place after one was free there, as a copy did not know yet."""
        first = first_surplus(unit, cell)
        if first is None:
            return
        aside = {each.interview_id: each.at for each in unit.bundles.uncounted_of(first.case_id)}
        if since < aside[first.id]:
            with suppress(RuleViolation):  # `no_room`
                promote_interview(unit, self._rules, now, first, cell)


class _Last:
    """When something was decided last of each interview and each cell: read once, for a hub has many facts."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], dict[object, datetime]] = {}

    def of(self, unit: SharedUnit, kinds: tuple[str, ...], field: str, subject: str) -> datetime:
        """Long ago where nothing was."""
        if kinds not in self._known:
            self._known[kinds] = _read(unit, kinds, field)
        return self._known[kinds].get(subject, _LONG_AGO)

    def is_now(self, kinds: tuple[str, ...], subject: str, at: datetime) -> None:
        """It was taken up."""
        self._known[kinds][subject] = at


def _is_here(unit: SharedUnit, given: VerdictGiven | PlaceFollowed) -> bool:
    """Whether the interview is complete here, and judged: one whose place is not known yet waits for that.

    So does one whose place followed its codes, while a station has the case.
    """
    if not unit.bundles.is_here(given.case_id) or (isinstance(given, PlaceFollowed) and is_out(unit, given.case_id)):
        return False
    waiting = {each.interview_id for each in unit.bundles.uncounted_of(given.case_id) if each.why is SetAside.WAITS}
    complete = {e.id for e in unit.interviews.of_case(given.case_id) if e.state is InterviewState.COMPLETED}
    return given.interview_id in complete - waiting


def _judge(unit: SharedUnit, now: Moment, given: VerdictGiven, last: _Last) -> CellId | None:
    """Take a verdict up; the cell in which it frees a place."""
    told: dict[str, object] = {"interview": given.interview_id, DECIDED_AT: given.at.isoformat()}
    if given.at <= last.of(unit, _VERDICTS, "interview", given.interview_id):
        return None
    aside = {each.interview_id: each.why for each in unit.bundles.uncounted_of(given.case_id)}
    why = aside.get(given.interview_id)
    if why is SetAside.DUPLICATE:
        return None  # another one of the case counts
    fact = now.fact(REJECTED if given.rejected else ACCEPTED, given.case_id, None, None, **told)
    if why is SetAside.SURPLUS:
        _judge_without_place(unit, now, given, fact)
        last.is_now(_VERDICTS, given.interview_id, given.at)
        return None
    under_review = reviewable(unit, given.case_id)
    if under_review.interview.id != given.interview_id:
        return None  # another interview of the case counts by now
    if under_review.is_rejected == given.rejected:
        unit.log.append([fact])  # so that an earlier verdict that comes later is known to be over
    else:
        try:
            give_verdict(unit, now, given.case_id, fact, rejected=given.rejected)
        except RuleViolation as rule:
            if rule.code != "no_room":  # its place went to somebody else meanwhile: it stays rejected, and is seen so
                raise
            return None
    last.is_now(_VERDICTS, given.interview_id, given.at)
    return under_review.interview.cell_id if given.rejected and not under_review.is_rejected else None


def _judge_without_place(unit: SharedUnit, now: Moment, given: VerdictGiven, fact: NewEvent) -> None:
    """The place that a verdict freed is somebody else's already: who was rejected finds none, and is not promoted."""
    check_not_own(unit.interviews.get(given.interview_id), now.by)
    if given.rejected:
        unit.interview_book.count_again(given.interview_id)  # it is aside for one thing at a time
        unit.interview_book.set_uncounted(NotCounted(given.interview_id, SetAside.REJECTED, now.at))
    unit.cases.save(unit.cases.get(given.case_id), [fact])


def _leave_cell(unit: SharedUnit, now: Moment, left: CellLeft, last: _Last) -> None:
    cells = {cell.count.cell_id: cell for cell in unit.quota.all_steered()}
    cell = cells.get(left.cell_id)
    if cell is None or cell.version == left.version or left.at <= last.of(unit, CHANGES, "cell", left.cell_id):
        return
    target = left.target if cell.planned == left.planned else cell.count.target
    after = replace(cell.standing(target, left.intake), version=left.version, change=None)
    unit.quota.steer(after)
    told: dict[str, object] = {"change": left.version, "intake": left.intake.value, "before": cell.count.target}
    told |= {DECIDED_AT: left.at.isoformat(), "taken": after.count.taken}
    told |= {"share": target} if left.cell_id == UNCLASSIFIED else {"cell": left.cell_id, "target": target}
    unit.log.append([now.fact(TARGET_CHANGED, None, None, None, **told)])
    last.is_now(CHANGES, left.cell_id, left.at)


def _read(unit: SharedUnit, kinds: tuple[str, ...], field: str) -> dict[object, datetime]:
    last: dict[object, datetime] = {}
    for kind in kinds:
        for logged in unit.log.of_kind(kind):
            told = logged.event.payload or {}
            subject = told.get(field, logged.event.interview_id or UNCLASSIFIED)
            again = told.get(DECIDED_AT)
            at = datetime.fromisoformat(again) if isinstance(again, str) else logged.event.at
            last[subject] = max(at, last.get(subject, _LONG_AGO))
    return last
