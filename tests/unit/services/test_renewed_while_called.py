"""A sample file that comes in again while its cases are called: what it says stays, and the calls stay too."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cati_app.domain.sample import SampledNumber, SampledUnit
from cati_app.services.import_sample import ImportSample
from tests.stations import Site, fiction


def renew(
    site: Site, *, frame: str = "landline", number: int = 1, fields: Mapping[str, str] | None = None
) -> list[str]:
    """The first case as a later file has it; what is said about its row."""
    site.sql_write("UPDATE \"case\" SET sample_id = 'A' WHERE case_no = ?", (1,))
    imports = ImportSample(site.units(), site.clock, site.station._ids, site.station.rules)
    notes: list[str] = []
    unit = SampledUnit(2, "A", frame, None, (SampledNumber(fiction(number), "tel"),), fields or {})
    imports([unit], on_note=lambda note: notes.append(note.reason))
    return notes


LATE = {"call_from": "18:00", "region": "south"}


def first(site: Site, columns: str) -> tuple[object, ...]:
    return site.sql(f'SELECT {columns} FROM "case" WHERE case_no = 1')[0]


@pytest.mark.parametrize("way", ["given back", "taken back", "fell silent"])
def test_what_a_file_says_stays_when_the_case_goes_back_as_it_was(site: Site, way: str) -> None:
    offer = site.dialled() if way == "taken back" else site.offered()
    renew(site, frame="register", fields=LATE)
    said = first(site, "fields, frame, place, cell")
    if way == "given back":
        site.place().return_case(site.ann, offer.attempt)
    elif way == "taken back":
        site.place().take_back(site.ann, site.place().record_result(site.ann, offer.attempt, "busy"))
    else:
        site.clock.move(16 * 60)
        site.place(site.bob).settle_queue(site.bob)

    assert said == first(site, "fields, frame, place, cell")
    assert "register" == said[1]
    assert said[2]
