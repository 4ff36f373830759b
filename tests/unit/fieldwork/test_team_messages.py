"""Messages to the team: to whom they go, who has them read, and when they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.team_messages import (
    ALL,
    GROUP,
    KEPT_FOR,
    MESSAGES_AT_MOST,
    ONE,
    TEXT_AT_MOST,
    to_be_dropped,
)
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.team_messages import (
    ExchangeMessages,
    NewMessage,
    OwnMessages,
    ReadSentMessages,
    SendMessage,
)
from cati_app.fieldwork.rights import PROGRAM
from tests.fakes.site import MemorySite
from tests.stations import Site


@pytest.fixture
def site() -> Iterator[Site]:
    made = MemorySite()
    yield made
    made.close()


def send(site: Site, text: str = "Danke!", addressed: str = ALL, name: str = "m1", to: User | None = None) -> None:
    message = NewMessage(name, addressed, text, to=None if to is None else to.id)
    SendMessage(site.units(), site.clock)(site.sue, message)


def own(site: Site, by: User) -> list[str | None]:
    return [each.text for each in OwnMessages(site.units(), site.clock, site.station.rules)(by)]


def read(site: Site, by: User, *names: str) -> None:
    OwnMessages(site.units(), site.clock, site.station.rules).has_read(by, names)


def readers(site: Site) -> list[int]:
    return [len(each.envelope.read) for each in ReadSentMessages(site.units(), site.clock)(site.sue)]


def test_a_message_to_one_is_nobody_elses(site: Site) -> None:
    send(site, addressed=ONE, to=site.ann)

    assert ["Danke!"] == own(site, site.ann)
    assert [] == own(site, site.bob)


def test_to_all_is_to_every_interviewer_and_to_nobody_else(site: Site) -> None:
    send(site)

    (sent,) = ReadSentMessages(site.units(), site.clock)(site.sue)
    assert (site.ann.id, site.bob.id) == sent.envelope.people


def test_a_group_nobody_is_in_gets_nothing(site: Site) -> None:
    with pytest.raises(RuleViolation, match="message_to_nobody"):
        send(site, addressed=GROUP + "xx")
    assert [] == readers(site)


@pytest.mark.parametrize(("text", "code"), [("  \n ", "message_empty"), ("x" * (TEXT_AT_MOST + 1), "message_long")])
def test_a_text_is_bounded(site: Site, text: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        send(site, text)


def test_reading_is_counted_once_and_of_those_alone_it_went_to(site: Site) -> None:
    send(site, addressed=ONE, to=site.ann)
    read(site, site.bob, "m1")
    assert [0] == readers(site)
    for _ in range(2):
        read(site, site.ann, "m1")
    assert [1] == readers(site)


def test_what_was_read_stays_to_be_read_again_until_the_day_is_over(site: Site) -> None:
    send(site)
    read(site, site.ann, "m1")
    assert ["Danke!"] == own(site, site.ann)
    site.clock.move(timedelta(days=1).total_seconds())
    assert [] == own(site, site.ann)
    assert ["Danke!"] == own(site, site.bob)


def test_after_a_week_a_message_is_gone_for_good(site: Site) -> None:
    send(site)
    site.clock.move(KEPT_FOR.total_seconds())
    assert [] == own(site, site.bob)
    send(site, name="m2")
    with site.units()() as unit:
        assert ["m2"] == [each.envelope.id for each in unit.team_messages.sealed()]


def test_of_too_many_the_oldest_go(site: Site) -> None:
    for number in range(MESSAGES_AT_MOST + 1):
        site.clock.move(1)
        send(site, name=f"m{number}")
    kept = ExchangeMessages(site.units(), site.clock).known(PROGRAM)
    assert (MESSAGES_AT_MOST, "m1") == (len(kept), kept[0].envelope.id)
    assert not to_be_dropped([each.envelope for each in kept], site.clock.now())


def test_sent_once_more_it_is_the_same_message(site: Site) -> None:
    for _ in range(2):
        send(site)
    assert [0] == readers(site)


def test_interviewers_send_nothing(site: Site) -> None:
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        SendMessage(site.units(), site.clock)(site.ann, NewMessage("m1", ALL, "Danke!"))
