"""The release check for the window from a real store: texts with their marks, and what is decided about them."""

from __future__ import annotations

from cati_app.domain.release.cleared_texts import Clearing
from cati_app.domain.release.identifying_texts import Identifier
from cati_app.station.coding_desk import StationCoding
from cati_app.station.release_desk import StationRelease
from tests.unit.station import test_coding_desk

coding = test_coding_desk.coding
"""One study with texts in two languages serves both desks."""


def test_texts_are_read_with_their_direction_and_decided(coding: StationCoding) -> None:
    desk = StationRelease(coding._reading, "de")

    read = desk.read()
    (arabic,) = (each for each in read.texts if each.right_to_left)
    assert {"sauna", arabic.text} == {each.text for each in read.texts}
    assert (("places_other_2", "Wohin noch?"),) == read.labels
    assert 2 == read.check.open_texts

    now = desk.decide([arabic], Clearing.WITHHELD)

    assert {Clearing.OPEN, Clearing.WITHHELD} == {each.clearing for each in now.texts}
    assert {None, coding._reading.user.number} == {each.by for each in now.texts}
    assert (1, False) == (now.check.open_texts, now.check.is_declared)
    assert now == desk.read()
    assert Identifier.NAME not in {mark.kind for each in now.texts for mark in each.marks}
