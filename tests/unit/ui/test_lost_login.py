"""Somebody who is at work and has lost the login is signed out at the next action; what was stored stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.export_study import StationExport
from cati_app.ui.analyst.states import ExportChoice
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.states import ScreenName
from tests.stations import Site
from tests.unit.ui.stagehands import Window


def gone(*_: Any, **__: Any) -> Any:
    raise RuleViolation("signed_out")


@pytest.fixture
def calling(site: Site) -> Window:
    """Ann has a case on the screen."""
    return Window(site).sign_in(site.ann)


def take_away(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every unit of work of a person is refused."""
    monkeypatch.setattr("tests.fakes.memory.MemoryStore.units", lambda self, *, opened=True: gone)
    monkeypatch.setattr("cati_app.store.unit_of_work.SqlUnits.__call__", gone)


@pytest.mark.parametrize("act", [lambda window: window.press("dial"), lambda window: window.presenter.tick()])
@pytest.mark.on_store
def test_the_session_ends_with_the_next_action(
    calling: Window, monkeypatch: pytest.MonkeyPatch, act: Callable[[Window], None]
) -> None:
    before = calling.site.kinds()
    take_away(calling, monkeypatch)
    for _ in range(20):  # a heartbeat comes every few ticks
        calling.site.clock.move(30)
        act(calling)
        calling.rest()

    assert ScreenName.LOGIN == calling.stage.situation.screen
    assert calling.presenter.signed_in is None
    assert type(calling.presenter.at_work) is RolePresenter
    assert calling.shell.message is not None
    assert before == calling.site.kinds()


def test_what_comes_back_later_paints_nothing(calling: Window) -> None:
    painted: list[str] = []
    calling.stage.run(gone, lambda _: None)
    calling.stage.run(lambda: "late", painted.append)
    calling.rest()

    assert ([], ScreenName.LOGIN) == (painted, calling.stage.situation.screen)


def test_somebody_else_signs_in_afterwards(calling: Window) -> None:
    calling.stage.run(gone, lambda _: None)
    calling.rest()
    calling.sign_in(calling.site.bob)

    assert calling.presenter.signed_in is not None
    assert ScreenName.DIAL == calling.stage.situation.screen


def test_an_analyst_who_has_lost_the_login_takes_nothing_out(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export = StationExport(AnalystReading(site.station, site.eve, site.keys), "en")
    assert 0 == export.count()
    monkeypatch.setattr(type(site.station.people), "check_there", gone)

    for ask in (export.count, lambda: export(str(tmp_path / "out"), ExportChoice(("csv",)))):
        with pytest.raises(RuleViolation, match="signed_out"):
            ask()
    assert not (tmp_path / "out").exists()
