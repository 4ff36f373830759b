"""A field with several quotas at once, step by step: interviewers, supervisors, crashes; counters against a recount.

`python -m tests.quota_machine --steps 100000 --seed 1` plays so many steps drawn at random, and prints what was played.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.interviews import NOT_MOVED, Interview, InterviewState
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE, NO_ELIGIBLE_PERSON, SUSPENDED
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import (
    QUOTA_FULL,
    CellChoice,
    QuotaDimension,
    QuotaMode,
    QuotaPlan,
    Verdict,
    find_place,
)
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell, TargetMove
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.follow_place import follow
from cati_app.fieldwork.quota.own_place import decide_anew, roll_back, settle_place, take_again
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from tests.fakes.memory import MemoryStore, MemoryUnit
from tests.quota_steering import Desk

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
ANN = User(UserId("ann"), "ann", "Ann", Role.INTERVIEWER, 1)
AGE = QuotaDimension("age", False, "quota_age", ("young", "old"), {"y": "young", "o": "old"})
SEX = QuotaDimension("sex", False, "quota_sex", ("m", "f"), {"1": "m", "2": "f"})
REGION = QuotaDimension("region", True, "quota_region", ("west", "east"), {"w": "west", "e": "east"})
SPORTS = QuotaDimension(
    "sports",
    False,
    "quota_sports",
    ("ball", "water", "other"),
    {"tennis": "ball", "polo": "ball", "chess": "other"},
    overlapping={"tennis": ("ball",), "polo": ("ball", "water"), "chess": ("other",)},
)
VALUES = {
    "age": ("y", "o", ""),
    "sex": ("1", "2"),
    "region": ("w", "e", "x"),
    "sports": ("tennis", "polo", "chess", "polo chess", ""),
}
MODES = tuple(QuotaMode)


class Crash(Exception):
    """The machine dies before the transaction is committed."""


class _MayCrash(MemoryUnit):
    """A transaction that is cut off before it is committed."""

    def __init__(self, store: MemoryStore, *, crashes: bool) -> None:
        super().__init__(store, opened=True)
        self._crashes = crashes

    def commit(self) -> None:
        """Keep it, or die."""
        if self._crashes:
            raise Crash
        super().commit()


def plan_with(modes: Iterable[QuotaMode], target: int) -> QuotaPlan:
    """Three quotas: age by sex; region; sports of young people, where categories overlap."""
    first, second, third = modes
    return QuotaPlan(
        "main",
        (AGE, SEX),
        {CellId(f"{a}/{s}"): target for a in AGE.categories for s in SEX.categories},
        True,
        1,
        mode=first,
        further=(
            _further("region", REGION, {"west": 2 * target, "east": target}, second),
            replace(
                _further("sport", SPORTS, {"ball": target, "water": target, "other": 1}, third),
                within={"age": frozenset({"young"})},
                accept_unclassified=True,
                choice=CellChoice.LEAST_FULL,
            ),
        ),
    )


def _further(name: str, dimension: QuotaDimension, targets: dict[str, int], mode: QuotaMode) -> QuotaPlan:
    cells = {CellId(f"{name}:{code}"): target for code, target in targets.items()}
    return QuotaPlan(name, (dimension,), cells, False, 0, mode=mode, prefix=name)


class QuotaField:
    """One study; every step is one transaction, which a crash may cut off. AssertionError where a rule is broken."""

    def __init__(self, modes: Iterable[QuotaMode] = (QuotaMode.STRICT,) * 3, target: int = 2) -> None:
        self.plan = plan_with(modes, target)
        self.store = MemoryStore()
        self.clock = SimulatedClock(NOW)
        self.interviews: dict[InterviewId, Interview] = {}  # as the last committed step left them
        self.desk = Desk(self.plan)
        self.played: Counter[str] = Counter()
        self.crashes = False
        self._number = 0
        with self.store.units()() as unit:
            unit.quota.set_targets(self.plan.all_targets(), self.plan.all_modes())
            unit.commit()

    # -- interviewers ----------------------------------------------------------------------------------------------

    def reserve(self, values: dict[str, str]) -> None:
        """A person was screened."""
        self._number += 1
        interview_id, case_id = InterviewId(f"i{self._number:06}"), CaseId(f"c{self._number:06}")
        with self.store.units()() as unit:
            unit.interviews.add(
                Interview(interview_id, case_id, ANN.id, InterviewState.RUNNING, "hash", "de", self.clock.now())
            )
            unit.commit()
        before = self._recount()
        with suppress(Crash):
            decision = ReservePlace(self._units, self.clock, self.plan)(ANN, interview_id, values)
            self._judge(before, decision.classification.cell_id, decision.verdict, decision.classification.frozen)
            self._note(interview_id)
            return
        self._forget(interview_id)

    def correct(self, interview_id: InterviewId, values: dict[str, str]) -> None:
        """An answer that decided a cell is corrected."""
        was = self.interviews[interview_id]
        others = self._recount(but=interview_id)
        with suppress(Crash):
            decision = ReservePlace(self._units, self.clock, self.plan).move(ANN, interview_id, values)
            if decision is not None:
                held = set((was.place or "").split(" "))
                come = [c for c in decision.classification.cell_id.split(" ") if c not in held]
                self._allowed(others, [CellId(cell) for cell in come])
            self._note(interview_id)
            if decision is None:
                assert was.place == self.interviews[interview_id].place

    def recode(self, interview_id: InterviewId, values: dict[str, str]) -> None:
        """Codes say other values of a complete interview."""
        was, others = self.interviews[interview_id], self._recount(but=interview_id)
        belongs = find_place(self.plan, values, interview_id)

        def follows(unit: CallingUnit) -> None:
            decision = decide_anew(unit.quota, was, belongs)
            if decision is None:
                unit.interviews.save(was.stay())
            else:
                follow(unit, Moment(self.clock.now(), self.clock.monotonic_ms(), ANN.id), was, decision)

        if self._do(interview_id, follows):
            now, stood = self.interviews[interview_id], (was.cell_id or "").split(" ")
            if now.cell_id == was.cell_id:
                left = NOT_MOVED in (now.frozen or {})
                assert left != belongs.fits(CellId(was.cell_id or ""))
            else:
                come = [CellId(cell) for cell in (now.cell_id or "").split(" ") if cell not in stood]
                self._allowed(others, come)

    def end(self, interview_id: InterviewId, name: str) -> None:
        """Complete, broken off, screened out or suspended."""
        interview = self.interviews[interview_id]
        if name == COMPLETE and not interview.held:
            return
        until = self.clock.now() + timedelta(hours=24)

        def ends(unit: CallingUnit) -> None:
            ended = interview.end(name, self.clock.now(), in_talk=False, usable=False, place_until=until)
            settle_place(unit.quota, interview, ended)
            unit.interviews.save(ended)

        self._do(interview_id, ends)

    def lapse(self, interview_id: InterviewId) -> None:
        """A suspended interview kept its place too long."""
        interview = self.interviews[interview_id]

        def lapses(unit: CallingUnit) -> None:
            if interview.place is not None:
                unit.quota.give_back(interview.place)
            unit.interviews.save(interview.lapse())

        self._do(interview_id, lapses)

    def resume(self, interview_id: InterviewId) -> None:
        """A suspended interview goes on; without a place it asks for the same one again."""
        interview, before = self.interviews[interview_id], self._recount()

        def goes_on(unit: CallingUnit) -> None:
            resumed = interview.resume(ANN.id)
            unit.interviews.save(take_again(unit.quota, resumed) if interview.has_lost_place else resumed)

        if self._do(interview_id, goes_on) and interview.has_lost_place and interview.cell_id is not None:
            resumed = self.interviews[interview_id]
            verdict = Verdict(resumed.quota_status)
            self._judge(before, interview.cell_id, verdict, resumed.frozen or {})

    # -- supervisors -----------------------------------------------------------------------------------------------

    def reject(self, interview_id: InterviewId) -> None:
        """A complete interview is rejected in the review, or erased."""
        interview = self.interviews[interview_id]

        def rejected(unit: CallingUnit) -> None:
            roll_back(unit.quota, interview)
            unit.interviews.save(replace(interview, state=InterviewState.SET_ASIDE))

        self._do(interview_id, rejected)

    def retarget(self, cell: CellId, target: int) -> None:
        """The plan names another target, also one below what is done; the same one leaves what supervisors said."""
        quotas = [replace(q, further=()) for q in self.plan.quotas]
        changed = [replace(q, targets={**q.targets, cell: target}) if cell in q.targets else q for q in quotas]
        plan = replace(changed[0], further=tuple(changed[1:]))

        def changes(unit: CallingUnit) -> None:
            unit.quota.set_targets(plan.all_targets(), plan.all_modes())

        if self._do(None, changes):
            self.plan = plan
            self.desk.planned(plan)

    def steer(self, edit: CellEdit) -> None:
        """A supervisor changes a target, pauses, closes or opens a cell, or takes the last change back."""
        with suppress(Crash):
            self.desk.steer(edit, self._units, self.clock, self._recount(), self._steered)

    def edit(self, cell: CellId, target: int | None = None, intake: Intake | None = None, *, stale: bool) -> CellEdit:
        """A change by somebody who looks at the cell as it is, or as it was."""
        self._number += 1
        seen = "another one" if stale else self.desk.versions.get(cell, "")
        return CellEdit(f"e{self._number:06}", cell, target, intake, seen=seen)

    def moving(self, cell: CellId, to: CellId, count: int, *, stale: bool) -> CellEdit:
        """Targets that another cell shall have, by somebody who looks at both as they are, or as one of them was."""
        self._number += 1
        move = TargetMove(to, count, "another one" if stale else self.desk.versions.get(to, ""))
        return CellEdit(f"e{self._number:06}", cell, seen=self.desk.versions.get(cell, ""), move=move)

    def undoing(self, cell: CellId) -> CellEdit:
        """That takes the last change back."""
        self._number += 1
        return CellEdit(f"e{self._number:06}", cell, undoes=self.desk.versions.get(cell) or "nothing")

    def _steered(self, cell: CellId) -> SteeredCell:
        with self.store.units()() as unit:
            return unit.quota.steered(cell)

    # -- what is asked of it ---------------------------------------------------------------------------------------

    def in_state(self, *states: InterviewState) -> list[InterviewId]:
        """Interviews that stand so."""
        return [one.id for one in self.interviews.values() if one.state in states and one.cell_id is not None]

    def check(self) -> None:
        """Counters are what the interviews add up to, and no strict cell has one too many."""
        recount = self._recount()
        with self.store.units()() as unit:
            for count in unit.quota.counts():
                achieved, held = recount[count.cell_id]
                assert (achieved, held) == (count.achieved, count.in_progress), count
                steered = unit.quota.steered(count.cell_id)
                assert (self.desk.targets[count.cell_id], self.desk.state(count.cell_id)) == (
                    count.target,
                    steered.intake.value,
                )
                assert self.desk.given[count.cell_id] == steered.given

    def _recount(self, but: InterviewId | None = None) -> dict[CellId, tuple[int, int]]:
        """Achieved and held by cell, from the interviews alone."""
        achieved: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for one in self.interviews.values():
            for cell in (one.cell_id or "").split(" ") if one.id != but else ():
                achieved[cell] += one.state is InterviewState.COMPLETED
                held[cell] += one.held
        return {cell: (achieved[cell], held[cell]) for cell in self.plan.all_targets()}

    def _takes(self, counts: dict[CellId, tuple[int, int]], cell: CellId) -> bool:
        """The rules of the quotas in other words than the program's."""
        achieved, held = counts[cell]
        if self.desk.state(cell) != "open":
            return False
        quota = next(q for q in self.plan.quotas if cell in q.targets or cell == q.unclassified)
        if cell == quota.unclassified:
            return quota.accept_unclassified
        target = self.desk.targets[cell]
        return {"strict": achieved + held < target, "overrun": achieved < target}.get(quota.mode.value, True)

    def _judge(self, before: dict[CellId, tuple[int, int]], place: CellId, verdict: Verdict, frozen: object) -> None:
        cells = [CellId(cell) for cell in place.split(" ")]
        refusing = [cell for cell in cells if not self._takes(before, cell)]
        assert bool(refusing) == (verdict in (Verdict.FULL, Verdict.NOT_ACCEPTED)), (place, verdict, refusing)
        if refusing:
            assert isinstance(frozen, dict)
            assert len(cells) == 1 or frozen[QUOTA_FULL] == refusing[0]

    def _allowed(self, counts: dict[CellId, tuple[int, int]], cells: Iterable[CellId]) -> None:
        assert all(self._takes(counts, cell) for cell in cells)

    # -- transactions ----------------------------------------------------------------------------------------------

    def _units(self) -> _MayCrash:
        return _MayCrash(self.store, crashes=self.crashes)

    def _do(self, interview_id: InterviewId | None, act: Callable[[CallingUnit], None]) -> bool:
        """Whether it was committed."""
        with suppress(Crash), self._units() as unit:
            if interview_id is not None:
                unit.interviews.get(interview_id)
            act(unit)
            unit.commit()
            if interview_id is not None:
                self._note(interview_id)
            return True
        return False

    def _note(self, interview_id: InterviewId) -> None:
        with self.store.units()() as unit:
            now = unit.interviews.get(interview_id)
        before = self.interviews.get(interview_id)
        self.desk.given.update(CellId(cell) for cell in _cells(now) - _cells(before))
        self.interviews[interview_id] = now

    def _forget(self, interview_id: InterviewId) -> None:
        """Nothing was decided about it: an interview that was never screened holds no place."""
        with self.store.units()() as unit:
            assert unit.interviews.get(interview_id).cell_id is None


def _cells(interview: Interview | None) -> set[str]:
    """Where an interview has a place, held or used."""
    if interview is None or not (interview.held or interview.state is InterviewState.COMPLETED):
        return set()
    return set((interview.cell_id or "").split(" ")) - {""}


ENDS = (COMPLETE, BREAK_OFF, NO_ELIGIBLE_PERSON, SUSPENDED)
STEPS = (
    *("reserve", "reserve", "correct", "end", "end", "lapse", "resume", "reject", "retarget", "steer", "steer"),
    *("move", "undo", "recode"),
)
_RUNNING, _SUSPENDED, _COMPLETED = InterviewState.RUNNING, InterviewState.SUSPENDED, InterviewState.COMPLETED


def step(field: QuotaField, draw: random.Random) -> str:
    """One step drawn at random; its name."""
    field.crashes = draw.random() < 0.1
    what = draw.choice(STEPS)
    running, waiting = field.in_state(_RUNNING), field.in_state(_SUSPENDED)
    done = field.in_state(_COMPLETED)
    values = {name: draw.choice(possible) for name, possible in VALUES.items()}
    cells = [cell for quota in field.plan.quotas for cell in quota.targets]
    if what == "reserve":
        field.reserve(values)
    elif what == "correct" and running:
        field.correct(draw.choice(running), values)
    elif what == "end" and running:
        field.end(draw.choice(running), draw.choice(ENDS))
    elif what in ("lapse", "resume") and waiting:
        (field.lapse if what == "lapse" else field.resume)(draw.choice(waiting))
    elif what == "recode" and done:
        field.recode(draw.choice(done), values)
    elif what == "reject" and done:
        field.reject(draw.choice(done))
    elif what == "retarget":
        field.retarget(draw.choice(cells), draw.randint(0, 4))
    elif what == "steer":
        cell = draw.choice([*cells, field.plan.unclassified])
        stale, target, intake = draw.random() < 0.1, draw.randint(0, 4), draw.choice((Intake.OPEN, *Intake))
        field.clock.move(draw.choice((0, 0, 60, 400)))
        edits = field.edit(cell, target, stale=stale), field.edit(cell, intake=intake, stale=stale)
        field.steer(draw.choice(edits))
    elif what == "move":
        cell, to = draw.sample(cells, 2)
        field.steer(field.moving(cell, to, draw.randint(1, 3), stale=draw.random() < 0.1))
    elif what == "undo":
        field.steer(field.undoing(draw.choice([*field.desk.last, *cells[:2]])))
    else:
        return "nothing"
    field.check()
    return f"{what}, cut off" if field.crashes else what


def play(steps: int, seed: int) -> Counter[str]:
    """So many steps, in fields of 150 steps each with modes of their own; what was played."""
    draw = random.Random(seed)
    played: Counter[str] = Counter()
    field = QuotaField()
    for n in range(steps):
        if n % 150 == 0:
            field = QuotaField([draw.choice(MODES) for _ in range(3)], draw.randint(1, 3))
        played[step(field, draw)] += 1
        for what, count in field.desk.done.items():
            played[f"  {what}"] += count
        field.desk.done.clear()
    return played


def main(words: list[str]) -> int:
    """Play; AssertionError where a rule is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.quota_machine")
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    played = play(asked.steps, asked.seed)
    for what, count in sorted(played.items()):
        sys.stdout.write(f"{what:24} {count:>8}\n")
    sys.stdout.write(f"{asked.steps} steps, 0 violations\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
