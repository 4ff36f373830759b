"""The outcome in the data set is that of the case, not of its last sitting."""

from __future__ import annotations

from dataclasses import replace

from cati_app.fieldwork.rights import PROGRAM
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.publish.records import form, held, values_of

EMPTY = form("type | name | label\nnote | hello | Hallo\n")


def test_the_code_of_the_case_is_written() -> None:
    values = values_of(EMPTY, replace(held(EMPTY), final="partial"))

    assert ("partial", "1.2") == (values["disposition"], values["aapor_code"])


def test_rows_bring_the_code_from_all_attempts_of_their_case(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")

    assert ["complete"] == [row.final for row in site.station.read_data(site.keys)(PROGRAM)]
