"""A hub and stations of one study in one process: real stores and use cases, and between them nothing but values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, Decision, QuotaMode, find_place
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.sharing.handing import CaseRequest, HandedIn, HandIn, LentCase, PlaceAnswer, PlaceRequest
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import PackCases, PutCaseIn, PutPlaceIn
from cati_app.fieldwork.sharing.grant_place import GrantPlace
from cati_app.fieldwork.sharing.hold_numbers import AskHolds, HoldNumbers
from cati_app.fieldwork.sharing.lend_case import LendCase
from cati_app.fieldwork.sharing.take_in import TakeIn
from cati_app.station.loading import LoadedStudy
from tests.stations import Site

EPOCH = 1
DATA = (StoredDatum("/screener/sex", "1", None),)


class Borrower:
    """A station of the study; it has no cases of its own."""

    def __init__(self, field: Field, device: str, folder: Path, user: str, study: LoadedStudy | None = None) -> None:
        folder.mkdir()
        self.field, self.device = field, device
        self.site = Site(folder, seed=sum(device.encode()))
        self.site.clock = field.hub.clock
        self.site.loaded = study or self.site.loaded
        self.site.reopen()
        self.user: User = getattr(self.site, user)
        self._requests = 0
        with self.units() as unit:
            for number in range(1, unit.cases.count() + 1):
                case_id = unit.cases.id_of(number)
                assert case_id is not None
                unit.bundles.drop(case_id)
            plan = self.site.station.rules.quota
            if plan is not None and study is not None:
                unit.quota.set_targets(dict.fromkeys(plan.all_targets(), 0), plan.all_modes(by_grant=True))
            unit.grants.fit_cells()
            unit.commit()

    @property
    def units(self):  # type: ignore[no-untyped-def] # as the site has them
        """Units of work of the person."""
        return self.site.units()

    def request(self) -> str:
        """A new one."""
        self._requests += 1
        return f"{self.device}-{self._requests}"

    def borrow(self, request: str | None = None) -> LentCase | Nothing:
        """Ask the hub for a case, and put it in."""
        clock = self.site.clock
        lent = self.field.lend(self.user, CaseRequest(self.field.epoch, self.device, request or self.request()))
        if isinstance(lent, LentCase):
            PutCaseIn(self.units, self.device)(PROGRAM, lent, clock.now())
        return lent

    def offered(self) -> Offer:
        """The case that the station's own scheduler offers."""
        return self.site.offered(self.user)

    def dialled(self) -> Offer:
        """The same, with a call on its first number."""
        return self.site.dialled(self.user)

    def give(self, offer: Offer, result: str) -> None:
        """A result."""
        self.site.place(self.user).record_result(self.user, offer.attempt, result)

    def begin(self, offer: Offer) -> Interview:
        """An interview of the case."""
        return self.site.place(self.user).start_interview(self.user, offer.case, "hash", "de")

    def reserve(self, interview: Interview, **values: str) -> Decision:
        """A place, asked for at the hub first."""
        plan = self.site.station.rules.quota
        assert plan is not None
        answer = self.ask_place(interview.id, find_place(plan, values, interview.id).wish)
        reserve = self.site.place(self.user).reserve_place
        assert reserve is not None
        if answer.grant.is_live:
            return reserve(self.user, interview.id, values)
        return reserve.where_full(self.user, interview.id, values, answer.count.cell_id)

    def correct(self, interview: Interview, **values: str) -> Decision | None:
        """Another place after a correction, asked for at the hub first."""
        plan, reserve = self.site.station.rules.quota, self.site.place(self.user).reserve_place
        assert plan is not None and reserve is not None
        found = find_place(plan, values, interview.id)
        self.ask_place(interview.id, reserve.narrowed(self.user, interview.id, found).wish)
        return reserve.move(self.user, interview.id, values)

    def ask_place(self, interview_id: InterviewId, cell: CellId, request: str | None = None) -> PlaceAnswer:
        """What the hub says, put in."""
        with self.units() as unit:
            interview = unit.interviews.get(interview_id)
            lease = unit.leases.newest_of(interview.case_id)
        assert lease is not None
        asked = PlaceRequest(request or self.request(), self.device, lease.token, interview_id, cell)
        answer = self.field.grant(self.user, self.field.epoch, asked)
        PutPlaceIn(self.units)(PROGRAM, answer)
        return answer

    def finish(self, offer: Offer, interview: Interview, name: str, agreed: Agreed | None = None) -> None:
        """The interview ends."""
        ended = EndedSitting(interview.id, offer.attempt, name, DATA, {}, agreed)
        self.site.place(self.user).finish_interview(self.user, ended)

    def whole_interview(self, **values: str) -> InterviewId:
        """Borrow, call, interview, finish; nothing is handed in."""
        self.borrow()
        offer = self.dialled()
        interview = self.begin(offer)
        self.reserve(interview, **values)
        self.finish(offer, interview, "complete")
        return interview.id

    def pack(self, *, leaves: bool = False) -> int:
        """What is worked."""
        return PackCases(self.units, self.site.clock, self.device)(PROGRAM, leaves=leaves)

    def hand_in(self) -> list[HandedIn]:
        """Everything that waits."""
        with self.units() as unit:
            waiting = [(token, unit.packages.of(token)) for token in unit.packages.waiting()]
        taken = []
        for token, bundle in waiting:
            taken.append(self.field.take_in(PROGRAM, HandIn(self.field.epoch, self.device, token, bundle)))
            with self.units() as unit:
                unit.packages.taken(token)
                unit.commit()
        return taken

    def done(self) -> list[HandedIn]:
        """A little later: pack and hand in."""
        self.site.clock.move(11)
        self.pack()
        return self.hand_in()


class Field:
    """A hub without keys, and stations."""

    def __init__(
        self,
        folder: Path,
        *,
        cases: int = 5,
        stations: Sequence[str] = ("aaaa0001", "bbbb0002"),
        study: LoadedStudy | None = None,
    ) -> None:
        self.epoch = EPOCH
        (folder / "hub").mkdir()
        self.hub = Site(folder / "hub", cases=cases)
        if study is not None:
            self.hub.loaded = study
            self.hub.reopen()
            plan = self.hub.station.rules.quota
            with self.hub.units()() as unit:
                assert plan is not None
                unit.quota.set_targets(plan.all_targets(), plan.all_modes())
                unit.commit()
        people = ("ann", "bob")
        self.stations = [
            Borrower(self, device, folder / device, people[index % 2], study) for index, device in enumerate(stations)
        ]
        units, clock, rules = self.hub.blind_units(), self.hub.clock, self.hub.station.rules
        self.lend = LendCase(units, clock, rules)
        self.grant = GrantPlace(units, clock)
        self.take_in = TakeIn(units, clock, rules)
        self.hold = HoldNumbers(units, clock)
        self.ask_hold = AskHolds(units, clock)

    def cell(self, cell_id: str) -> CellCount:
        """A counter of the hub."""
        with self.hub.blind_units()() as unit:
            return unit.quota.count(CellId(cell_id))

    def counted(self) -> dict[str, int]:
        """Complete interviews by cell, recounted from the rows."""
        rows = self.hub.sql(
            "SELECT cell_id, count(*) FROM interview WHERE state = 'completed' AND id NOT IN"
            " (SELECT interview_id FROM not_counted) GROUP BY cell_id"
        )
        return _by_cell(rows)

    def check(self) -> None:
        """What must hold at every moment."""
        with self.hub.blind_units()() as unit:
            counts = unit.quota.counts()
        rows = self.hub.sql("SELECT cell_id, count(*) FROM place_grant WHERE state = 'live' GROUP BY cell_id")
        live, counted = _by_cell(rows), self.counted()
        for count in counts:
            if count.cell_id != UNCLASSIFIED and count.mode is QuotaMode.STRICT:
                assert count.taken <= count.target, count
            assert count.achieved == counted.get(count.cell_id, 0), count
            assert count.in_progress == live.get(count.cell_id, 0), count
        twice = self.hub.sql(
            "SELECT case_id FROM interview WHERE state = 'completed' AND id NOT IN (SELECT interview_id FROM"
            " not_counted) GROUP BY case_id HAVING count(*) > 1"
        )
        assert not twice

    def case_id(self, number: int) -> CaseId:
        """Of a case of the sample."""
        return CaseId(f"case-{number}")

    def states(self) -> list[InterviewState]:
        """Of all interviews at the hub."""
        return [interview.state for interview in self.hub.interviews()]

    def close(self) -> None:
        """Give all databases free."""
        for station in self.stations:
            station.site.close()
        self.hub.close()


def _by_cell(rows: Sequence[Sequence[object]]) -> dict[str, int]:
    """Of rows with a place and a number the numbers of each cell."""
    counts: dict[str, int] = {}
    for place, n in rows:
        for cell in str(place).split(" "):
            counts[cell] = counts.get(cell, 0) + int(str(n))
    return counts
