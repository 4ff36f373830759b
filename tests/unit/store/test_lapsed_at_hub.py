"""A suspended interview whose place went back already lapses at the hub without giving it back once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.sharing.handing import LentCase
from tests.many import Field

MAN = {"sex": "1", "age_group": "young"}
WEEK = 7 * 24 * 3600


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def test_a_place_that_went_back_is_not_given_back_again(field: Field) -> None:
    """As in history 977537: the place went back while the case was lent, and the case comes back after a week."""
    one, two = field.stations
    clock = field.hub.clock
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(offer, interview, "interview_suspended", Agreed(clock.now() + timedelta(minutes=20), firm=True))
    one.done()
    clock.move(20 * 60)
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    assert lent.lease.case_id == offer.case.id
    field.hub.sql_write("UPDATE place_grant SET state = 'back' WHERE interview_id = ?", (interview.id,))
    field.hub.sql_write("UPDATE cell SET in_progress = 0 WHERE id = 'm/young'")
    assert field.cell("m/young").in_progress == 0
    clock.move(WEEK)

    assert all(isinstance(one.borrow(), LentCase) for _ in range(2)), "the first one frees the case"
    (told,) = field.hub.interviews()
    assert not told.held
