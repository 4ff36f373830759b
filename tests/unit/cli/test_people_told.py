"""Commands that change people tell the hub of the study, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.cli.people_at_hub import tell_hub
from cati_app.domain.errors import RuleViolation
from cati_app.station.people_at_hub import PeopleAtHub
from tests.machines import Machines
from tests.stations import PASSWORD, Site

AS_BEFORE = "At the other stations everything is as before"


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(tmp_path, site, monkeypatch)
    made.here = made.at_its_hub()
    yield made
    made.close()


def said(machines: Machines, capsys: pytest.CaptureFixture[str]) -> str:
    signed_in = machines.here.sign_in("sue", PASSWORD)
    assert signed_in is not None
    tell_hub(machines.here, *signed_in)
    return capsys.readouterr().err


def test_that_the_hub_knows_is_said_and_nothing_where_it_has_no_people(
    machines: Machines, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not said(machines, capsys)

    machines.publisher().publish()
    machines.here = machines.at_its_hub()
    assert "The hub knows it" in said(machines, capsys)


def test_that_it_does_not_is_said_with_why_and_what_to_do(
    machines: Machines, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.publisher().publish()
    machines.here = machines.at_its_hub()
    machines.network.cut_after = 0

    told = said(machines, capsys)
    for part in (AS_BEFORE, "does not answer", "cati hub publish"):
        assert part in told

    def refuse(*_: object) -> None:
        raise RuleViolation("sheet_first")

    monkeypatch.setattr(PeopleAtHub, "tell", refuse)
    assert AS_BEFORE in (told := said(machines, capsys))
    assert "sheet" in told
