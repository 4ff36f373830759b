"""Units and their codes as sealed facts: fixed, coded by two, decided, carried into a newer frame, gone when erased."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.coding.code_frame import Axis, CodeFrame, FrameStep, UnitCodes
from cati_app.domain.coding.coding_units import UnitSource
from cati_app.domain.coding.coding_work import CodingStage
from cati_app.domain.coding.unit_facts import ON_CODERS, ON_UNITS
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.users import User
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.code_units import LONGEST_SEED, CodeUnits, ReadUnits
from cati_app.fieldwork.monitor.unit_codings import UnitsRead
from cati_app.fieldwork.monitor.unit_texts import AnsweredQuestion, AnswerTexts, CardTexts
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_rows import contact_spot, row_name
from tests.code_frames import FRAME, MOOD, RENT, frame
from tests.contract.test_sittings_port import HELD, keep
from tests.fakes.site import MemorySite
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, refused

_QUESTIONS = (AnsweredQuestion("open_good", "/open_good", {"older": "/good", "oldest": None}),)


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = cast(Site, MemorySite()) if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def held(site: Site, text: str = "the secret sauna", sex: str = "1") -> tuple[CaseId, InterviewId]:
    """A complete interview with an open answer."""
    offer, interview = begun(site, {**YOUNG_MAN, "sex": sex})
    data = [StoredDatum("/screener/sex", "1", None), StoredDatum("/open_good", text, None)]
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))
    return offer.case.id, interview.id


def reading(site: Site, of: CodeFrame = FRAME) -> ReadUnits:
    return ReadUnits(site.units(), of, [AnswerTexts(_QUESTIONS)])


def coding(site: Site, of: CodeFrame = FRAME) -> CodeUnits:
    return CodeUnits(site.units(), reading(site, of), site.clock)


def coded(site: Site, user: User, codes: UnitCodes | None = MOOD, of: CodeFrame = FRAME) -> UnitsRead:
    """All units that wait for somebody get these codes."""
    read = reading(site, of)(user)
    for unit, repeat in read.work.list_of(user.id):
        if read.work.waits_for(user.id, unit, repeat=repeat):
            site.clock.move(1)
            read = coding(site, of).code(user, read, unit, codes, repeat=repeat)
    return read


def two_coders(site: Site) -> None:
    coding(site).fix(site.eve, " 2026-1 ")
    for user in (site.eve, site.sue):
        site.clock.move(1)
        coding(site).join(user)


def test_two_code_blind_and_a_decision_holds_as_the_log_tells_it_again(site: Site) -> None:
    held(site), held(site, "rents")
    assert 2 == coding(site).fix(site.eve, "2026-1")
    assert 0 == coding(site).fix(site.eve, "2026-1"), "units are fixed once"
    for user in (site.eve, site.sue):
        coding(site).join(user)
    assert MOOD == next(iter(coded(site, site.eve).work.coded_units.values())).codings[0].codes
    read = coded(site, site.sue, RENT)
    assert (CodingStage.DECIDING, read.work) == (read.work.stage, reading(site)(site.eve).work)

    first, second = read.work.to_decide
    for unit in (first, second):
        site.clock.move(1)
        read = coding(site).adjudicate(site.eve, read, unit, MOOD)
    again = reading(site)(site.sue)
    assert (CodingStage.DONE, read.work) == (again.work.stage, again.work)
    assert {"rents", "the secret sauna"} == {again.texts[unit].text for unit in (first, second)}
    assert ("2026-1", {MOOD}) == (again.work.seed, {each.codes for each in again.work.coded_units.values()})


def test_what_was_given_is_taken_back_until_the_other_one_is_done(site: Site) -> None:
    held(site)
    two_coders(site)
    read = coded(site, site.eve)
    (unit,) = read.work.coded_units
    read = coding(site).code(site.eve, read, unit, None)
    assert () == reading(site)(site.eve).work.coded_units[unit].codings
    read = coded(site, site.eve)
    coded(site, site.sue)
    with refused("unit_closed"):  # as the log has it, whatever this reading had
        coding(site).code(site.eve, read, unit, RENT)


def test_a_new_frame_carries_codes_and_tells_those_it_has_no_more(site: Site) -> None:
    held(site)
    two_coders(site)
    coded(site, site.eve), coded(site, site.sue)

    merged = frame("2", "atmosphere rent", FrameStep("1", {(Axis.THEME, "mood"): "atmosphere"}, {}, frozenset()))
    (unit,) = reading(site, merged)(site.eve).work.coded_units.values()
    assert unit.codes is not None
    assert {"atmosphere"} == unit.codes.on(Axis.THEME)

    without = frame("2", "rent", FrameStep("1", {}, {}, frozenset({(Axis.THEME, "mood")})))
    work = reading(site, without)(site.eve).work
    (unit,) = work.coded_units.values()
    assert (None, [["mood"]] * 2) == (
        unit.codes,
        [[each.code for each in coding.removed] for coding in unit.codings],
    )
    assert CodingStage.DOUBLE == work.stage
    coded(site, site.eve, RENT, without)
    assert RENT == next(iter(coded(site, site.sue, RENT, without).work.coded_units.values())).codes
    assert {"1", "2"} == reading(site).frames(site.eve).keys()


def test_a_frame_that_changes_without_a_new_version_is_refused(site: Site) -> None:
    held(site)
    two_coders(site)
    with refused("frame_changed"):
        coded(site, site.eve, RENT, frame("1", "rent"))


def test_somebody_who_leaves_in_the_middle_is_followed(site: Site) -> None:
    held(site)
    two_coders(site)
    read = coded(site, site.eve)
    with refused("coder_none"):
        coding(site).leave(site.sue, site.bob.id)
    coding(site).leave(site.sue, site.eve.id)
    with refused("coder_none"):
        coding(site).code(site.eve, read, next(iter(read.work.coded_units)), RENT)
    coding(site).leave(site.sue)
    with refused("coder_knows"):
        reading(site)(site.sue).work.joined(site.sue.id, 0).left(site.sue.id).free_seat(site.sue.id)
    site.clock.move(1)
    work = coding(site).join(site.sue)
    assert (1, work) == (work.seat_of(site.sue.id), reading(site)(site.sue).work), "in the seat from before"


def test_texts_that_changed_or_count_no_more_leave_with_their_codes(site: Site) -> None:
    case, _ = held(site)
    held(site, "rents")
    two_coders(site)
    coded(site, site.eve)
    ReviewInterview(site.units(), site.clock)(site.sue, case, rejected=True, reason="somebody else")
    read = reading(site)(site.eve)
    assert (["rents"], 1) == ([text.text for text in read.texts.values()], read.gone)


def test_seeds_are_kept_and_units_need_texts(site: Site) -> None:
    with refused("units_none"):
        coding(site).fix(site.eve, "s")
    held(site)
    for seed in (" ", "x" * (LONGEST_SEED + 1)):
        with refused("units_seed"):
            coding(site).fix(site.eve, seed)
    coding(site).fix(site.eve, "s")
    held(site, "later")
    with refused("units_seeded"):
        coding(site).fix(site.eve, "t")
    assert 1 == coding(site).fix(site.eve, "s")


def test_answers_of_other_versions_and_blank_ones_are_where_they_were(site: Site) -> None:
    question = _QUESTIONS[0]
    assert ["/good", None, "/open_good"] == [question.path_in(known) for known in ("older", "oldest", "hash")]
    held(site, "  ")
    assert () == reading(site)(site.eve).further


def test_nobody_without_the_right_codes_or_reads(site: Site) -> None:
    for verb in (reading(site), coding(site).join, coding(site).leave):
        with refused("no_export"):
            verb(site.ann)


def test_everything_said_of_a_unit_is_sealed_and_goes_with_its_interview(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        (_, erased), (_, kept) = held(site), held(site, "rents")
        two_coders(site)
        coded(site, site.eve), coded(site, site.sue, RENT)
        with site.units()() as unit:
            facts, coders = list(unit.log.of_units()), list(unit.log.of_coders())
            assert {erased} == {(each.event.payload or {})["interview"] for each in unit.log.of_units([erased])}
        told = repr(facts) + repr(coders)
        assert not [word for word in ("sauna", "rent", "mood", "open_good", "2026-1") if word in told]
        assert set(ON_UNITS) - {"unit_adjudicated"} == {each.event.kind for each in facts}
        assert {"coder_joined", "frame_set"} == {each.event.kind for each in coders} <= set(ON_CODERS)

        with site.station.database.transaction() as statements:
            InterviewDocuments(statements.execute, site.keys).erase(erased)
            statements.commit()
        for logged in facts:
            payload = logged.event.payload or {}
            sealed = base64.b64decode(str(payload["unit_sealed"]))
            assert site.keys.fields.open(sealed, contact_spot("unit", row_name(logged.device, logged.seq))) is None
        read = reading(site)(site.eve)
        assert [kept] == [text.interview for text in read.texts.values()]
        assert site.station.verify()(PROGRAM).agrees


def test_cards_of_a_sitting_are_units_that_two_code_and_a_corrected_one_is_another(site: Site) -> None:
    _, interview = begun(site)
    keep(site, interview, WriteSitting(HELD[:9], None))
    read = ReadUnits(site.units(), FRAME, [AnswerTexts(_QUESTIONS), CardTexts()])
    code = CodeUnits(site.units(), read, site.clock)
    assert 2 == code.fix(site.eve, "s")
    units = read(site.eve)
    assert {(UnitSource.CARD, "mood", True)} == {
        (each.unit.source, each.unit.question, each.double) for each in units.work.coded_units.values()
    }
    assert {"speaks of the station", HELD[4].card.text} == {text.text for text in units.texts.values()}  # type: ignore[union-attr]
    site.clock.move(1)
    code.join(site.eve)
    first = next(iter(units.work.coded_units))
    code.code(site.eve, read(site.eve), first, MOOD)
    assert MOOD == read(site.eve).work.coded_units[first].codings[0].codes

    keep(site, interview, WriteSitting(HELD[9:11], None))
    after = read(site.eve)
    assert (1, ["speaks of the bus station"]) == (after.gone, [text.text for text in after.further])
