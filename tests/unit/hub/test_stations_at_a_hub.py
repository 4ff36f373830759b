"""What a supervisor sees of the stations of a study and decides about them, on both engines, message by message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.events import AT_HUB, NOT_AT_HUB
from cati_app.domain.sharing.aside import AsideKind, Settling
from cati_app.sync.ahead_messages import AskPlacesAhead
from cati_app.sync.case_messages import (
    Act,
    ActAsked,
    AskHold,
    AskPlace,
    AttachRequest,
    HandInCase,
    NextCase,
    RenewCase,
    SignInShown,
    TokenTold,
    WriteOff,
)
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Message, Push
from cati_app.sync.station_messages import AsideAsked, SettleAsked, StationsAsked, WriteOffSilentAsked
from cati_app.sync.study_messages import EditionOffered
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import StationOfStudy, StudyOfMessages, bundles
from tests.hubs import MemoryHub, row_of

TOKEN = b"t" * 32


class Scene:
    """A study at a hub with three stations; a supervisor sits at the first one."""

    def __init__(self, hub: MemoryHub) -> None:
        self.hub, self.acts, self.is_on_server = hub, 0, not hub.hub.is_alone
        self.study = StudyOfMessages(hub.answer, "a1" * 16)
        hub.add_code(TOKEN)
        self.study.enrol_first(TOKEN)
        self.study.publish()
        self.study.bring_cases(bundles(6, self.study.id))
        self.study.open()
        self.desk, self.one, self.two = self.study.first, self.study.join(1), self.study.join(2)
        self.attach_all()

    def attach_all(self) -> None:
        for station in (self.desk, self.one, self.two):
            self.attach(station)

    @property
    def life(self) -> Epoch:
        return Epoch(**self.study.told(HubCall.STATE)["epoch"])

    def attach(self, station: StationOfStudy, **facts: Any) -> None:
        asked = AttachRequest(epoch=self.life, cases=(), places=(), packed=(), interviews=(), **facts)
        self.study.told(HubCall.ATTACH, asked, station)

    def sue(self) -> str:
        return self.study.session("sue")

    def asked(self, act: Act, subject: str) -> ActAsked:
        """An act, each time another one."""
        return ActAsked(epoch=self.life, session=self.sue(), id=self.new_id(), act=act, subject=subject)

    def new_id(self) -> str:
        self.acts += 1
        return f"act {self.acts}"

    def act(self, act: Act, subject: str) -> None:
        self.study.told(HubCall.ACT, self.asked(act, subject))

    def refused(self, call: HubCall, message: Message, by: StationOfStudy | None = None) -> str:
        reply = self.study.send(call, message, by)
        assert reply.status == 409, reply
        return str(json.loads(reply.body)["refused"])

    def next(self, station: StationOfStudy, request: str, login: str = "ann") -> NextCase:
        return NextCase(epoch=self.life, session=self.study.session(login, station), request=request)

    def lent(self, station: StationOfStudy, request: str) -> dict[str, Any]:
        told: dict[str, Any] = self.study.told(HubCall.NEXT_CASE, self.next(station, request), station)
        return told

    def place(self, station: StationOfStudy, lent: dict[str, Any], request: str) -> AskPlace:
        return AskPlace(
            epoch=self.life,
            session=self.study.session("ann", station),
            request=request,
            token=TokenTold(**lent["lease"]["token"]),
            interview_id="interview-1",
            cell_id="m/young",
        )

    def stations(self) -> dict[str, Any]:
        told: dict[str, Any] = self.study.told(HubCall.STATIONS, StationsAsked(session=self.sue()))
        return {each["device"]: each for each in told["stations"]} | {"all": told}

    def aside(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.study.told(HubCall.ASIDE, AsideAsked(session=self.sue()))["aside"]
        return told

    def handed(self, lent: dict[str, Any], **rows: list[list[object]]) -> HandInCase:
        """A case as it was lent, with some rows otherwise."""
        body = {
            "epoch": self.life.model_dump(),
            "token": lent["lease"]["token"],
            "case_id": lent["lease"]["case_id"],
            "last": 0,
            "blocked": False,
            "rows": lent["rows"] | rows,
        }
        return HandInCase.model_validate_json(json.dumps(body))

    def settle(self, aside: dict[str, Any], settling: Settling) -> SettleAsked:
        return SettleAsked(
            epoch=self.life,
            session=self.sue(),
            id=self.new_id(),
            kind=AsideKind(aside["kind"]),
            key=aside["key"],
            settling=settling,
        )


@pytest.fixture(params=ENGINES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    with ExitStack() as kept:
        (tmp_path / "hub").mkdir()
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        hub = kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage)))
        yield Scene(hub)


def test_a_supervisor_sees_who_is_there_and_what_is_held(scene: Scene) -> None:
    one = scene.one
    scene.study.told(HubCall.STATE, by=one)
    lent = scene.lent(one, "first")
    scene.study.told(HubCall.PLACE, scene.place(one, lent, "place"), one)
    push = Push(epoch=scene.life, first=1, events=(row_of(1, one.device),), last=5)
    scene.study.told(HubCall.PUSH, push, one)

    seen = scene.stations()

    here = seen[one.device]
    assert (1, 1, 0, 4) == (here["cases"], here["places"], here["ahead"], here["unsent"])
    assert [scene.study.person("ann")] == here["people"]
    assert (None, False) == (here["halt"], here["missing"])
    scene.hub.clock.move(timedelta(hours=1).total_seconds())
    scene.study.told(HubCall.STATE)
    later = scene.stations()
    assert later[one.device]["heard_at"] == here["heard_at"] < later[scene.desk.device]["heard_at"]


def test_who_signs_in_at_which_station_is_a_fact_of_the_hub(scene: Scene) -> None:
    study, one = scene.study, scene.one
    study.session("ann", one)
    shown = SignInShown(user_id=study.person("ann"), shown="0" * 64)
    for _ in range(7):  # five are tried; the next ones come too soon
        assert 403 == study.send(HubCall.SIGN_IN, shown, one).status
    store = scene.hub.hub.studies.of(study.id)
    facts = store.run(lambda unit: [(f.event.kind, f.event.payload) for f in unit.log.of_kind(NOT_AT_HUB)]).result()
    assert [(NOT_AT_HUB, {"device": one.device})] * 5 == facts
    (begun,) = store.run(
        lambda unit: [f for f in unit.log.of_kind(AT_HUB) if f.event.user_id == shown.user_id]
    ).result()
    assert {"device": one.device} == begun.event.payload


def test_a_paused_station_begins_nothing_and_what_runs_there_goes_on(scene: Scene) -> None:
    one, lent = scene.one, scene.lent(scene.one, "first")
    for _ in range(2):
        scene.act(Act.PAUSE, one.device)
    assert "paused" == scene.study.told(HubCall.STATE, by=one)["halt"]
    assert "paused" == scene.refused(HubCall.NEXT_CASE, scene.next(one, "second"), one)
    assert lent["lease"]["token"] == scene.lent(one, "first")["lease"]["token"], "an answer that was lost comes again"
    token = TokenTold(**lent["lease"]["token"])
    assert "paused" == scene.study.told(HubCall.HELD, AskHold(epoch=scene.life, token=token), one)["halt"]
    assert scene.study.told(HubCall.RENEW_CASE, RenewCase(epoch=scene.life, token=token), one)["lease"]
    ahead = AskPlacesAhead(
        epoch=scene.life, session=scene.study.session("ann", one), request="ahead", each=1, lasts_s=3600
    )
    assert "paused" == scene.refused(HubCall.PLACES_AHEAD, ahead, one)
    assert "live" == scene.study.told(HubCall.PLACE, scene.place(one, lent, "place"), one)["grant"]["state"]
    assert "paused" == scene.stations()[one.device]["halt"]

    scene.act(Act.RESUME, one.device)

    assert scene.study.told(HubCall.STATE, by=one)["halt"] is None
    assert scene.lent(one, "second")["lease"]
    assert "station" == scene.refused(HubCall.ACT, scene.asked(Act.PAUSE, "no station"))


def test_a_station_that_was_written_off_gets_nothing_until_it_is_readmitted(scene: Scene) -> None:
    one = scene.one
    scene.lent(one, "first")
    told = scene.study.told(
        HubCall.WRITE_OFF, WriteOff(epoch=scene.life, session=scene.sue(), id="off", device=one.device)
    )
    assert (1, 0) == (told["cases"], told["places"])
    scene.attach(one)
    assert "written_off" == scene.study.told(HubCall.STATE, by=one)["halt"]
    assert "written_off" == scene.refused(HubCall.NEXT_CASE, scene.next(one, "second"), one)
    for _ in range(2):
        scene.act(Act.READMIT, one.device)
    assert scene.lent(one, "second")["lease"]


def test_all_stations_that_are_silent_are_written_off_but_the_one_at_which_that_is_said(scene: Scene) -> None:
    since = scene.hub.clock.now() + timedelta(hours=1)
    scene.lent(scene.one, "first")
    scene.hub.clock.move(7200)
    scene.study.told(HubCall.STATE, by=scene.two)
    asked = WriteOffSilentAsked(epoch=scene.life, session=scene.sue(), id="first", since=since)
    told = scene.study.told(HubCall.WRITE_OFF_SILENT, asked)
    assert ([scene.one.device], 1, False) == (told["stations"], told["cases"], told["more"])
    assert told == scene.study.told(HubCall.WRITE_OFF_SILENT, asked), "its answer was lost"
    assert [] == scene.study.told(HubCall.WRITE_OFF_SILENT, asked.model_copy(update={"id": "second"}))["stations"]


def test_a_hub_from_a_copy_lends_without_all_when_told_so_and_gives_no_place_before_all_have_told(scene: Scene) -> None:
    before = scene.life
    assert "nothing_lacks" == scene.refused(HubCall.ACT, scene.asked(Act.GO_ON, before.id))
    scene.hub.new_epoch()
    scene.attach(scene.desk)
    scene.attach(scene.one)
    assert "recovering" == scene.refused(HubCall.NEXT_CASE, scene.next(scene.one, "first"), scene.one)
    assert scene.stations()[scene.two.device]["missing"]
    late = scene.asked(Act.GO_ON, before.id)
    assert "epoch" == scene.refused(HubCall.ACT, late)
    for _ in range(2):
        scene.act(Act.GO_ON, scene.life.id)
    assert scene.stations()["all"]["goes_on"]
    lent = scene.lent(scene.one, "first")
    assert lent["lease"]
    assert "recovering" == scene.refused(HubCall.PLACE, scene.place(scene.one, lent, "place"), scene.one)
    assert "recovering" == scene.refused(HubCall.ACT, scene.asked(Act.PROMOTE, "m/young"))
    scene.attach(scene.two)
    told = scene.study.told(HubCall.PLACE, scene.place(scene.one, lent, "place"), scene.one)
    assert "live" == told["grant"]["state"]
    scene.hub.new_epoch()
    scene.attach(scene.one)
    assert "recovering" == scene.refused(HubCall.NEXT_CASE, scene.next(scene.one, "second"), scene.one), "once only"


def test_a_study_from_after_the_copy_is_published_again_before_cases_and_places_are_given(scene: Scene) -> None:
    lent = scene.lent(scene.two, "first")
    scene.hub.new_epoch()
    scene.attach(scene.desk)
    scene.attach(scene.one, edition=3, paused=True)
    scene.attach(scene.two)
    assert 3 == scene.stations()["all"]["edition"]
    assert "paused" == scene.stations()[scene.one.device]["halt"], "the station knows it better than the copy"
    assert "edition_lost" == scene.refused(HubCall.NEXT_CASE, scene.next(scene.two, "second"), scene.two)
    assert "edition_lost" == scene.refused(HubCall.PLACE, scene.place(scene.two, lent, "place"), scene.two)
    scene.study.told(HubCall.EDITION, EditionOffered(edition=scene.study.edition(n=4)))
    lent = scene.lent(scene.two, "third")
    told = scene.study.told(HubCall.PLACE, scene.place(scene.two, lent, "place"), scene.two)
    assert "live" == told["grant"]["state"]


def test_an_event_that_another_station_wrote_comes_to_its_place_by_word_of_a_supervisor(scene: Scene) -> None:
    theirs, clone = row_of(1, scene.two.device), row_of(1, scene.two.device, told="y")
    for row in (theirs, clone):
        scene.study.told(HubCall.PUSH, Push(epoch=scene.life, first=1, events=(row,), last=1), scene.one)
    first, second = scene.aside()
    assert {("event", "foreign")} == {(each["kind"], each["why"]) for each in (first, second)}
    assert 2 == scene.stations()["all"]["aside"]["event"]
    assert "cannot_settle" == scene.refused(HubCall.SETTLE, scene.settle(first, Settling.COUNT))
    for _ in range(2):
        scene.study.told(HubCall.SETTLE, scene.settle(first, Settling.PLACE))
    push = Push(epoch=scene.life, first=1, events=(theirs,), last=1)
    assert ["known"] == scene.study.told(HubCall.PUSH, push, scene.two)["verdicts"]
    assert "still_unfit" == scene.refused(HubCall.SETTLE, scene.settle(second, Settling.PLACE))
    scene.study.told(HubCall.SETTLE, scene.settle(second, Settling.LEAVE))
    assert [] == scene.aside()
    assert "nothing_aside" == scene.refused(HubCall.SETTLE, scene.settle(second, Settling.PLACE))


def test_a_case_that_a_station_was_not_lent_comes_to_its_place_by_word_of_a_supervisor(scene: Scene) -> None:
    lent = scene.lent(scene.one, "first")
    handed = scene.handed(lent)
    assert "aside" == scene.study.told(HubCall.HAND_IN, handed, scene.two)["taken_as"]
    (found,) = scene.aside()
    assert ("case", "misfit", scene.two.device, 1) == tuple(
        found[name] for name in ("kind", "why", "device", "case_no")
    )
    scene.study.told(HubCall.SETTLE, scene.settle(found, Settling.PLACE))
    assert [] == scene.aside()
    assert scene.study.told(HubCall.RENEW_CASE, RenewCase(epoch=scene.life, token=handed.token), scene.one)["lease"]


def test_a_case_waits_for_the_log_that_tells_what_was_done_on_it(scene: Scene) -> None:
    lent = scene.lent(scene.one, "first")
    early = scene.handed(lent).model_copy(update={"last": 1})

    assert "gap" == scene.refused(HubCall.HAND_IN, early, scene.one)

    event = row_of(1, scene.one.device)
    scene.study.told(HubCall.PUSH, Push(epoch=scene.life, first=1, events=(event,), last=1), scene.one)
    assert "whole" == scene.study.told(HubCall.HAND_IN, early, scene.one)["taken_as"]


LONG_ID = "".join(f"{n:04x}" for n in range(5_000))
"""More than an index of a server holds; a file takes it."""


@pytest.mark.parametrize(("id_", "by"), [("attempt-1", None), (LONG_ID, "ann")])
def test_a_case_whose_rows_the_tables_refuse_is_kept_aside_and_holds_nothing_up(
    scene: Scene, id_: str, by: str | None
) -> None:
    lent, behind = scene.lent(scene.one, "first"), scene.lent(scene.one, "second")
    lease = lent["lease"]
    made_by = None if by is None else lease["user_id"]
    attempt = [id_, lease["case_id"], made_by, 1, "2026-11-24T15:00:00.000000+00:00", *[None] * 7, False]
    handed = scene.handed(lent, attempt=[attempt])

    taken = scene.study.told(HubCall.HAND_IN, handed, scene.one)["taken_as"]

    assert "whole" == scene.study.told(HubCall.HAND_IN, scene.handed(behind), scene.one)["taken_as"]
    if by is None or scene.is_on_server:
        (found,) = scene.aside()
        assert ("aside", "case", "refused", scene.one.device) == (taken, found["kind"], found["why"], found["device"])
        assert "still_unfit" == scene.refused(HubCall.SETTLE, scene.settle(found, Settling.PLACE))
        assert "aside" == scene.study.told(HubCall.HAND_IN, handed, scene.one)["taken_as"]
        assert 1 == len(scene.aside()), "handed in once more it is the same"
    else:
        assert "whole" == taken
