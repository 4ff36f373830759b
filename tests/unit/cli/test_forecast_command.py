"""`cati forecast`: what a supervisor reads, and who may."""

from __future__ import annotations

import json

import pytest

from tests.commands import Command
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY


@pytest.fixture
def begun(site: Site) -> Site:
    """The first call of a field."""
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "busy")
    site.close()
    return site


def test_on_the_first_day_it_says_that_it_is_too_early(sue: Command, begun: Site) -> None:
    told = json.loads(sue("forecast", HEALTHY, "--db", begun.path, "--json").stdout)
    assert [True] == [quota["too_early"] for quota in told["quotas"]]
    assert told["last_day"] is None
    text = " ".join(sue("forecast", HEALTHY, "--db", begun.path).stdout.split())
    assert "too early" in text
    assert "calling.shifts, seats" in text


def test_the_same_data_give_the_same_forecast(sue: Command, begun: Site) -> None:
    first, second = (sue("forecast", HEALTHY, "--db", begun.path, "--json").stdout for _ in range(2))
    assert first == second


def test_proposals_wait_until_something_can_be_said(sue: Command, begun: Site) -> None:
    told = json.loads(sue("forecast", HEALTHY, "--db", begun.path, "--json", "--proposals").stdout)
    assert [None] == [quota["proposals"] for quota in told["proposals"]]


def test_alerts_are_told_with_figure_and_threshold(sue: Command, begun: Site) -> None:
    assert "Nothing is reported now." in sue("alerts", HEALTHY, "--db", begun.path).stdout
    told = json.loads(sue("alerts", HEALTHY, "--db", begun.path, "--json", "--all").stdout)
    late = next(alert for alert in told if alert["alert"] == "appointment_late")
    assert {"subject": None, "figure": 0, "threshold": 1, "true": False, "bad": False} == {
        name: value for name, value in late.items() if name != "alert"
    }
    text = sue("alerts", HEALTHY, "--db", begun.path, "--all").stdout
    assert "0 firm appointments are late. The tab Appointments shows them. (well)" in text
