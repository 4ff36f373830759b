"""A hub that came back from a copy, and nobody said so: what it numbers from then on was never numbered so before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, cast

import pytest

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.blocks import BlockKind
from cati_app.domain.sharing.changes import ChangeMark, PageLimits, StudyChanges
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.handing import Holdings
from cati_app.sync.ahead_messages import GivePlacesBack
from cati_app.sync.block_messages import BlockItemTold, BlocksTold
from cati_app.sync.case_messages import NextCase
from cati_app.sync.case_values import attach_message
from cati_app.sync.change_messages import ChangesAsked
from cati_app.sync.line import HubCall
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import MemoryHub
from tests.unit.hub.test_samples_at_a_hub import Desk, told

_ONE = PageLimits(things=1)
_HEARD, _LOST, _LATER = "ab" * 32, "cd" * 32, "ef" * 32


class Copied(Desk):
    """A desk whose hub can lose what was done since a moment, as one that is brought back from a copy of then."""

    def turned_back(self, *lost: str) -> None:
        """The hub ends, its database lacks what these statements take away, and it starts in the same life."""
        self.hub.close()
        self.write(*lost)
        self.hub.restart()

    def token(self, number: int) -> tuple[int, int]:
        """Of a case that Ann is lent."""
        asked = NextCase(epoch=self.epoch, session=self.session(self.here, "ann"), request=f"next {number}")
        lease = self.study.told(HubCall.NEXT_CASE, asked, self.here)["lease"]
        return lease["token"]["epoch"], lease["token"]["n"]

    def changes(self, n: int, last: int = 0) -> Any:
        """What a reading copy hears that has everything up to there, and was told so when that was the last change."""
        asked = ChangesAsked(epoch=self.epoch, session=self.session(self.here), n=n, within=0, last=last)
        return self.study.told(HubCall.CHANGES, asked, self.here)

    def next_page(self, mark: ChangeMark) -> StudyChanges:
        """The next change behind a mark."""
        return cast("StudyChanges", self.run(lambda unit: unit.changes.after(mark, _ONE, contacts=False)))

    def blocks(self, *values: str, after: int = 0) -> tuple[list[str], int]:
        """What a station hears that tells entries."""
        items = tuple(BlockItemTold(kind=BlockKind.ENTRY, value=value) for value in values)
        answer = self.study.told(HubCall.BLOCKS, BlocksTold(epoch=self.epoch, items=items, after=after), self.here)
        return [item["value"] for item in answer["items"]], answer["n"]

    def run(self, work: Callable[[Any], Any]) -> Any:
        """In one unit of work of the hub."""

        def done(unit: Any) -> Any:
            result = work(unit)
            unit.commit()
            return result

        return self.hub.hub.studies.of(self.study.id).run(done).result()


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copied]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Copied(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def test_a_lease_is_never_given_under_the_token_of_one_that_is_lost(desk: Copied) -> None:
    lost = desk.token(1)
    desk.turned_back("DELETE FROM case_lease", 'UPDATE "case" SET locked_by = NULL, locked_at = NULL')

    assert desk.token(2) > lost


def test_a_station_that_has_a_receipt_for_more_gets_nothing_before_another_life_has_begun(desk: Copied) -> None:
    """The next act would be counted as the one that is lost, and no receipt would tell them apart."""
    desk.token(1)
    asked = NextCase(epoch=desk.epoch, session=desk.session(desk.here, "ann"), request="next 2", acts=1)
    desk.turned_back("DELETE FROM case_lease", "UPDATE known_station SET acts = 0")

    reply = desk.study.send(HubCall.NEXT_CASE, asked, desk.here)

    assert (409, "epoch") == (reply.status, json.loads(reply.body)["refused"])
    assert [(0,)] == desk.sql("SELECT count(*) FROM case_lease")
    fewer = desk.study.send(HubCall.NEXT_CASE, asked.model_copy(update={"acts": 0}), desk.here)
    assert 200 == fewer.status, "a late copy of an earlier request is taken"


def test_a_case_that_went_back_is_an_act_so_a_hub_that_lends_it_still_is_noticed(desk: Copied) -> None:
    known = f"INSERT INTO known_station (device, epoch, written_off) VALUES ('{desk.here.device}', 1, false)"
    desk.turned_back(known)
    desk.token(1)
    back = GivePlacesBack(epoch=desk.epoch, acts=1, ids=(), cases=("next 1",))
    answer = desk.study.told(HubCall.PLACES_BACK, back, desk.here)
    assert 2 == answer["receipt"]["acts"]
    assert [("superseded",)] == desk.sql("SELECT ended_as FROM case_lease")
    assert [] == desk.sql('SELECT id FROM "case" WHERE locked_by IS NOT NULL')
    desk.turned_back("UPDATE case_lease SET ended_at = NULL, ended_as = NULL", "UPDATE known_station SET acts = 1")

    reply = desk.study.send(HubCall.PLACES_BACK, back.model_copy(update={"acts": 2}), desk.here)

    assert (409, "epoch") == (reply.status, json.loads(reply.body)["refused"])


def test_a_station_whose_word_of_what_it_has_is_lost_says_it_again_before_it_gets_anything(desk: Copied) -> None:
    """Else the hub would wait for it for ever, and what waits to be judged with it (seed 9695)."""
    device = desk.here.device
    desk.turned_back(f"INSERT INTO known_station (device, epoch, written_off) VALUES ('{device}', 0, false)")
    asked = NextCase(epoch=desk.epoch, session=desk.session(desk.here, "ann"), request="next 1")

    reply = desk.study.send(HubCall.NEXT_CASE, asked, desk.here)

    assert (409, "epoch") == (reply.status, json.loads(reply.body)["refused"])
    desk.study.told(HubCall.ATTACH, attach_message(Holdings(device, (), (), {}), desk.epoch), desk.here)
    assert 200 == desk.study.send(HubCall.NEXT_CASE, asked, desk.here).status


def test_a_reading_copy_that_heard_what_is_lost_begins_anew(desk: Copied) -> None:
    before = desk.known()
    desk.token(1)
    heard = desk.known()
    assert heard > before
    desk.turned_back(f"DELETE FROM study_change WHERE n > {before}")
    later = desk.lent(2)

    whole, behind = desk.changes(heard), desk.changes(before)

    assert (True, False) == (whole["anew"], behind["anew"])
    assert later in [each["case"]["case_id"] for each in whole["cases"]]
    assert desk.known() > heard


def test_a_reading_copy_that_a_part_of_what_is_lost_has_come_to_begins_anew(desk: Copied) -> None:
    """A case that changed was to come behind the page that the copy has; in the state that came back it stands before
    that page, and would never come (seed 941240)."""
    copied = desk.sql("SELECT n, kind, key FROM study_change ORDER BY n")
    lent = desk.lent(1)
    stood = next(n for n, kind, key in copied if (kind, key) == ("case", lent))
    heard = desk.next_page(ChangeMark())
    while heard.mark.n < stood:
        heard = desk.next_page(heard.mark)
    assert heard.more
    assert heard.mark.n <= copied[-1][0], "a number of the state that comes back"
    rows = ", ".join(f"({n}, '{kind}', '{key}')" for n, kind, key in copied)
    desk.turned_back(
        "DELETE FROM case_lease",
        'UPDATE "case" SET locked_by = NULL, locked_at = NULL',
        "DELETE FROM study_change",
        f"INSERT INTO study_change (n, kind, key) VALUES {rows}",
    )

    told = [desk.next_page(heard.mark)]
    while told[-1].more:
        told.append(desk.next_page(told[-1].mark))

    assert [True] + [False] * (len(told) - 1) == [each.anew for each in told]
    assert lent in [case.bundle.case_id for each in told for case in each.cases]


def test_a_station_tells_the_hub_how_far_it_had_come_when_a_page_was_told(desk: Copied) -> None:
    before = desk.known()
    desk.token(1)
    last = desk.changes(before)["last"]
    assert desk.known() == last > before
    desk.turned_back(f"DELETE FROM study_change WHERE n > {before}")

    behind, lost = desk.changes(before, before), desk.changes(before, last)

    assert (False, True) == (behind["anew"], lost["anew"])


def test_a_reading_copy_goes_on_behind_what_it_heard_where_the_hub_was_only_started_again(desk: Copied) -> None:
    desk.token(1)
    heard = desk.known()
    desk.hub.restart()
    desk.hub.restart()

    told = desk.changes(heard)

    assert (False, []) == (told["anew"], told["cases"])
    assert desk.known() > heard


def test_a_sample_that_was_compared_with_what_is_lost_is_compared_once_more(desk: Copied) -> None:
    before = desk.known()
    desk.token(1)
    basis = desk.known()
    desk.turned_back(f"DELETE FROM study_change WHERE n > {before}")

    refused = desk.imported("one", [told(3, desk)], desk.here, basis)

    assert b'"changed"' in refused.body
    assert b'"added":1' in desk.imported("two", [told(3, desk)], desk.here, desk.known()).body


def test_a_station_hears_of_every_entry_of_a_block_list_that_comes_after_one_that_is_lost(desk: Copied) -> None:
    desk.blocks(_HEARD)
    _, before = desk.blocks()
    desk.blocks(_LOST)
    _, heard = desk.blocks()
    desk.turned_back(f"DELETE FROM block_item WHERE n > {before}")
    desk.blocks(_LATER)

    assert [_LATER] == desk.blocks(after=heard)[0]


def test_a_station_hears_of_every_erasure_that_comes_after_one_that_is_lost(desk: Copied) -> None:
    lost, later = (Erasure(CaseId(name), UserId("sue"), '{"by": "sue"}', "00") for name in ("lost", "later"))
    desk.run(lambda unit: unit.erasures.add(lost, unit.now))
    heard = desk.run(lambda unit: unit.erasures.last())
    desk.turned_back("DELETE FROM erasure")
    desk.run(lambda unit: unit.erasures.add(later, unit.now))

    assert ["later"] == [erasure.case_id for erasure in desk.run(lambda unit: unit.erasures.after(heard, 9)[0])]
