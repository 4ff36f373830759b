"""Places in the quota: whatever the order of reserving, completing, suspending and lapsing, never one too many."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.quota.lapsed_places import release_lapsed
from cati_app.fieldwork.rights import PROGRAM
from tests.casework import alter
from tests.stations import Site

VALUES = st.fixed_dictionaries({"sex": st.sampled_from(["1", "2", ""]), "age_group": st.sampled_from(["young", "old"])})


class Places(RuleBasedStateMachine):
    """An interviewer in whose interviews everything happens, on the real tables; kills included."""

    running = Bundle("running")
    suspended = Bundle("suspended")

    @initialize()
    def open(self) -> None:
        self._folder = TemporaryDirectory()
        self.site = Site(Path(self._folder.name), cases=60, targets_scale=0.5)

    def teardown(self) -> None:
        if hasattr(self, "site"):
            self.site.close()
            self._folder.cleanup()

    @rule(target=running, values=VALUES)
    def reserve(self, values: dict[str, str]) -> tuple[Offer, Interview]:
        place = self.site.place()
        offer = self.site.dialled(self.site.ann)
        interview = place.start_interview(self.site.ann, offer.case, "hash", "de")
        assert place.reserve_place is not None
        place.reserve_place(self.site.ann, interview.id, values)
        self._lay_aside(offer)
        return offer, interview

    def _lay_aside(self, offer: Offer) -> None:
        """Not in hand, so that other interviews begin while this one runs, and not offered to anybody."""
        with self.site.units()() as unit:
            alter(unit, offer.case.id, locked_by=self.site.bob.id)
            unit.calls.save(unit.calls.attempt(offer.attempt.id).come_back(self.site.clock.now(), "returned"))
            unit.commit()

    def _take_up(self, offer: Offer) -> None:
        with self.site.units()() as unit:
            alter(unit, offer.case.id, locked_by=self.site.ann.id)
            unit.calls.save(unit.calls.attempt(offer.attempt.id).reopen())
            unit.commit()

    @rule(target=running, held=consumes(running), values=VALUES)
    def correct(self, held: tuple[Offer, Interview], values: dict[str, str]) -> tuple[Offer, Interview]:
        place = self.site.place()
        assert place.reserve_place is not None
        place.reserve_place.move(self.site.ann, held[1].id, values)
        return held

    @rule(held=consumes(running), name=st.sampled_from(["complete", "break_off", "partial", "quota_filled"]))
    def end(self, held: tuple[Offer, Interview], name: str) -> None:
        with self.site.units()() as unit:
            has_place = unit.interviews.get(held[1].id).held
        self._finish(held, name if has_place or name != "complete" else "quota_filled")

    @rule(target=suspended, held=consumes(running))
    def suspend(self, held: tuple[Offer, Interview]) -> tuple[Offer, Interview]:
        self._finish(held, SUSPENDED)
        with self.site.units()() as unit:  # not offered by itself while other cases are taken
            alter(unit, held[0].case.id, locked_by=self.site.bob.id)
            unit.commit()
        return held

    @rule(target=running, held=consumes(suspended))
    def resume(self, held: tuple[Offer, Interview]) -> object:
        self._take_up(held[0])
        self.site.place().resume_interview(self.site.ann, held[1].id)
        self._lay_aside(held[0])
        return multiple(held)

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        calendar = self.site.station.rules.calendar
        self.site.clock.move(days * 86400)
        self.site.clock.move_to(calendar.next_open(self.site.clock.now()) or self.site.clock.now())
        with self.site.units()() as unit:
            for case_id, _, _ in unit.cases.queue.held():  # those laid aside stay so: their holder is still there
                alter(unit, case_id, locked_at=self.site.clock.now())
            release_lapsed(unit, self.site.clock, self.site.station.rules)
            unit.commit()

    @rule()
    def restart(self) -> None:
        self.site.reopen()

    @rule(scale=st.sampled_from([0.5, 1.0]))
    def change_targets(self, scale: float) -> None:
        self.site.scale = scale
        self.site.reopen()
        self.site.station.prepare(self.site.keys)

    @invariant()
    def no_cell_has_one_too_many(self) -> None:
        if not hasattr(self, "site"):
            return
        with self.site.units()() as unit:
            counts = unit.quota.counts()
        cells = [count for count in counts if count.cell_id != UNCLASSIFIED]  # nobody is turned away for want of a cell
        assert [] == [count for count in cells if count.achieved + count.in_progress > 2]

    @invariant()
    def counters_are_what_the_interviews_add_up_to(self) -> None:
        if hasattr(self, "site"):
            assert self.site.station.verify()(PROGRAM).agrees

    def _finish(self, held: tuple[Offer, Interview], name: str) -> None:
        offer, interview = held
        self._take_up(offer)
        self.site.place().finish_interview(self.site.ann, EndedSitting(interview.id, offer.attempt, name, [], {}))


Places.TestCase.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)
TestPlaces = Places.TestCase
