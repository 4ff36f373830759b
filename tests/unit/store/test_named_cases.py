"""A supervisor takes one case from the hub by its id, corrects it as on a laptop, and hands it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import CellEdit
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.handing import CaseRequest, LentCase, TakenAs
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import WAITS, AskForCase, KeepPackages
from cati_app.fieldwork.sharing.lend_named_case import LendNamedCase
from cati_app.fieldwork.sharing.named_case import ChangeLentResult, NamedCases
from cati_app.fieldwork.sharing.remote_acts import PromoteInterview, TakeCaseBack
from cati_app.fieldwork.sharing.requests_back import TakeRequestsBack
from cati_app.fieldwork.sharing.steering_at_hub import SteerCellAtHub, SteerForAll
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from tests.many import Borrower, Field
from tests.steering import halting

T = TypeVar("T")


class DeskHub:
    """The hub as a supervisor's station reaches it; its line can be cut."""

    def __init__(self, field: Field, station: Borrower) -> None:
        self.field, self.station = field, station
        units, clock, rules = field.hub.blind_units(), field.hub.clock, field.hub.station.rules
        self.lend = LendNamedCase(units, clock, rules)
        self.steer = SteerForAll(units, clock, rules.quota)
        self.is_cut = False
        self.loses_answers = False
        self.reached: Callable[[], None] = lambda: None

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case."""
        self._reach()
        lent = self.lend(self.station.site.sue, CaseRequest(self.field.epoch, self.station.device, request), case_id)
        if self.loses_answers:
            raise EnvironmentProblem("hub_unreachable", "cut", "wait")
        return lent

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """Requests that nobody waits for."""
        self._reach()
        back = TakeRequestsBack(self.field.hub.blind_units(), self.field.hub.clock)
        back(PROGRAM, self.field.epoch, self.station.device, cases)

    def hand_in(self) -> bool:
        """What waits."""
        self._reach()
        self.station.hand_in()
        return True

    def steer_cell(self, edit: CellEdit) -> Sequence[Vouched]:
        """A cell, or the counter of persons without one."""
        self._reach()
        self.steer(self.station.site.sue, edit)
        if self.loses_answers:
            raise EnvironmentProblem("hub_unreachable", "cut", "wait")
        return ()

    def _reach(self) -> None:
        self.reached()
        if self.is_cut:
            raise EnvironmentProblem("hub_unreachable", "cut", "wait")


class Desk:
    """A supervisor at the first station, who reads the whole study from the hub itself."""

    def __init__(self, field: Field) -> None:
        self.field, (self.station, self.other) = field, field.stations
        self.sue = self.station.site.sue
        self.hub = DeskHub(field, self.station)
        self.named, self.change, self.steer = self.acts(at_once)
        self.close = halting(self.steer)

    def acts(self, in_store: StoreStep) -> tuple[NamedCases, ChangeLentResult, SteerCellAtHub]:
        """What a supervisor does, with steps of the store done by `in_store`."""
        units, rules = self.station.units, self.station.site.station.rules
        clock, ids = self.station.site.clock, self.station.site.station.opened.ids
        named = NamedCases(units, clock, ids, self.station.device, self.hub, in_store)
        change = ChangeLentResult(units, clock, rules, named, self.field.hub.blind_units())
        return named, change, SteerCellAtHub(units, clock, rules.quota, self.hub, in_store)

    def worked(self, result: str) -> CaseId:
        """A case that the other station has worked and handed in."""
        lent = self.other.borrow()
        assert isinstance(lent, LentCase)
        self.other.give(self.other.dialled(), result)
        self.other.done()
        return lent.bundle.case_id

    @property
    def ahead(self) -> WorkAhead:
        """What gives back at the next contact."""
        site = self.station.site
        return WorkAhead(self.station.units, site.clock, site.station.opened.ids, self.station.device)

    def out(self) -> list[tuple[object, ...]]:
        """Cases that the hub has lent to the station of the desk."""
        device = self.station.device
        return self.field.hub.sql(f"SELECT case_id FROM case_lease WHERE ended_at IS NULL AND device = '{device}'")

    def at_hub(self) -> list[tuple[str, str]]:
        """Attempts there by case and result."""
        return [(str(c), str(d)) for c, d in self.field.hub.sql("SELECT case_id, disposition FROM attempt ORDER BY 1")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    field = Field(tmp_path)
    yield Desk(field)
    field.check()
    field.close()


def test_a_correction_reaches_the_hub_and_the_case_follows(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    future = desk.change.preview(desk.sue, case_id, 1, "refusal_household")
    assert ("no_answer", "refusal_household") == (future.was, future.now)
    assert [(case_id, "no_answer")] == desk.at_hub(), "nothing was asked of the hub"
    assert [(0,)] == desk.station.site.sql('SELECT count(*) FROM "case"')

    done = desk.change(desk.sue, case_id, 1, "refusal_household", "they had said no")

    assert CaseState.CLOSED is done.state
    assert [(case_id, "refusal_household")] == desk.at_hub()
    assert CaseState.CLOSED is desk.field.hub.case(1).state
    assert [(0,)] == desk.station.site.sql('SELECT count(*) FROM "case"')
    assert "result_changed" in desk.station.site.kinds()
    back = desk.change(desk.sue, case_id, 1, "no_answer", "it was another house")
    assert CaseState.OPEN is back.state, "a closed case is lent by its id as well"


def test_without_a_line_nothing_begins_and_what_was_corrected_waits(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    desk.hub.is_cut = True
    with pytest.raises(EnvironmentProblem):
        desk.change(desk.sue, case_id, 1, "busy", "a mistake")
    assert [(case_id, "no_answer")] == desk.at_hub()
    desk.hub.is_cut, desk.hub.loses_answers = False, True
    with pytest.raises(EnvironmentProblem):
        desk.change(desk.sue, case_id, 1, "busy", "a mistake")
    desk.hub.loses_answers = False
    desk.change(desk.sue, case_id, 1, "busy", "a mistake")
    assert [(case_id, "busy")] == desk.at_hub(), "what was lent for the request whose answer was lost went back first"


def test_a_request_whose_answer_was_lost_and_that_nobody_repeats_keeps_no_case(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    desk.hub.loses_answers = True
    with pytest.raises(EnvironmentProblem):
        desk.change(desk.sue, case_id, 1, "busy", "a mistake")
    assert [(case_id,)] == desk.out(), "the hub has lent it, and nobody here knows"

    desk.ahead.give_back(PROGRAM, desk.hub)

    assert [] == desk.out()
    assert [(case_id, "no_answer")] == desk.at_hub()
    desk.ahead.give_back(PROGRAM, desk.hub)


def test_what_a_program_that_stopped_has_asked_for_by_name_goes_back_when_it_starts_again(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    ids = desk.station.site.station.opened.ids
    ask = AskForCase(desk.station.units, ids)
    asked = CaseRequest(desk.field.epoch, desk.station.device, ask(desk.sue, case_id))
    desk.hub.lend(desk.sue, asked, case_id)  # and then it stopped
    next_one, behind = ask(desk.sue), ask(desk.sue, WAITS)

    KeepPackages(desk.station.units).begin_anew(PROGRAM)
    desk.ahead.give_back(PROGRAM, desk.hub)

    assert [] == desk.out()
    assert (next_one, behind) == (ask(desk.sue), ask(desk.sue, WAITS)), "whose answers are asked for again"


def test_a_case_in_hand_is_not_taken_from_anybody(desk: Desk) -> None:
    lent = desk.other.borrow()
    assert isinstance(lent, LentCase)
    with pytest.raises(RuleViolation) as refused:
        desk.change(desk.sue, lent.bundle.case_id, 1, "busy", "a mistake")
    assert "case_taken" == refused.value.code
    with pytest.raises(RuleViolation) as unknown:
        desk.change(desk.sue, CaseId("nobody"), 1, "busy", "a mistake")
    assert "no_such_case" == unknown.value.code


def test_a_late_copy_of_a_request_that_was_refused_lends_the_case_to_nobody(desk: Desk) -> None:
    lent = desk.other.borrow()
    assert isinstance(lent, LentCase)
    asked = CaseRequest(desk.field.epoch, desk.station.device, "a copy is on its way")
    with pytest.raises(RuleViolation, match="case_taken"):
        desk.hub.lend(desk.sue, asked, lent.bundle.case_id)
    desk.other.give(desk.other.dialled(), "no_answer")
    desk.other.done()
    with pytest.raises(RuleViolation, match="case_taken"):
        desk.hub.lend(desk.sue, asked, lent.bundle.case_id)
    assert [] == desk.out()


def test_what_may_not_be_corrected_goes_back_as_it_was(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    with pytest.raises(RuleViolation) as refused:
        desk.change(desk.sue, case_id, 1, "no_answer", "as it is")
    assert "result_unchanged" == refused.value.code
    with pytest.raises(RuleViolation):
        desk.change(desk.sue, case_id, 1, "busy", " ")
    desk.field.hub.clock.move(24 * 3600)
    assert isinstance(desk.other.borrow(), LentCase)
    assert not desk.field.hub.sql("SELECT 1 FROM case_lease WHERE ended_at IS NULL AND device <> 'bbbb0002'")


def test_interviewers_take_no_case_by_its_id(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    with pytest.raises(RuleViolation) as refused:
        desk.hub.lend(desk.station.site.ann, CaseRequest(1, "aaaa0001", "r"), case_id)
    assert "supervisor_needed" == refused.value.code


def test_the_counter_of_persons_without_a_cell_is_closed_for_all_stations(desk: Desk) -> None:
    desk.close(desk.sue, "too many", closed=True)
    assert desk.field.cell(UNCLASSIFIED).closed
    with pytest.raises(RuleViolation) as refused:
        desk.close(desk.sue, "too many", closed=True)
    assert "counter_unchanged" == refused.value.code
    desk.other.borrow()
    interview = desk.other.begin(desk.other.dialled())
    answer = desk.other.ask_place(interview.id, UNCLASSIFIED)
    assert (False, True) == (answer.grant.is_live, answer.count.closed)
    desk.close(desk.sue, "there is room", closed=False)
    assert not desk.field.cell(UNCLASSIFIED).closed
    with pytest.raises(RuleViolation):
        desk.close(desk.sue, "", closed=True)


def test_a_case_that_is_taken_back_goes_to_others_and_what_was_done_is_added(desk: Desk) -> None:
    lent = desk.other.borrow()
    assert isinstance(lent, LentCase)
    offer = desk.other.dialled()
    case_id = lent.bundle.case_id
    take_back = TakeCaseBack(desk.field.hub.blind_units(), desk.field.hub.clock)

    take_back(desk.sue, case_id)

    with pytest.raises(RuleViolation) as refused:
        take_back(desk.sue, case_id)
    assert "case_not_out" == refused.value.code, "nobody has it before it is lent again"
    again = desk.station.borrow()
    assert isinstance(again, LentCase)
    assert case_id == again.bundle.case_id, "it is the first one that is due"
    with pytest.raises(RuleViolation) as refused:
        take_back(desk.sue, CaseId("case-5"))
    assert "case_not_out" == refused.value.code
    desk.other.give(offer, "busy")
    (taken,) = desk.other.done()
    assert TakenAs.UNITED is taken.taken_as
    assert [(case_id, "busy")] == desk.at_hub()
    desk.station.pack(leaves=True)
    desk.station.hand_in()


def test_the_first_interview_without_a_place_counts_once_there_is_room(desk: Desk) -> None:
    one, two = desk.field.stations
    one.whole_interview(sex="1", age_group="young")
    desk.field.hub.sql_write("UPDATE place_grant SET state = 'written_off'")
    desk.field.hub.sql_write("UPDATE cell SET in_progress = 0 WHERE id = 'm/young'")
    for _ in range(2):
        two.whole_interview(sex="1", age_group="young")
        two.done()
    one.done()
    units, clock, rules = desk.field.hub.blind_units(), desk.field.hub.clock, desk.field.hub.station.rules
    promote = PromoteInterview(units, clock, rules)
    for cell, code in (("m/young", "no_room"), ("f/old", "no_surplus"), ("x", "no_cell")):
        with pytest.raises(RuleViolation) as refused:
            promote(desk.sue, desk.field.epoch, CellId(cell))
        assert code == refused.value.code

    desk.field.hub.sql_write("UPDATE cell SET target = 3 WHERE id = 'm/young'")
    promote(desk.sue, desk.field.epoch, CellId("m/young"))

    assert (3, 0) == (desk.field.cell("m/young").achieved, desk.field.cell("m/young").in_progress)
    assert [(0,)] == desk.field.hub.sql("SELECT count(*) FROM not_counted")
    with pytest.raises(RuleViolation):
        promote(desk.sue, desk.field.epoch, CellId("m/young"))


def test_a_conversation_at_the_own_station_keeps_its_case_whatever_the_hub_thinks(desk: Desk) -> None:
    lent = desk.station.borrow()
    assert isinstance(lent, LentCase)
    offer = desk.station.dialled()
    case_id = lent.bundle.case_id
    TakeCaseBack(desk.field.hub.blind_units(), desk.field.hub.clock)(desk.sue, case_id)

    with pytest.raises(RuleViolation) as refused:
        desk.change(desk.sue, case_id, 1, "busy", "a mistake")

    assert "case_taken" == refused.value.code
    desk.station.give(offer, "no_answer")
    desk.station.done()
    assert [(case_id, "no_answer")] == desk.at_hub()


def test_a_case_taken_in_hand_while_it_is_corrected_is_not_packed(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    desk.named.take(desk.sue, case_id)
    now = desk.station.site.clock.now()
    with desk.station.units() as unit:
        held = replace(unit.cases.get(case_id), locked_by=desk.station.user.id, locked_at=now)
        unit.cases.save(held)
        unit.commit()

    desk.named.hand_back(desk.sue, case_id)

    assert [(1,)] == desk.station.site.sql('SELECT count(*) FROM "case"')
    with desk.station.units() as unit:
        unit.cases.save(unit.cases.get(case_id).free())
        unit.commit()
    desk.named.hand_back(desk.sue, case_id)
    assert [(0,)] == desk.station.site.sql('SELECT count(*) FROM "case"')


def test_whoever_corrects_waits_for_the_hub_outside_the_store(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    steps: list[bool] = []
    in_step = False

    def in_store(step: Callable[[], T]) -> T:
        nonlocal in_step
        assert not in_step
        in_step = True
        steps.append(True)
        try:
            return step()
        finally:
            in_step = False

    def reach() -> None:
        assert not in_step, "the hub is waited for while the store waits"

    desk.hub.reached = reach
    _, change, steer = desk.acts(in_store)

    change(desk.sue, case_id, 1, "busy", "a mistake")
    halting(steer)(desk.sue, "too many", closed=True)

    assert 8 == len(steps), "in hand, what goes back, request, case, correction, package; the reason, the answer"
    assert [(case_id, "busy")] == desk.at_hub()


def test_a_change_whose_answer_was_lost_is_made_once_for_all_stations(desk: Desk) -> None:
    cell, edit = CellId("m/young"), CellEdit("a", CellId("m/young"), 7, seen="")
    desk.hub.loses_answers = True
    with pytest.raises(EnvironmentProblem):
        desk.steer(desk.sue, edit, "more of them")
    desk.hub.loses_answers = False
    desk.steer(desk.sue, edit, "more of them")

    with desk.field.hub.blind_units()() as unit:
        steered = unit.quota.steered(cell)
    assert (7, "a") == (steered.count.target, steered.version)
    assert 1 == desk.field.hub.kinds().count("target_changed")
    assert 2 == desk.station.site.kinds().count("target_changed_asked"), "the reason is kept before the hub is asked"
    with pytest.raises(RuleViolation) as slower:
        desk.steer(desk.sue, CellEdit("b", cell, 3, seen=""), "fewer of them")
    assert "cell_changed" == slower.value.code


def test_a_raised_target_is_not_taken_back_once_a_station_has_a_place_of_it(desk: Desk) -> None:
    cell = CellId("m/young")
    desk.steer(desk.sue, CellEdit("down", cell, 0), "none")
    desk.steer(desk.sue, CellEdit("up", cell, 1), "one after all")
    desk.other.borrow()
    interview = desk.other.begin(desk.other.dialled())
    assert desk.other.ask_place(interview.id, cell).grant.is_live
    with pytest.raises(RuleViolation) as used:
        desk.steer(desk.sue, CellEdit("back", cell, undoes="up"))

    assert ("undo_used", 1) == (used.value.code, used.value.context["used"])
