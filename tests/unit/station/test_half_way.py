"""While the cases of a study are on their way to its hub, none is changed: a part of them is there as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.calling.agree_anew import NewAgreement
from cati_app.store.joined import HANDING_OVER
from tests.stations import PASSWORD, TUESDAY, Site


def changes(site: Site) -> list[Callable[[], object]]:
    """What a supervisor may change of a case, begun on one that is not there."""
    signed_in = site.station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    (sue, keys), units, nobody = signed_in, site.station.units(signed_in[1]), CaseId("nobody")
    later = NewAgreement(TUESDAY + timedelta(hours=1), firm=True, owner=None)
    return [
        lambda: site.station.change_result(keys)(sue, nobody, 1, "busy", "heard it"),
        lambda: site.station.agree_anew(keys, units)(sue, nobody, later, "rang back"),
        lambda: site.station.review(keys, units)(sue, nobody, rejected=True, reason="made up"),
    ]


def test_corrections_appointments_and_verdicts_wait_until_all_cases_are_there(site: Site) -> None:
    for change in changes(site):
        with pytest.raises((RuleViolation, LookupError)):
            change()

    site.station.database.keep(HANDING_OVER, "a hub")

    for change in changes(site):
        with pytest.raises(EnvironmentProblem) as told:
            change()
        assert "hub_half_way" == told.value.code
