"""The stored interview and its values, apart from its running state. Its verbs return the new value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE, PARTIAL, SUSPENDED, OutcomeClass, disposition
from cati_app.domain.quota.cells import WITH_PLACE, WITHOUT_PLACE, Decision
from cati_app.values import dataclass, replace

SET_APART = "@"
"""Begins the name of a value set apart; its version and its reference there follow."""

NOT_MOVED = "quota_moved"
"""Frozen beside the categories: the cell in which an interview belongs and finds no place."""


class InterviewState(StrEnum):
    """Where an interview stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    SCREENED_OUT = "screened_out"
    BROKEN_OFF = "broken_off"
    SET_ASIDE = "set_aside"  # its log does not fit the questionnaire, or it was begun by mistake; kept, never deleted


ENDED = (InterviewState.COMPLETED, InterviewState.SCREENED_OUT, InterviewState.BROKEN_OFF)


def establishes_eligibility(state: InterviewState, quota_status: str, result: str | None) -> bool:
    """Whether a screened interview shows that its case belongs to the population.

    Who was screened out does not; nor, as far as is known, who had no place in the quota, nor a result that says so.
    """
    ineligible = result is not None and disposition(result).outcome_class is OutcomeClass.NOT_ELIGIBLE
    return state is not InterviewState.SCREENED_OUT and quota_status not in WITHOUT_PLACE and not ineligible


OVER = frozenset({*ENDED, InterviewState.SET_ASIDE})
"""It can never go on."""


@dataclass(frozen=True, slots=True)
class Interview:
    """The stored interview; its running state is the engine's session.

    ValueError for a place that cannot be: held in no cell, or by an interview that can never go on.
    """

    id: InterviewId
    case_id: CaseId
    user_id: UserId
    state: InterviewState
    form_hash: str
    language: str
    started_at: datetime
    screened_at: datetime | None = None
    ended_at: datetime | None = None
    disposition: str | None = None
    quota_status: str = ""
    cell_id: CellId | None = None
    held: bool = False
    place_until: datetime | None = None  # while suspended
    usable: bool = False  # when suspended: enough core questions were answered for a partial interview
    frozen: Mapping[str, str] | None = None
    ref: str = ""

    def __post_init__(self) -> None:
        if self.held and (self.cell_id is None or self.state in OVER):
            raise ValueError("an interview holds a place in a cell, and only while it can go on")

    @property
    def place(self) -> CellId | None:
        """The cells it holds a place in, one of each quota that counts it, as one text."""
        return self.cell_id if self.held else None

    # -- screening and quota ------------------------------------------------------------------------------------

    def decide(self, decision: Decision, at: datetime) -> Interview:
        """Screened, with or without a place. RuleViolation: `already_decided`; a decision is never redrawn."""
        if self.quota_status:
            raise RuleViolation("already_decided")
        return replace(self._standing_on(decision), held=decision.has_place, screened_at=at)

    def move(self, decision: Decision) -> Interview:
        """With a place in another cell after a correction; where that is full, marked and otherwise as it was.

        One that is over counts in the other cell from then on, and holds nothing.
        """
        if decision.has_place:
            return replace(self._standing_on(decision), held=self.state not in OVER)
        return replace(self, frozen={**(self.frozen or {}), NOT_MOVED: decision.classification.cell_id})

    def stay(self) -> Interview:
        """In its cell, which is the right one again."""
        frozen = {name: category for name, category in (self.frozen or {}).items() if name != NOT_MOVED}
        return self if frozen == self.frozen else replace(self, frozen=frozen)

    def _standing_on(self, decision: Decision) -> Interview:
        classification, verdict = decision.classification, decision.verdict.value
        return replace(self, cell_id=classification.cell_id, quota_status=verdict, frozen=classification.frozen)

    def pass_screening(self, at: datetime) -> Interview:
        """Found to belong to the population, where no quota decides."""
        return replace(self, screened_at=at)

    @property
    def has_lost_place(self) -> bool:
        """Whether it once held a place that was given back meanwhile."""
        return self.quota_status in WITH_PLACE and not self.held

    def hold_again(self) -> Interview:
        """With a place in its cell as before."""
        return replace(self, held=True)

    def find_no_place(self, decision: Decision) -> Interview:
        """A cell was filled by others meanwhile, or takes nobody any more."""
        return replace(self, quota_status=decision.verdict.value, frozen=decision.classification.frozen)

    # -- course -------------------------------------------------------------------------------------------------

    def resume(self, by: UserId) -> Interview:
        """Running, with whoever goes on with it. RuleViolation: `not_resumable`."""
        if self.state in OVER:
            raise RuleViolation("not_resumable")
        return replace(self, state=InterviewState.RUNNING, user_id=by, ended_at=None, disposition=None)

    def rest(self, at: datetime, held_for: timedelta, agreed_at: datetime | None = None) -> Interview:
        """Suspended from now on where it was interrupted, else its place would never lapse.

        Args:
            held_for: How long it keeps its place, from the appointment on if there is one.
        """
        rested = self
        if self.state is InterviewState.RUNNING:
            rested = replace(
                self,
                state=InterviewState.SUSPENDED,
                ended_at=at,
                disposition=SUSPENDED,
                place_until=at + held_for,
            )
        return rested if agreed_at is None else replace(rested, place_until=agreed_at + held_for)

    def wake(self, before: Interview) -> Interview:
        """As it was before a result put it to rest; whether it still holds its place is another matter."""
        return replace(
            self,
            state=before.state,
            ended_at=before.ended_at,
            disposition=before.disposition,
            place_until=before.place_until,
        )

    def end(self, name: str, at: datetime, *, in_talk: bool, usable: bool, place_until: datetime) -> Interview:
        """With the result of a sitting.

        Args:
            name: Its disposition; `interview_suspended` for one that goes on later.
            in_talk: A result of the conversation, not of the questionnaire.
            usable: Suspended with enough core questions answered for a partial interview.
            place_until: How long it keeps its place if it goes on later.

        Raises:
            RuleViolation: `not_running`.
        """
        if self.state is not InterviewState.RUNNING:
            raise RuleViolation("not_running")
        state = _state_after(name, in_talk=in_talk)
        waits = state is InterviewState.SUSPENDED
        return replace(
            self,
            state=state,
            ended_at=at,
            disposition=name,
            held=self.keeps_place(name, in_talk=in_talk),
            place_until=place_until if waits else None,
            usable=usable,
        )

    def keeps_place(self, name: str, *, in_talk: bool = False) -> bool:
        """Whether it holds a place and still does once it has ended with this disposition: only if it goes on later."""
        return self.held and _state_after(name, in_talk=in_talk) is InterviewState.SUSPENDED

    def set_aside(self) -> Interview:
        """Its log does not fit the questionnaire any more. RuleViolation: `not_running`."""
        if self.state is not InterviewState.RUNNING:
            raise RuleViolation("not_running")
        return replace(self, state=InterviewState.SET_ASIDE, held=False)

    def lapse(self) -> Interview:
        """Without its place, which it kept too long; it can still go on."""
        return replace(self, held=False)

    def end_for_good(self) -> Interview:
        """Broken off, since its case was closed while it was suspended."""
        name = broken_off_as(usable=self.usable)
        return replace(self, held=False, state=InterviewState.BROKEN_OFF, disposition=name)


def is_usable(*, core_answered: int, core_asked: int, core_share: float) -> bool:
    """Whether enough core questions are answered for a partial interview; the person is screened."""
    return core_asked > 0 and core_answered >= core_share * core_asked


def broken_off_as(*, usable: bool) -> str:
    """The disposition of an interview that does not go on: `partial` where enough of it is there, else `break_off`."""
    return PARTIAL if usable else BREAK_OFF


def _state_after(name: str, *, in_talk: bool) -> InterviewState:
    if in_talk:
        return InterviewState.BROKEN_OFF
    if name == COMPLETE:
        return InterviewState.COMPLETED
    if name == SUSPENDED:
        return InterviewState.SUSPENDED
    if disposition(name).outcome_class is OutcomeClass.NOT_ELIGIBLE:
        return InterviewState.SCREENED_OUT
    return InterviewState.BROKEN_OFF


@dataclass(frozen=True, slots=True)
class StoredDatum:
    """A value of the data set: XForms text, or the reason why there is none."""

    variable: str
    text: str
    missing: str | None

    @property
    def is_set_apart(self) -> bool:
        """Whether it was given under another version of the questionnaire, and has no place in the interview's own."""
        return self.variable.startswith(SET_APART)

    @property
    def origin(self) -> tuple[str, str]:
        """Of a value set apart: the fingerprint of its version, and its reference there."""
        fingerprint, slash, ref = self.variable[len(SET_APART) :].partition("/")
        return fingerprint, slash + ref
