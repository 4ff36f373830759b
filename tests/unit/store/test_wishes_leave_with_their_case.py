"""Whoever wanted no more calls gets none, whichever way and whenever the case leaves the station that heard it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sharing.handing import LentCase
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.sharing.borrow_case import pack_case
from cati_app.fieldwork.sharing.hand_over import HandOver
from tests.many import Borrower, Field
from tests.stations import Site

UNTIL_NOON = 20 * 3600


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def asked_for_no_more(site: Site, user: Borrower) -> GivenResult:
    """The person refuses, and wants no more calls."""
    return site.place(user.user).record_result(user.user, user.dialled().attempt, "refusal_household", never_again=True)


def test_a_case_that_is_lent_again_takes_the_wish_along(field: Field) -> None:
    """The lease ran out in the night, and the hub gives the case to the same station before that one has handed in."""
    one = field.stations[0]
    one.borrow()
    offer = one.dialled()
    field.hub.clock.move(UNTIL_NOON)
    one.site.place(one.user).record_result(one.user, offer.attempt, "refusal_household", never_again=True)
    field.hub.clock.move(15)
    lent = [one.borrow() for _ in range(5)]
    assert offer.case.id in [each.lease.case_id for each in lent if isinstance(each, LentCase)]
    one.done()

    assert one.site.is_blocked(1)
    assert [(None,)] == field.hub.sql("SELECT DISTINCT until FROM number_hold")


def test_a_wish_of_a_moment_ago_goes_with_the_case(field: Field) -> None:
    """Where it leaves within the ten seconds in which it could be taken back, it is taken back no more."""
    one = field.stations[0]
    one.borrow()
    given = asked_for_no_more(one.site, one)
    with one.units() as unit:
        (lease,) = unit.leases.open_of(one.device)
        pack_case(unit, lease, field.hub.station.moment())
        unit.commit()
    one.hand_in()

    assert one.site.is_blocked(1)
    assert [(None,)] == field.hub.sql("SELECT DISTINCT until FROM number_hold")
    with pytest.raises(RuleViolation, match="case_taken"):
        one.site.place(one.user).take_back(one.user, given)


def test_a_study_that_goes_to_a_hub_takes_every_wish_along(tmp_path: Path) -> None:
    site = Site(tmp_path)
    place = site.place(site.ann)
    place.record_result(site.ann, site.dialled(site.ann).attempt, "refusal_household", never_again=True)
    bundles, _ = HandOver(site.units(), site.clock).after(site.sue, 0)

    assert [True] + 4 * [False] == [bundle.blocked for bundle in bundles]
    assert site.is_blocked(1)
    site.close()
