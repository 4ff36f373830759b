"""A sample that arrives at a hub, asked by messages, on both engines: in pages, in one step, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.samples import SampleChangeKind
from cati_app.store.case_tables import CASE, NUMBER
from cati_app.store.hub.engine import HubStorage
from cati_app.sync.case_messages import NextCase, TakeNamedCase
from cati_app.sync.change_messages import ChangesAsked
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import Epoch
from cati_app.sync.sample_messages import SampledCaseTold, SamplePage, SampleReleased, SampleWhole
from tests.hub_rights import sampled
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import StationOfStudy, StudyOfMessages, bundle, bundles
from tests.hubs import MemoryHub
from tests.stations import TUESDAY

_ORDER = CASE.columns.index("release_order")


class Desk:
    """A study with two cases at a hub, and supervisors at two stations."""

    def __init__(self, hub: MemoryHub, storage: HubStorage) -> None:
        self.hub, self._storage = hub, storage
        self.study = StudyOfMessages(hub.answer, "c1" * 16)
        token = hashlib.sha256(b"first").digest()
        hub.add_code(token)
        self.study.enrol_first(token)
        self.study.publish()
        self.study.bring_cases(bundles(2, self.study.id))
        self.study.open()
        self.here, self.there = self.study.join(1), self.study.join(2)
        self._sessions: dict[tuple[str, str], str] = {}

    @property
    def epoch(self) -> Epoch:
        """The present life."""
        return Epoch(**self.study.told(HubCall.STATE)["epoch"])

    def session(self, at: StationOfStudy, login: str = "sue") -> str:
        """Of somebody at a station."""
        key = at.device, login
        if key not in self._sessions:
            self._sessions[key] = self.study.session(login, at)
        return self._sessions[key]

    def known(self) -> int:
        """Number of the last change of the study."""
        n, more = 0, True
        while more:
            asked = ChangesAsked(epoch=self.epoch, session=self.session(self.here), n=n, within=0)
            told = self.study.told(HubCall.CHANGES, asked, self.here)
            n, more = told["n"], told["more"]
        return int(n)

    def _said(self, change: str, kind: SampleChangeKind, cases: int, at: StationOfStudy, basis: int) -> dict[str, Any]:
        said = {"epoch": self.epoch, "session": self.session(at), "change": change, "kind": kind}
        return {**said, "basis": basis, "cases": cases, "made_at": TUESDAY}

    def page(
        self, change: str, cases: int, position: int, page: Sequence[SampledCaseTold], at: StationOfStudy, basis: int
    ) -> Reply:
        """Some cases arrive."""
        said = self._said(change, SampleChangeKind.IMPORTED, cases, at, basis)
        return self.study.send(HubCall.SAMPLE_PAGE, SamplePage(**said, position=position, page=tuple(page)), at)

    def whole(self, change: str, cases: int, at: StationOfStudy, basis: int, *, again: bool = False) -> Reply:
        """They come into the study."""
        said = self._said(change, SampleChangeKind.IMPORTED, cases, at, basis)
        return self.study.send(HubCall.SAMPLE, SampleWhole(**said, again=again), at)

    def imported(self, change: str, cases: Sequence[SampledCaseTold], at: StationOfStudy, basis: int) -> Reply:
        """All of it."""
        assert self.page(change, len(cases), 0, cases, at, basis).status == 200
        return self.whole(change, len(cases), at, basis)

    def released(self, change: str, at: StationOfStudy, **much: Any) -> Any:
        """Portions are opened."""
        said = self._said(change, SampleChangeKind.RELEASED, 0, at, 0)
        return self.study.told(HubCall.RELEASE, SampleReleased(**said, **much), at)

    def lent(self, number: int) -> str | None:
        """A case for Ann."""
        asked = NextCase(epoch=self.epoch, session=self.session(self.here, "ann"), request=f"next {number}")
        told = self.study.told(HubCall.NEXT_CASE, asked, self.here)
        return str(told["lease"]["case_id"]) if told["lease"] else None

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """What the tables hold."""
        with closing(self._storage.study(self.study.id, writable=False)) as store, store.reading() as statements:
            return [tuple(row) for row in statements.all(statement)]

    def write(self, *statements: str) -> None:
        """Straight into the tables."""
        with closing(self._storage.study(self.study.id)) as store, store.transaction():
            part = store.part()
            for statement in statements:
                part.execute(statement)
            part.commit()


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Desk(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def told(number: int, desk: Desk, **columns: object) -> SampledCaseTold:
    """A case of a file; columns as they are to be."""
    whole = bundle(number, desk.study.id)
    row = [columns.get(name, value) for name, value in zip(CASE.columns, whole.rows["case"][0], strict=True)]
    return sampled(CaseBundle(whole.case_id, {**whole.rows, "case": [row]}))


def waiting(number: int, desk: Desk, portion: int = 1) -> SampledCaseTold:
    """One that waits until its portion is released."""
    return told(number, desk, state="unreleased", release_order=number, replicate=portion)


def states(desk: Desk) -> dict[int, str]:
    """Cases by number."""
    return dict(desk.sql('SELECT case_no, state FROM "case" ORDER BY 1'))


def test_cases_that_arrive_are_called_and_shown_once_all_are_there(desk: Desk) -> None:
    basis = desk.known()
    cases = [told(n, desk) for n in (3, 4, 5)]

    first = desk.page("one", 3, 0, cases[:2], desk.here, basis)

    assert b'"here":2' in first.body
    assert {1: "open", 2: "open"} == states(desk)
    early = desk.whole("one", 3, desk.here, basis)
    assert b"gap" in early.body
    assert b'"here":2' in desk.page("one", 3, 0, cases[:2], desk.here, basis).body, "a late copy changes nothing"
    assert b'"here":2' in desk.page("one", 3, 3, cases[2:], desk.here, basis).body, "nor does one behind a hole"
    assert b'"here":3' in desk.page("one", 3, 1, cases[1:], desk.here, basis).body
    done = desk.whole("one", 3, desk.here, basis)
    assert b'"added":3,"renewed":0,"opened":0,"left":[]' in done.body
    assert dict.fromkeys(range(1, 6), "open") == states(desk)
    again = desk.whole("one", 3, desk.here, basis)
    assert b'"added":3' in again.body
    assert b'"here":3' in desk.page("one", 3, 0, cases, desk.here, basis).body
    assert 5 == len({desk.lent(n) for n in range(5)} - {None})
    assert [(0,)] == desk.sql("SELECT count(*) FROM sample_change_case"), "nothing stands there twice"


def test_what_was_compared_with_an_older_sample_does_not_come_in(desk: Desk) -> None:
    basis = desk.known()
    mine, theirs = [told(3, desk)], [told(3, desk)]
    assert desk.page("theirs", 1, 0, theirs, desk.there, basis).status == 200
    assert 200 == desk.imported("mine", mine, desk.here, basis).status

    refused = desk.whole("theirs", 1, desk.there, basis)

    assert (409, True) == (refused.status, b"changed" in refused.body)
    assert {1: "open", 2: "open", 3: "open"} == states(desk)
    later = desk.imported("later", [told(4, desk)], desk.there, desk.known())
    assert 200 == later.status


def test_a_station_has_one_change_on_its_way(desk: Desk) -> None:
    basis = desk.known()
    desk.page("given up", 9, 0, [told(3, desk)], desk.here, basis)
    desk.page("of another", 9, 0, [told(4, desk)], desk.there, basis)

    desk.page("next", 1, 0, [told(5, desk)], desk.here, basis)

    assert [("next",), ("of another",)] == desk.sql("SELECT id FROM sample_change ORDER BY 1")
    assert [("next",), ("of another",)] == desk.sql("SELECT change_id FROM sample_change_case ORDER BY 1")


def test_only_cases_nobody_has_worked_are_new(desk: Desk) -> None:
    basis = desk.known()
    at = "2026-11-24T15:00:00+00:00"
    wrongs: list[dict[str, object]] = [{"state": "closed"}, {"attempts": 1}, {"appointment_at": at}]
    for n, wrong in enumerate(wrongs):
        refused = desk.imported(f"wrong {n}", [told(3, desk), told(4, desk, **wrong)], desk.here, basis)
        assert (400, True) == (refused.status, b"message" in refused.body), wrong
    more = sampled(bundle(3, desk.study.id)).model_copy(update={"rows": {**told(3, desk).rows, "interview": ()}})
    assert 400 == desk.imported("more", [more], desk.here, basis).status

    assert {1: "open", 2: "open"} == states(desk)


def test_a_case_is_renewed_where_nobody_has_it_and_nothing_has_happened_since(desk: Desk) -> None:
    basis = desk.known()
    out = desk.lent(1)
    names = {f"case-{desk.study.id[:4]}{n}": n for n in (1, 2)}
    assert out in names
    renewed = [told(n, desk, frame="mobile").model_copy(update={"renews": True}) for n in (1, 2)]

    assert desk.page("new", 2, 0, renewed, desk.here, basis).status == 200
    reply = desk.whole("new", 2, desk.here, basis)

    assert f'"renewed":1,"opened":0,"left":["{out}"]'.encode() in reply.body
    frames = dict(desk.sql('SELECT id, frame FROM "case"'))
    assert {"mobile"} == {frame for case_id, frame in frames.items() if case_id != out}
    assert "mobile" != frames[out]


def test_portions_are_released_once_in_their_random_order(desk: Desk) -> None:
    cases = [waiting(n, desk, portion) for n, portion in ((3, 1), (4, 1), (5, 2), (6, 2))]
    assert 200 == desk.imported("one", cases, desk.here, desk.known()).status
    assert {"unreleased"} == {state for n, state in states(desk).items() if n > 2}

    first = desk.released("first", desk.here, replicates=1)
    again = desk.released("first", desk.here, replicates=1)
    second = desk.released("second", desk.there, count=1)

    assert (2, 2, 1) == (first["opened"], again["opened"], second["opened"])
    assert {3: "open", 4: "open", 5: "open", 6: "unreleased"} == {n: s for n, s in states(desk).items() if n > 2}
    assert 5 == len({desk.lent(n) for n in range(6)} - {None})
    facts = desk.sql("SELECT kind FROM hub_fact WHERE kind LIKE 'sample%' ORDER BY position")
    assert ["sample_taken", "sample_released", "sample_released"] == [kind for (kind,) in facts]


def test_a_hub_from_a_copy_takes_what_it_had_once_more_and_no_number_twice(desk: Desk) -> None:
    basis = desk.known()
    desk.hub.new_epoch()  # nothing of the sample is in the copy
    mine = [told(3, desk), told(4, desk)]
    other = told(5, desk)
    number = list(other.rows["number"][0])
    number[NUMBER.columns.index("lookup")] = mine[1].rows["number"][0][NUMBER.columns.index("lookup")]
    other = other.model_copy(update={"rows": {**other.rows, "number": (tuple(number),)}})
    desk.study.told(HubCall.STATE)
    assert 200 == desk.imported("others", [other], desk.there, desk.known()).status, "somebody was faster"

    assert desk.page("mine", 2, 0, mine, desk.here, basis).status == 200
    reply = desk.whole("mine", 2, desk.here, basis, again=True)

    assert b'"added":1' in reply.body
    assert {1, 2, 3, 5} == set(states(desk))


def test_a_case_in_a_portion_travels_with_its_random_place(desk: Desk) -> None:
    wide = 2**63 - 1
    assert 200 == desk.imported("one", [told(3, desk, release_order=wide)], desk.here, desk.known()).status

    asked = TakeNamedCase(
        epoch=desk.epoch, session=desk.session(desk.here), request="take", case_id=told(3, desk).case_id
    )
    rows = desk.study.told(HubCall.TAKE_CASE, asked, desk.here)["rows"]

    assert wide == rows["case"][0][_ORDER]
