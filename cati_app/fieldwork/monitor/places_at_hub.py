"""Places that follow codes where a hub has the counters: it can read neither codes nor answers, and is told where to.

That a place is to follow is written down with the codes, in one transaction, and stands until the hub has answered: it
is told at once where there is a line, else once there is one. Where a place belongs is derived anew each time, from all
codes that are known by then. Of an interview that does not count for the time being, or of which nobody can tell yet
where it belongs, nothing is told, and the word stands: a hub that came back from a copy counts it again later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.answer_codings import codings
from cati_app.fieldwork.monitor.coded_places import CodedPlace, CodedPlaces
from cati_app.fieldwork.monitor.derived_places import TO_FOLLOW, derived_fact, to_follow
from cati_app.fieldwork.monitor.follow_codes import FollowCodes
from cati_app.fieldwork.people.note_hub import ANSWERED, answer_fact
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.unit import CallingUnits, Units
from cati_app.fieldwork.quota.review_interview import check_not_own
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

_OVER = "own_interview"
"""The rule of a hub that no waiting changes; after others it is told again: what a copy lacks comes back."""


class HubPlaces(Protocol):
    """The hub, for a supervisor who has signed in."""

    def follow(self, derived: PlaceDerived, id_: str) -> tuple[PlaceNow, Sequence[Vouched]]:
        """Have an interview count where its codes put it; where it counts now, and what the hub vouches for.

        Args:
            id_: Of the act.

        Raises:
            RuleViolation: `no_such_case`, `no_cell`, `own_interview`, `case_taken`, `coded_since`.
            EnvironmentProblem: as asking a hub; `hub_older`.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlacesTold:
    """What the hub has answered of places that were to follow.

    Args:
        moved: Interviews that count in other cells now.
        full: Interviews that stay, for a cell that they belong in takes nobody.
        wait: Interviews of which it is told again: a station has the case, or somebody has coded them meanwhile.
    """

    moved: int = 0
    full: int = 0
    wait: int = 0


class FollowCodesAtHub(FollowCodes):
    """At a station. Whoever asks waits for the hub; each step of the store is done in the thread that owns it.

    Args:
        units: Of this station; keys that open answers.
        whole: The copy of the whole study.
    """

    def __init__(
        self,
        units: CallingUnits,
        whole: Units,
        places: CodedPlaces,
        clock: Clock,
        ids: IdSource,
        hub: HubPlaces,
        in_store: StoreStep = at_once,
    ) -> None:
        super().__init__(units, whole, places, clock, units)
        self._ids = ids
        self._hub = hub
        self._in_store = in_store

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> CodedPlace:
        """As on one machine; the cells are those that the hub has taken.

        Raises:
            RuleViolation: as on one machine; `no_such_case`, `case_taken`, `coded_since` as the hub says.
            EnvironmentProblem: as asking a hub. The place waits then, and `tell_waiting` tells it.
        """
        wrong = self._in_store(partial(self._begin, user, case_id))
        now = self._tell(user, wrong.interview)
        if now is None:
            raise RuleViolation("place_right")
        if not now.has_room:
            raise RuleViolation("no_room")
        return replace(wrong, belongs=now.place)

    @needs(Right.SUPERVISE)
    def tell_waiting(self, user: User) -> PlacesTold:
        """Everything that is to follow and that nobody has told the hub, but for interviews that this person held.

        Raises:
            EnvironmentProblem: as asking a hub; what it has heard by then is done.
        """
        told = PlacesTold()
        for interview, stood in self._in_store(partial(self._waiting, user)).items():
            try:
                now = self._tell(user, interview)
            except RuleViolation as rule:
                if rule.code != _OVER:
                    told = replace(told, wait=told.wait + 1)
                continue
            if now is not None and not now.has_room:
                told = replace(told, full=told.full + 1)
            elif now is not None and now.place != stood:
                told = replace(told, moved=told.moved + 1)
        return told

    def _begin(self, user: User, case_id: CaseId) -> CodedPlace:
        wrong = self.look(user, case_id)
        if wrong is None:
            raise RuleViolation("place_right")
        with self._whole() as whole:
            check_not_own(whole.interviews.get(wrong.interview), user.id)
        with self._units() as unit:
            unit.log.append([to_follow(moment(self._clock, user), self._ids, case_id, wrong.interview)])
            unit.commit()
        return wrong

    def _waiting(self, user: User) -> dict[InterviewId, CellId | None]:
        """With the place that each has as far as is known here.

        One that is not in the copy waits for that: it may be on its way, or erased.
        """
        waits: dict[InterviewId, CellId | None] = {}
        changes = self._changes()
        with self._whole() as whole:
            for interview in changes:
                with suppress(LookupError):
                    known = whole.interviews.get(interview)
                    if known.user_id != user.id:
                        waits[interview] = known.cell_id
        return waits

    def _changes(self) -> dict[InterviewId, list[str]]:
        """Ids of what the hub was not told, by interview."""
        waits: dict[InterviewId, list[str]] = defaultdict(list)
        with self._units() as unit:
            asked = list(unit.log.of_kind(TO_FOLLOW))
            answered = (
                {(fact.event.payload or {}).get("change") for fact in unit.log.of_kind(ANSWERED)} if asked else ()
            )
        for event in (fact.event for fact in asked):
            change = str((event.payload or {})["change"])
            if change not in answered and event.interview_id:
                waits[InterviewId(event.interview_id)].append(change)
        return waits

    def _tell(self, user: User, interview: InterviewId) -> PlaceNow | None:
        """Where it counts now; None: it does not count for now, or nobody can tell yet where it belongs."""
        changes, derived = self._in_store(partial(self._derive, user, interview))
        if derived is None:
            return None
        try:
            now, vouched = self._hub.follow(derived, self._ids.new_id())
        except RuleViolation as rule:
            if rule.code == _OVER:
                self._in_store(partial(self._answered, user, changes, ()))
            raise
        self._in_store(partial(self._answered, user, changes, vouched))
        return now

    def _derive(self, user: User, interview: InterviewId) -> tuple[Sequence[str], PlaceDerived | None]:
        """With what the hub is to be told, as it is written down."""
        changes, here = self._changes().get(interview, []), self._written_here({interview})
        with self._whole() as whole:
            known = whole.interviews.get(interview)
            counts = interview not in whole.interview_book.not_counted()
        self._places.make_ready([known])
        with self._whole() as whole:
            facts = (*whole.log.of_codings({interview}), *here)
            coded = codings(whole, here, {interview}).get(interview)
            belongs = self._places.belongs(whole, known, coded) if counts and coded else None
            key = whole.interviews.sealed_keys([interview]).get(interview)
        if belongs is None or key is None:
            return changes, None
        seen: dict[str, int] = {}
        for logged in facts:
            seen[logged.device] = max(logged.seq, seen.get(logged.device, 0))
        fact = derived_fact(moment(self._clock, user), known, key, belongs)
        with self._units() as unit:
            unit.log.append([fact])
            unit.commit()
        return changes, PlaceDerived(known.case_id, interview, belongs.wish, seen)

    def _answered(self, user: User, changes: Sequence[str], vouched: Sequence[Vouched]) -> None:
        """What was to follow by then; all of it is told with the newest codes."""
        now, first = moment(self._clock, user), self._ids.new_id()
        facts = [answer_fact(now, change, ()) for change in changes[1:]]
        with self._units() as unit:
            unit.log.append([answer_fact(now, next(iter(changes), first), vouched), *facts])
            unit.commit()
