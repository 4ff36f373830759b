"""Messages to the team, as every store keeps them: once, sealed, with who has them read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.team_messages import ALL, Envelope, SealedMessage
from tests.stations import TUESDAY, Site

ANN, BOB, SUE = map(UserId, ("ann", "bob", "sue"))


def envelope(name: str, minutes: int = 0, *read: UserId) -> Envelope:
    return Envelope(name, TUESDAY + timedelta(minutes=minutes), SUE, ALL, (ANN, BOB), True, frozenset(read))


def test_a_message_is_read_as_it_was_sent_the_oldest_first(own_site: Site) -> None:
    with own_site.units()() as unit:
        unit.team_messages.send(envelope("second", 5), "Zwei – اثنان")
        unit.team_messages.send(envelope("first"), "Eins")
        unit.commit()
    with own_site.units()() as unit:
        told = [(each.envelope, each.text) for each in unit.team_messages.all()]
    assert [(envelope("first"), "Eins"), (envelope("second", 5), "Zwei – اثنان")] == told


def test_sent_twice_it_is_there_once_as_it_was_first(own_site: Site) -> None:
    with own_site.units()() as unit:
        for text in ("Eins", "anders"):
            unit.team_messages.send(envelope("first"), text)
        assert ["Eins"] == [each.text for each in unit.team_messages.all()]


def test_readers_of_two_machines_come_together(own_site: Site) -> None:
    with own_site.units()() as unit:
        unit.team_messages.send(envelope("first", 0, ANN), "Eins")
        (kept,) = unit.team_messages.sealed()
        unit.team_messages.take_in(SealedMessage(envelope("first", 0, BOB, UserId("nobody")), b"another"))
        (joined,) = unit.team_messages.sealed()
    assert (kept.sealed, frozenset({ANN, BOB})) == (joined.sealed, joined.envelope.read)


def test_without_the_key_nothing_is_sent_and_no_text_is_read(own_site: Site) -> None:
    with own_site.units()() as unit:
        unit.team_messages.send(envelope("first"), "Eins")
        unit.commit()
    with own_site.station.units(None)() as unit:
        assert [None] == [each.text for each in unit.team_messages.all()]
        with pytest.raises(RuleViolation, match="no_contact_access"):
            unit.team_messages.send(envelope("second"), "Zwei")


def test_what_is_dropped_is_gone(own_site: Site) -> None:
    with own_site.units()() as unit:
        for name in ("first", "second"):
            unit.team_messages.send(envelope(name), name)
        unit.team_messages.drop(["first", "none"])
        assert ["second"] == [each.envelope.id for each in unit.team_messages.sealed()]
