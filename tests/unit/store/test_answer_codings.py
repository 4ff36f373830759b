"""Open answers get codes: sealed facts with reason and author, in the data set in place of “other”."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest

from cati_app.domain.casework.answer_codes import CODED, OpenQuestion
from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.answer_codings import codings
from cati_app.fieldwork.monitor.code_answers import (
    LONGEST_REASON,
    CodeAnswers,
    CodingResult,
    ReadOpenAnswers,
    WantedCodes,
)
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_rows import contact_spot, row_name
from tests.fakes.site import MemorySite
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun

QUESTION = OpenQuestion("/places", "/places_other", ("other",), {"park": "1", "pool": "2", "other": "9"}, True)


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = cast(Site, MemorySite()) if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def held(site: Site, text: str = "the secret sauna") -> tuple[CaseId, InterviewId]:
    """A complete interview with an open answer."""
    offer, interview = begun(site, YOUNG_MAN)
    data = [
        StoredDatum("/screener/sex", "1", None),
        StoredDatum("/places", "park other", None),
        StoredDatum("/places_other", text, None),
    ]
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))
    return offer.case.id, interview.id


def reading(site: Site) -> ReadOpenAnswers:
    return ReadOpenAnswers(site.units(), [QUESTION], lambda known: f"id-{known}".lower())


def coding(site: Site) -> CodeAnswers:
    return site.station.code_answers(site.keys, reading(site), site.station)


def code(
    site: Site, interview: InterviewId, *codes: str, reason: str = "saw it", seen: str | None = None
) -> CodingResult:
    wanted = WantedCodes(f"ID-{interview} ", "places_other", codes, seen)
    (result,) = coding(site)(site.eve, [wanted], reason)
    return result


def places(site: Site, *, original: bool = False) -> list[str]:
    rows = site.station.read_data(site.keys)(site.sue, original=original)
    return [row.values["/places"].text for row in rows]


def test_codes_are_versions_and_the_original_stays(site: Site) -> None:
    _, interview = held(site)
    (waiting,) = reading(site)(site.eve)
    assert ((), "the secret sauna", "park other") == (waiting.codes, waiting.text, waiting.given)

    assert CodingResult(stored=True) == code(site, interview, "2")
    assert (["park pool"], ["park other"]) == (places(site), places(site, original=True))
    assert CodingResult(stored=False) == code(site, interview, "pool", reason="again")
    site.clock.move(60)
    assert CodingResult(stored=True) == code(site, interview, reason="a sauna is no pool")
    assert ["park other"] == places(site)

    (answer,) = reading(site)(site.eve)
    assert [(("pool",), "saw it", site.eve.number), ((), "a sauna is no pool", site.eve.number)] == [
        (version.coded.codes, version.reason, version.by) for version in answer.versions
    ]
    assert TUESDAY < answer.versions[-1].at


def test_codes_hold_over_those_they_knew_though_a_clock_is_behind(site: Site) -> None:
    _, interview = held(site)
    code(site, interview, "2")
    with patch.object(site.clock, "now", lambda: TUESDAY - timedelta(days=3)):
        code(site, interview, "1")
        assert ["park"] == places(site)
        code(site, interview)
    assert ["park other"] == places(site)
    (answer,) = reading(site)(site.eve)
    assert [("pool",), ("park",), ()] == [version.coded.codes for version in answer.versions]


def test_a_few_interviews_are_read_as_all_are(site: Site) -> None:
    (_, first), (_, second) = held(site), held(site, "a sauna too")
    for interview in (first, second):
        code(site, interview, "2")
    of_all = reading(site)(site.eve)
    assert [each for each in of_all if each.interview == second] == list(reading(site).of(site.eve, [second]))
    assert {first, second} == {each.interview for each in reading(site).of(site.eve, [first, second])}
    assert () == reading(site).of(site.eve, [InterviewId("gone")])
    with site.units()() as unit:
        assert [second] == [(fact.event.payload or {})["interview"] for fact in unit.log.of_codings([second])]
        assert [] == list(unit.log.of_codings([]))


def test_codes_go_with_their_interview_when_it_is_erased(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        (_, erased), (_, kept) = held(site), held(site, "a sauna too")
        for interview in (erased, kept):
            code(site, interview, "2", reason="he said sauna")
        database = site.station.database
        with database.transaction() as statements:
            InterviewDocuments(statements.execute, site.keys).erase(erased)
            statements.commit()

        with site.units()() as unit:
            facts = list(unit.log.of_codings())
            assert {kept} == codings(unit).keys()
            for logged in facts:
                assert logged.event.payload is not None
                sealed = base64.b64decode(str(logged.event.payload["coding_sealed"]))
                spot = contact_spot("coding", row_name(logged.device, logged.seq))
                assert site.keys.fields.open(sealed, spot) is None, "no key of the study opens it"
            unit.interviews.get(kept)
        assert 2 == len(facts)
        assert site.station.verify()(PROGRAM).agrees


def test_codes_of_an_older_version_are_read_and_go_as_well(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        case_id, interview = held(site)
        told = {"question": "/places", "text": "/places_other", "other": ["other"], "several": True, "codes": ["pool"]}
        sealed = {"coding": json.dumps(told), "reason": "before"}
        payload = {"interview": interview, "case": case_id}
        with site.units()() as unit:
            unit.log.append([NewEvent(CODED, TUESDAY, 1, site.eve.id, payload=payload, remarks=sealed)])
            unit.commit()
        assert ["park pool"] == places(site)
        with site.units()() as unit:
            ((version,),) = codings(unit)[interview].values()
            assert (("pool",), "before") == (version.coded.codes, version.reason)
        with patch.object(site.clock, "now", lambda: TUESDAY - timedelta(days=3)):
            code(site, interview, "1")
        assert ["park"] == places(site), "newer ones hold over it, though a clock is behind"

        with site.station.database.transaction() as statements:
            InterviewDocuments(statements.execute, site.keys).erase(interview)
            statements.commit()
        with site.units()() as unit:
            assert {} == codings(unit)


def test_text_codes_and_reason_stand_sealed_in_the_log(site: Site) -> None:
    _, interview = held(site)
    code(site, interview, "2", reason="he said sauna")
    with site.units()() as unit:
        (fact,) = unit.log.of_codings()
    told = repr(fact)
    assert not [word for word in ("sauna", "pool", "places") if word in told]


def test_each_that_is_wanted_has_its_result(site: Site) -> None:
    _, interview = held(site)
    named = f"id-{interview}"
    wanted = [
        WantedCodes("nobody", "places_other", ("1",)),
        WantedCodes(named, "places", ("1",)),
        WantedCodes(named, "places_other", ("3",)),
        WantedCodes(named, "places_other", ("1",), "another text"),
        WantedCodes(named, "/places_other", ("1",), "'the  secret\nsauna"),
        WantedCodes(named, "places_other", ("2",)),
    ]
    give = coding(site)
    results = give(site.sue, wanted, "", only_look=True)
    assert ["code_no_answer", "code_no_answer", "code_unknown", "code_text_other", "", "code_twice"] == [
        result.refused.code if result.refused else "" for result in results
    ]
    assert ["park other"] == places(site)
    give(site.sue, wanted, "why")
    assert ["park"] == places(site)


def test_a_rejected_interview_leaves_and_one_coded_has_changed_since(site: Site) -> None:
    case_id, interview = held(site)
    site.clock.move(timedelta(hours=2).total_seconds())
    at = site.clock.now()
    changed = site.station.read_data(site.keys)
    assert [] == list(changed(site.sue, changed_since=at))
    code(site, interview, "2")
    assert 1 == len(list(changed(site.sue, changed_since=at)))
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=True, reason="somebody else")
    assert () == reading(site)(site.eve)
    assert CodingResult(stored=False) != code(site, interview, "1")


def test_it_needs_a_reason_and_the_right_to_take_data_out(site: Site) -> None:
    _, interview = held(site)
    for reason, rule in ((" ", "reason_needed"), ("x" * (LONGEST_REASON + 1), "text_too_long")):
        with pytest.raises(RuleViolation, match=rule):
            code(site, interview, "1", reason=reason)
    with pytest.raises(RuleViolation, match="no_export"):
        reading(site)(site.ann)
    with pytest.raises(RuleViolation, match="no_export"):
        coding(site)(site.ann, [], "why")
