"""A supervisor at a station moves an appointment and hands a case over that the hub has, and takes that back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.cases import Appointment
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.calling.agree_anew import NewAgreement
from cati_app.fieldwork.sharing.named_case import AgreeLentAnew
from tests.many import Field
from tests.unit.store.test_named_cases import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    field = Field(tmp_path)
    yield Desk(field)
    field.check()
    field.close()


def act(desk: Desk) -> AgreeLentAnew:
    site = desk.station.site
    units, rules = desk.station.units, site.station.rules
    return AgreeLentAnew(units, site.clock, rules, desk.named, desk.field.hub.blind_units())


def at_hub(desk: Desk) -> Appointment | None:
    return desk.field.hub.case(1).appointment


def test_a_case_of_the_hub_is_handed_over_and_taken_back(desk: Desk) -> None:
    case_id, bob = desk.worked("no_answer"), desk.station.site.bob
    before = desk.field.hub.case(1)
    agreed, promise = act(desk).preview(desk.sue, case_id, NewAgreement(owner=bob.id))
    assert (None, True) == (at_hub(desk), promise.good)

    done = act(desk)(desk.sue, case_id, NewAgreement(owner=bob.id), "knows them")
    assert done.after == at_hub(desk)
    assert agreed.after.owner == done.after.owner == bob.id
    assert "appointment_changed" in desk.station.site.kinds()

    act(desk).take_back(desk.sue, done)
    assert (None, before.due_at) == (at_hub(desk), desk.field.hub.case(1).due_at)


def test_a_case_that_is_out_is_left_with_whoever_has_it(desk: Desk) -> None:
    lent = desk.other.borrow()
    assert lent
    with pytest.raises(RuleViolation, match="case_taken"):
        act(desk)(desk.sue, CaseId("case-1"), NewAgreement(owner=desk.station.site.bob.id), "why")
    assert at_hub(desk) is None
    desk.other.done()


def test_where_the_line_is_cut_nothing_is_agreed(desk: Desk) -> None:
    case_id = desk.worked("no_answer")
    desk.hub.is_cut = True
    later = desk.station.site.clock.now() + timedelta(hours=1)
    with pytest.raises(EnvironmentProblem, match="cut"):
        act(desk)(desk.sue, case_id, NewAgreement(later, owner=desk.station.site.bob.id), "why")
    desk.hub.is_cut = False
    assert at_hub(desk) is None
