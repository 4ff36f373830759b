"""`cati next` asks the block list, as the window does, and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.cli import opening
from cati_app.demo.clock import SimulatedClock
from cati_app.domain.ids import CaseId
from tests.casework import alter
from tests.commands import Command
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.cli.studies import HEALTHY


@pytest.fixture
def blocked(site: Site, cati: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    """The first case's number is on the block list; it is Tuesday, four o'clock."""
    monkeypatch.setenv("CATI_BLOCKLIST", str(tmp_path / "blocklist.db"))
    monkeypatch.setattr(opening, "SystemClock", lambda: SimulatedClock(TUESDAY))
    monkeypatch.delenv("CATI_PASSWORD", raising=False)
    with site.units()() as unit:
        unit.blocklist.add([fiction(1).e164], site.clock.now(), "another study")
    return site


def test_whoever_signs_in_learns_what_the_block_list_says(
    blocked: Site, cati: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    before = blocked.kinds()
    ann = cati("next", HEALTHY, "--db", blocked.path, "--as", "ann", "--explain")
    first = cati("next", HEALTHY, "--db", blocked.path, "--as", "sue", "--for", "ann", "--case", "1")

    assert "Case 2: can be called now" == ann.stdout[:25]
    assert "none of its numbers is on the block list" in ann.stdout
    assert "NO   a number is on the block list: nobody calls it again" in first.stdout
    assert [*before, "signed_in", "signed_in"] == blocked.kinds()


def test_a_role_that_sees_no_cases_is_told_so(blocked: Site, cati: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("next", HEALTHY, "--db", blocked.path, "--as", "eve")

    assert (1, "", True) == (run.returncode, run.stdout, run.stderr.startswith("Analysts see no cases"))


def test_what_comes_next_for_somebody_else_is_a_supervisors_business(
    blocked: Site, cati: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("next", HEALTHY, "--db", blocked.path, "--as", "ann", "--for", "bob")

    assert (1, "", True) == (run.returncode, run.stdout, run.stderr.startswith("Only a supervisor"))


def test_a_wrong_password_is_refused(blocked: Site, cati: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATI_PASSWORD", "wrong")
    found = cati("next", HEALTHY, "--db", blocked.path, "--as", "ann")

    assert (1, "") == (found.returncode, found.stdout)


def test_when_nothing_can_be_called_it_says_so_too(blocked: Site, sue: Command) -> None:
    blocked.sql_write("UPDATE \"case\" SET state = 'unreleased', route_id = NULL WHERE case_no > ?", (0,))

    assert "Nothing to call now.\n" in sue("next", HEALTHY, "--db", blocked.path).stdout
    found = json.loads(sue("next", HEALTHY, "--db", blocked.path, "--json").stdout)
    assert (None, True) == (found["case_no"], found["block_list_asked"])


def test_it_says_when_the_window_would_settle_something_first(blocked: Site, sue: Command) -> None:
    quiet = sue("next", HEALTHY, "--db", blocked.path)
    with blocked.units()() as unit:
        alter(unit, CaseId("case-2"), locked_by=blocked.bob.id, locked_at=blocked.clock.now() - timedelta(hours=1))
        unit.commit()
    told = sue("next", HEALTHY, "--db", blocked.path)
    data = sue("next", HEALTHY, "--db", blocked.path, "--json")

    assert (0, 1, 0, 1) == tuple(
        text.count("silent machines")
        for text in (
            quiet.stdout,
            told.stdout,
            data.stdout,
            data.stderr,
        )
    )
