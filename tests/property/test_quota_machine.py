"""Several quotas: whatever interviewers, supervisors and crashes do, counters equal a recount, and no rule breaks.

`python -m tests.quota_machine --steps 100000` plays the long form.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.quota.cells import QuotaMode
from cati_app.domain.quota.steering import Intake
from tests.quota_machine import ENDS, MODES, VALUES, QuotaField, play

_VALUES = st.fixed_dictionaries({name: st.sampled_from(possible) for name, possible in VALUES.items()})
_NTH = st.integers(0, 7)


class SeveralQuotas(RuleBasedStateMachine):
    """The steps of `tests.quota_machine` in an order that shrinks."""

    @initialize(modes=st.tuples(*[st.sampled_from(MODES)] * 3), wanted=st.integers(1, 3))
    def begin(self, modes: tuple[QuotaMode, ...], wanted: int) -> None:
        self.field = QuotaField(modes, wanted)

    @rule(crashes=st.booleans())
    def next_one_is_cut_off(self, crashes: bool) -> None:
        self.field.crashes = crashes

    @rule(values=_VALUES)
    def reserve(self, values: dict[str, str]) -> None:
        self.field.reserve(values)

    @precondition(lambda self: self.some(InterviewState.RUNNING))
    @rule(nth=_NTH, values=_VALUES)
    def correct(self, nth: int, values: dict[str, str]) -> None:
        self.field.correct(self._of(nth, InterviewState.RUNNING), values)

    @precondition(lambda self: self.some(InterviewState.RUNNING))
    @rule(nth=_NTH, name=st.sampled_from(ENDS))
    def end(self, nth: int, name: str) -> None:
        self.field.end(self._of(nth, InterviewState.RUNNING), name)

    @precondition(lambda self: self.some(InterviewState.SUSPENDED))
    @rule(nth=_NTH, lapses=st.booleans())
    def go_on(self, nth: int, lapses: bool) -> None:
        (self.field.lapse if lapses else self.field.resume)(self._of(nth, InterviewState.SUSPENDED))

    @precondition(lambda self: self.some(InterviewState.COMPLETED))
    @rule(nth=_NTH)
    def reject(self, nth: int) -> None:
        self.field.reject(self._of(nth, InterviewState.COMPLETED))

    @precondition(lambda self: self.some(InterviewState.COMPLETED))
    @rule(nth=_NTH, values=_VALUES)
    def recode(self, nth: int, values: dict[str, str]) -> None:
        self.field.recode(self._of(nth, InterviewState.COMPLETED), values)

    @rule(nth=st.integers(0, 8), wanted=st.integers(0, 4))
    def retarget(self, nth: int, wanted: int) -> None:
        self.field.retarget(self._cells()[nth % len(self._cells())], wanted)

    @rule(nth=st.integers(0, 8), intake=st.sampled_from(Intake), stale=st.booleans())
    def halt(self, nth: int, intake: Intake, stale: bool) -> None:
        self.field.steer(self.field.edit(self._cells()[nth % len(self._cells())], intake=intake, stale=stale))

    @rule(nth=st.integers(0, 8), wanted=st.integers(0, 4), stale=st.booleans())
    def change_target(self, nth: int, wanted: int, stale: bool) -> None:
        self.field.steer(self.field.edit(self._cells()[nth % len(self._cells())], wanted, stale=stale))

    @rule(nth=st.integers(0, 8), other=st.integers(0, 8), count=st.integers(1, 3), stale=st.booleans())
    def move_targets(self, nth: int, other: int, count: int, stale: bool) -> None:
        cells = self._cells()
        self.field.steer(self.field.moving(cells[nth % len(cells)], cells[other % len(cells)], count, stale=stale))

    @rule(nth=st.integers(0, 8), seconds=st.sampled_from([0, 601]))
    def take_back(self, nth: int, seconds: int) -> None:
        self.field.clock.move(seconds)
        self.field.steer(self.field.undoing(self._cells()[nth % len(self._cells())]))

    @invariant()
    def counters_equal_a_recount(self) -> None:
        if hasattr(self, "field"):
            self.field.check()

    def some(self, state: InterviewState) -> bool:
        return hasattr(self, "field") and bool(self.field.in_state(state))

    def _of(self, nth: int, state: InterviewState) -> InterviewId:
        known = self.field.in_state(state)
        return known[nth % len(known)]

    def _cells(self) -> list[CellId]:
        return [cell for quota in self.field.plan.quotas for cell in quota.targets]


SeveralQuotas.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestSeveralQuotas = SeveralQuotas.TestCase


def test_many_steps_drawn_at_random() -> None:
    played = play(900, 7)

    assert {"reserve", "correct", "end", "resume", "lapse", "reject", "recode", "retarget", "steer"} <= played.keys()
    refused = {
        "cell_changed",
        "counter_unchanged",
        "undo_nothing",
        "undo_late",
        "undo_apart",
        "move_too_many",
        "move_apart",
    }
    assert {f"  {what}" for what in ("changed", "undone", "moved", "moved back", *refused)} <= played.keys()
