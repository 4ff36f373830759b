"""A sample file that comes in again while its cases are called: what it says stays, and the calls stay too."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cati_app.domain.casework.cases import Case
from cati_app.domain.ids import CaseId
from cati_app.domain.sampling.sample import SampledNumber, SampledUnit
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions, ImportSample
from tests.casework import alter
from tests.stations import Site, fiction
from tests.unit.ui.stagehands import Window


def renew(
    site: Site,
    *,
    frame: str = "landline",
    number: int = 1,
    fields: Mapping[str, str] | None = None,
    options: ImportOptions | None = None,
) -> list[str]:
    """The first case as a later file has it; what is said about its row."""
    site.name_case(1, "A")
    imports = ImportSample(site.units(), site.clock, site.station._ids, site.station.rules)
    notes: list[str] = []
    unit = SampledUnit(2, "A", frame, None, (SampledNumber(fiction(number), "tel"),), fields or {})
    imports(PROGRAM, [unit], options, on_note=lambda note: notes.append(note.reason))
    return notes


LATE = {"call_from": "18:00", "region": "south"}


def said_of(case: Case) -> tuple[object, ...]:
    return case.fields, case.frame, case.locality, case.cell


@pytest.mark.parametrize("way", ["given back", "taken back", "fell silent"])
def test_what_a_file_says_stays_when_the_case_goes_back_as_it_was(site: Site, way: str) -> None:
    offer = site.dialled() if way == "taken back" else site.offered()
    renew(site, frame="register", fields=LATE)
    said = said_of(site.case())
    if way == "given back":
        site.place().return_case(site.ann, offer.attempt)
    elif way == "taken back":
        site.place().take_back(site.ann, site.place().record_result(site.ann, offer.attempt, "busy"))
    else:
        site.clock.move(16 * 60)
        site.settle(site.bob)

    assert said == said_of(site.case())
    assert "register" == said[1]
    assert said[2]


@pytest.mark.parametrize(
    ("result", "number", "state", "notes"),
    [
        ("not_in_service", 500, "open", ["case_reopened"]),
        ("not_in_service", 1, "closed", []),
        ("business", 500, "closed", []),
        ("refusal", 500, "closed", []),
    ],
)
def test_a_new_number_opens_a_case_again_that_had_only_dead_ones(
    site: Site, result: str, number: int, state: str, notes: list[str]
) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, result)

    assert (notes, state) == (renew(site, number=number), site.case().state)
    if state == "open":
        with site.units()() as unit:
            for case_no in range(2, 6):
                alter(unit, CaseId(f"case-{case_no}"), state="closed")
            unit.commit()
        again = site.offered()
        assert (1, 0) == (again.case.case_no, again.number)
        assert "case_reopened" in site.kinds()


def test_a_case_that_is_opened_again_waits_when_its_day_has_had_its_calls(site: Site) -> None:
    offer = site.dialled()
    for _ in range(2):
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])
    site.place().record_result(site.ann, offer.attempt, "disconnected")
    renew(site, number=500)

    assert ("open", "day_limit") == (site.case().state, site.case().rest)


def test_a_look_before_the_import_opens_nothing(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "disconnected")

    assert (["case_reopened"], "closed") == (
        renew(site, number=500, options=ImportOptions(dry_run=True)),
        site.case().state,
    )


def test_calls_are_judged_by_the_hours_that_held_when_they_were_made(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "busy")
    renew(site, fields={"call_from": "18:00"})

    assert () == site.station.read_compliance(site.keys)(PROGRAM).ledger.breaches


def test_a_first_call_moves_with_its_case_to_another_frame(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")
    renew(site, frame="register")
    assert {("register", 1): (1, 0)} == first_calls(site)

    site.station.change_result(site.keys)(site.sue, offer.case.id, 1, "contact_other_person", "a child spoke")
    assert {("register", 1): (1, 1)} == first_calls(site)


def first_calls(site: Site) -> dict[tuple[str, int], tuple[int, int]]:
    with site.units()() as unit:
        return {key: counts for key, counts in unit.cases.chances().counts.items() if counts[0]}


def test_a_number_that_a_file_took_off_the_case_is_not_dialled_and_the_case_comes_with_its_new_ones(
    site: Site,
) -> None:
    window = Window(site).sign_in(site.ann)
    renew(site, number=500)
    window.press("dial")
    window.rest()

    assert (0, 1) == (site.kinds().count("call_started"), window.case_no)
    assert "A sample file has changed the numbers of this case: look at the number, then dial." == window.told
    window.press("dial")
    window.rest()
    assert 1 == site.kinds().count("call_started")
