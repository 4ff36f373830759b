"""Alerts in words: which quota is meant, and from how many on something is told."""

from __future__ import annotations

from cati_app.domain.casework.alert_readings import near_ceiling
from cati_app.domain.casework.alerts import AlertReading
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.texts import words_of
from cati_app.texts.alerts import alert_name, alert_text

WORDS = words_of("en")


def reading(cell: str, taken: int, target: int = 3) -> AlertReading:
    (told,) = near_ceiling([CellCount(CellId(cell), target, taken, 0)])
    return told


def test_of_several_quotas_it_says_who_is_without_a_cell_in_which() -> None:
    north = reading("district:unclassified", 3)
    assert "no cell of the quota “district”" in alert_text(WORDS, north)
    assert "no cell of the quota “City district”" in alert_text(WORDS, north, "City district")
    assert "City district, without a cell: 3" == alert_name(WORDS, north, "City district")
    assert "no cell of the quota;" in alert_text(WORDS, reading("unclassified", 3))


def test_the_number_from_which_it_is_told_is_the_one_at_which_it_is_true() -> None:
    below, at = reading("unclassified", 2), reading("unclassified", 3)
    assert (False, True) == (below.is_true, at.is_true)
    assert "from 3 on" in alert_text(WORDS, at)


def test_one_interview_is_told_as_one() -> None:
    assert alert_text(WORDS, reading("unclassified", 1, 1)).startswith("1 interview is ")
