"""The place of a running interview in the quota: reserved when its dimensions are known, moved by a correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import UNKNOWN, Decision, QuotaDimension, find_place
from cati_app.engine.session.events import Step
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.changes import Topic
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.ui.console.interview.answer_path import AnswerPath
from cati_app.ui.console.interview.words import quota_place
from cati_app.ui.console.states import QuotaPlace
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.workplace import Workplace


class PlacedInterview(Protocol):
    """The interview whose place is decided, as its presenter leads it."""

    interview: Interview | None
    session: InterviewSession | None

    @property
    def offer(self) -> Offer: ...

    def refresh_case(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before an answer, so that its effect on the quota's dimensions can be seen."""

    values: Mapping[str, str]
    ref: str


class Placing:
    """Asks the store for the decision and tells the form; input is held back meanwhile."""

    def __init__(self, stage: Stage, place: Workplace, path: AnswerPath, leading: PlacedInterview) -> None:
        self._stage = stage
        self._place = place
        self._path = path
        self._leading = leading
        self.shown: QuotaPlace | None = None
        self._wanted: CellId | None = None  # cell asked for after a correction

    def begin(self) -> None:
        """Another interview."""
        self.shown = self._wanted = None

    # -- what the answers say -----------------------------------------------------------------------------------

    def before(self, ref: str) -> Before:
        """Taken before an answer is given."""
        return Before(self._values() if self._place.rules.quota is not None else {}, ref)

    def takes_over(self, step: Step, before: Before, last: bool, then: Callable[[Step], None]) -> bool:
        """Whether the quota has to be asked before the interview goes on; `then` follows in that case."""
        if last and self._undecided() and all(v not in ("", UNKNOWN) for v in self._values().values()):
            work = partial(self._reserving, self._values())
        else:
            corrected = self._corrected(before)
            if corrected is None:
                return False
            work = partial(self._moving, corrected)
        interview, session = self._running()
        self._path.write(interview, session, step.events)
        self._ask(work, lambda: then(Step()))
        return True

    def decide_late(self, then: Callable[[], None]) -> None:
        """At the latest when the screener is left or the end is reached; what is blank then counts as unknown."""
        if self._undecided() and self._screened():
            self._ask(partial(self._reserving, self._values()), then)
        elif self._place.rules.quota is None:
            self._note_screened()

    def _screened(self) -> bool:
        """Whether the screener lies behind."""
        session, screener = self._running()[1], self._place.rules.screener
        return session.at_end or bool(screener and session.left_group(screener))

    def _note_screened(self) -> None:
        """Without quota too, what the screening established is kept; the next key tries a failed write again."""
        interview, session = self._running()
        outcome = self._place.rules.outcome
        if interview.screened_at is not None or not self._screened() or (outcome and session.value(outcome)):
            return
        self._leading.interview = replace(interview, screened_at=self._place.clock.now())
        work = partial(self._place.note_screened, self._place.user, interview.id)
        self._path.after_stored(partial(self._stage.run, work, lambda _: None, self._not_noted))

    def _not_noted(self, error: Exception) -> bool:
        if self._leading.interview is not None:
            self._leading.interview = replace(self._leading.interview, screened_at=None)
        return False

    def resumed(self) -> None:
        """Tell the form what was decided, if a kill came between the decision and its event."""
        interview, _session = self._running()
        if interview.quota_status:
            self._tell_form(interview.quota_status, interview.cell_id or "")
        if interview.cell_id is not None:
            self._stage.run(partial(self._place.read_place, interview), self._show)

    def _running(self) -> tuple[Interview, InterviewSession]:
        interview, session = self._leading.interview, self._leading.session
        assert interview is not None
        assert session is not None
        return interview, session

    def _values(self) -> dict[str, str]:
        plan, offer = self._place.rules.quota, self._leading.offer
        _, session = self._running()
        assert plan is not None
        return {
            d.variable: offer.case.fields.get(d.variable, "") if d.from_sample else session.value(d.variable)
            for d in plan.dimensions
        }

    def _undecided(self) -> bool:
        if self._place.reserve_place is None:
            return False
        interview, session = self._running()
        outcome = self._place.rules.outcome
        return not interview.quota_status and not (outcome and session.value(outcome))

    def _corrected(self, before: Before) -> Mapping[str, str] | None:
        """Values for another cell, when a deciding answer was corrected; later answers never change a cell."""
        plan, screener = self._place.rules.quota, self._place.rules.screener
        interview, _ = self._running()
        if plan is None or not interview.quota_status or interview.cell_id is None:
            return None
        if screener and screener not in (part.partition("[")[0] for part in before.ref.split("/")):
            return None
        now, frozen = self._values(), interview.frozen or {}
        changed = {name for name, value in now.items() if before.values.get(name) != value}
        values = {d.variable: now[d.variable] if d.variable in changed else _frozen(d, frozen) for d in plan.dimensions}
        wanted = find_place(plan, values).cell_id
        if not changed or wanted in (interview.cell_id, frozen.get("quota_moved"), self._wanted):
            self._wanted = None if wanted == interview.cell_id else self._wanted
            return None
        self._wanted = wanted
        return values

    # -- what the store says ------------------------------------------------------------------------------------

    def _reserving(self, values: Mapping[str, str]) -> Decision | None:
        return self._service()(self._place.user, self._running()[0].id, values)

    def _moving(self, values: Mapping[str, str]) -> Decision | None:
        return self._service().move(self._place.user, self._running()[0].id, values)

    def _service(self) -> ReservePlace:
        assert self._place.reserve_place is not None
        return self._place.reserve_place

    def _ask(self, work: Callable[[], Decision | None], then: Callable[[], None]) -> None:
        """The answers the decision rests on are durable first; a failure is tried again by the next key."""
        self._path.block()
        run = partial(self._stage.run, work, partial(self._decided, then), partial(self._not_decided, work, then))
        self._path.after_stored(run)

    def _not_decided(self, work: Callable[[], Decision | None], then: Callable[[], None], error: Exception) -> bool:
        self._path.failed(error, partial(self._ask, work, then))
        return True

    def _decided(self, then: Callable[[], None], decision: Decision | None) -> None:
        if decision is not None:
            interview, _ = self._running()
            place = decision.place
            self._leading.interview = replace(
                interview,
                quota_status=decision.verdict.value,
                cell_id=place.cell_id,
                held=decision.has_place,
                frozen=place.frozen,
            )
            self._show(decision)
            self._tell_form(decision.verdict.value, place.cell_id)
        self._stage.changed(frozenset({Topic.QUOTA}))
        then()
        self._path.unblock()

    def _tell_form(self, verdict: str, cell_id: str) -> None:
        interview, session = self._running()
        for name, value in (("quota_status", verdict), ("quota_cell", cell_id)):
            if session.has_hidden(name) and session.value(name) != value:
                self._path.write(interview, session, session.set_hidden(name, value).events)

    def _show(self, decision: Decision | None) -> None:
        if decision is not None and self._leading.session is not None:
            self.shown = quota_place(self._stage.words, self._place.texts, decision)
            self._leading.refresh_case()


def _frozen(dimension: QuotaDimension, frozen: Mapping[str, str]) -> str:
    """A value of the category that was frozen."""
    category = frozen.get(dimension.freeze_as, UNKNOWN)
    return next((value for value, code in dimension.values.items() if code == category), "")
