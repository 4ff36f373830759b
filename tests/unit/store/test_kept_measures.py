"""What interviews were measured by is kept from one sign-in to the next, and makes no difference but time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.engine.form.screen import ScreenLayout
from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.read_reviews import ReadReviews, ReviewList
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.store.connection import Access, connected
from cati_app.store.trust.derivation import derive
from cati_app.store.trust.held_keys import HeldKeys
from tests.fakes.site import MemorySite
from tests.stations import PASSWORD, Site
from tests.unit.store.held_interviews import held


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = (
        MemorySite(targets_scale=20)
        if request.param == "memory"
        else Site(tmp_path_factory.mktemp("site"), targets_scale=20)
    )
    yield made
    made.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, targets_scale=20)
    yield made
    made.close()


def read_again(site: Site, keys: HeldKeys | None = None, program: str = "1") -> tuple[ReviewList, int]:
    """What a sign-in later is read, and how many interviews were opened for it."""
    opened: list[float] = []
    places = CodedPlaces(None, lambda: site.station.earlier_forms, site.clock)
    read = ReadReviews(site.units(keys), site.loaded.form, places, program=program)
    return read(site.sue, opened.append), len(opened)


def kept_file(site: Site) -> Path:
    (file,) = site.station.database.state.path.glob("measures-????????")
    return file


def opened_file(site: Site, access: Access) -> Any:
    database = site.station.database
    return connected(kept_file(site), derive(database.key, b"kept measures", database.study), access)


def versions_kept(site: Site) -> dict[InterviewId, str]:
    """As the file tells them."""
    driver = opened_file(site, Access.READ)
    told = dict(driver.execute("SELECT interview_id, version FROM measures"))
    driver.close()
    return told


def test_an_interview_is_opened_once_however_often_somebody_signs_in(site: Site) -> None:
    held(site)
    first, opened = read_again(site)
    assert 1 == opened
    assert (first, 0) == read_again(site)
    held(site, text="5")
    second, opened = read_again(site)
    assert (1, 2) == (opened, len(second.judged))


def test_whoever_may_open_answers_reads_what_another_one_kept(site: Site) -> None:
    held(site)
    read_again(site)
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    assert 0 == read_again(site, signed_in[1])[1]


def test_nobody_reads_it_without_keys(site: Site) -> None:
    held(site)
    read_again(site)
    with site.blind_units()() as unit:
        complete = list(unit.field_record.complete())
        with pytest.raises(RuleViolation, match="answers_sealed"):
            unit.kept_measures.of(complete, {each.id: "1" for each in complete})


def test_another_version_of_the_program_or_of_the_questionnaire_measures_anew(site: Site) -> None:
    held(site)
    read_again(site)
    assert 1 == read_again(site, program="2")[1]
    form = site.loaded.form
    assert form.screens[0].layout is not ScreenLayout.GRID
    places = CodedPlaces(None, lambda: site.station.earlier_forms, site.clock)
    opened: list[float] = []
    changed = copy(form)
    changed.__dict__["screens"] = (replace(form.screens[0], layout=ScreenLayout.GRID), *form.screens[1:])
    ReadReviews(site.units(), changed, places, program="2")(site.sue, opened.append)
    assert [0.0] == opened


def test_facts_that_come_later_are_read(site: Site) -> None:
    _, interview_id = held(site)
    before, _ = read_again(site)
    with site.units()() as unit:
        logged = unit.log.of_interview(interview_id)
        unit.log.append([logged[-1].event])
        unit.commit()
    after, opened = read_again(site)
    assert (1, before) == (opened, after)


def test_an_interview_that_counts_no_more_is_forgotten(site: Site) -> None:
    case_id, _ = held(site)
    held(site)
    read_again(site)
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=True, reason="somebody else")
    held(site)
    assert 1 == read_again(site)[1]
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=False, reason="a mistake")
    assert 1 == read_again(site)[1]


def test_the_measures_of_an_erased_interview_open_for_nobody(filed: Site) -> None:
    _, interview_id = held(filed)
    read_again(filed)
    with filed.units()() as unit:
        complete = list(unit.field_record.complete())
        versions = versions_kept(filed)
        assert {interview_id} == unit.kept_measures.of(complete, versions).keys()
    filed.sql_write("DELETE FROM interview_key WHERE interview_id = ?", (interview_id,))
    with filed.units(filed.keys.copy())() as unit:
        assert {} == unit.kept_measures.of(complete, versions)


def test_no_answer_and_no_id_stands_in_the_file(filed: Site) -> None:
    case_id, interview_id = held(filed, text="4711")
    read_again(filed)
    content = kept_file(filed).read_bytes()
    for secret in (b"4711", b"more trees", str(interview_id).encode(), str(case_id).encode(), b"/main/rooms"):
        assert secret not in content
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(kept_file(filed)).execute("SELECT * FROM measures")


@pytest.mark.parametrize("damage", ["cut", "turned", "emptied", "foreign"])
def test_a_damaged_file_is_made_anew(filed: Site, damage: str) -> None:
    held(filed)
    first, _ = read_again(filed)
    file = kept_file(filed)
    content = file.read_bytes()
    turned = bytes(byte ^ 0x40 for byte in content)
    file.write_bytes({"cut": content[:5000], "turned": turned, "emptied": b"", "foreign": b"a" * 8192}[damage])
    assert (first, 1) == read_again(filed)
    assert (first, 0) == read_again(filed)


def test_an_entry_that_was_put_in_place_of_another_is_not_believed(filed: Site) -> None:
    held(filed)
    held(filed, seconds=3)
    first, _ = read_again(filed)
    driver = opened_file(filed, Access.WRITE)
    (one, sealed_one), (other, sealed_other) = driver.execute("SELECT interview_id, sealed FROM measures").fetchall()
    swapped = [(sealed_one, other), (sealed_other, one)]
    driver.executemany("UPDATE measures SET sealed = ? WHERE interview_id = ?", swapped)
    driver.close()
    assert (first, 2) == read_again(filed)
    assert (first, 0) == read_again(filed)


def test_where_nothing_can_be_kept_interviews_are_read_as_ever(filed: Site) -> None:
    held(filed)
    read_again(filed)
    file = kept_file(filed)
    file.unlink()
    file.mkdir()
    assert 1 == read_again(filed)[1]
    assert 1 == read_again(filed)[1]


def test_a_reading_that_was_ended_keeps_what_it_had_read(filed: Site) -> None:
    for _ in range(3):
        held(filed)

    def after_two(share: float) -> None:
        if share > 0.5:
            raise InterruptedError

    places = CodedPlaces(None, lambda: filed.station.earlier_forms, filed.clock)
    with pytest.raises(InterruptedError):
        ReadReviews(filed.units(), filed.loaded.form, places, program="1")(filed.sue, after_two)
    assert 1 == read_again(filed)[1]
