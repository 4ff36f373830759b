"""Texts are cleared by people: sealed facts that go with their interview, one version after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.release.cleared_texts import Clearing, clearing_of
from cati_app.fieldwork.monitor.clear_texts import WishedClearing
from cati_app.store.documents import InterviewDocuments
from tests.fakes.site import MemorySite
from tests.stations import Site
from tests.unit.store.test_answer_codings import held

_REF, _TEXT = "/places_other", "the secret sauna"


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = cast(Site, MemorySite()) if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def decide(site: Site, interview: InterviewId, clearing: Clearing, text: str = _TEXT) -> int:
    site.clock.move(1)
    wish = WishedClearing(interview, _REF, text, clearing)
    return site.station.clear_texts(site.keys, site.station)(site.eve, [wish])


def standing(site: Site, interview: InterviewId, text: str = _TEXT) -> Clearing:
    known = site.station.clear_texts(site.keys, site.station).decided(site.eve)
    return clearing_of(text, known.get(interview, {}).get(_REF))


def test_the_last_decision_holds_and_none_is_written_twice(site: Site) -> None:
    _, interview = held(site)
    assert Clearing.OPEN is standing(site, interview)

    assert [1, 0, 1, 1] == [
        decide(site, interview, clearing)
        for clearing in (Clearing.CLEARED, Clearing.CLEARED, Clearing.OPEN, Clearing.WITHHELD)
    ]

    assert Clearing.WITHHELD is standing(site, interview)
    assert Clearing.OPEN is standing(site, interview, "the secret sauna, corrected")
    decided = site.station.clear_texts(site.keys, site.station).decided(site.eve)[interview][_REF]
    assert site.eve.number == decided.by


def test_the_log_tells_neither_text_nor_decision(site: Site) -> None:
    _, interview = held(site)
    decide(site, interview, Clearing.CLEARED)

    with site.units()() as unit:
        (fact,) = unit.log.of_release()

    assert not [word for word in ("sauna", "places", 'cleared"') if word in repr(fact.event.payload)]


def test_decisions_go_with_their_interview(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        (_, erased), (_, kept) = held(site), held(site, "a sauna too")
        for interview in (erased, kept):
            decide(site, interview, Clearing.CLEARED)
        with site.station.database.transaction() as statements:
            InterviewDocuments(statements.execute, site.keys).erase(erased)
            statements.commit()

        assert {kept} == site.station.clear_texts(site.keys, site.station).decided(site.eve).keys()
        with pytest.raises(RuleViolation, match="release_no_text"):
            decide(site, erased, Clearing.WITHHELD)


def test_interviewers_decide_nothing(site: Site) -> None:
    _, interview = held(site)
    wish = WishedClearing(interview, _REF, _TEXT, Clearing.CLEARED)
    with pytest.raises(RuleViolation, match="no_export"):
        site.station.clear_texts(site.keys, site.station)(site.ann, [wish])
