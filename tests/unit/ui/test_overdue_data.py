"""Whoever signs in as a supervisor is told what is kept of people although its day is over."""

from __future__ import annotations

from tests.stations import FORM, Site, study_with
from tests.unit.ui.stagehands import Window


def at_the_desk(site: Site, settings: str) -> Window:
    site.station.loaded = study_with(FORM, "hash", settings)
    site.station.database.backups = NoBackups()  # type: ignore[assignment] # as much of them
    return Window(site).sign_in(site.sue)


class NoBackups:
    def all(self) -> tuple[()]:
        return ()


def test_what_is_overdue_is_told_at_every_sign_in(site: Site) -> None:
    window = at_the_desk(site, "privacy: {checks_until: 2026-11-23}\n")

    assert "Data of people are overdue to be deleted: telephone numbers." == window.told
    assert "cati privacy status" in (window.shell.message.detail if window.shell.message else "")


def test_until_the_day_is_over_nothing_is_told(site: Site) -> None:
    assert "overdue" not in at_the_desk(site, "privacy: {checks_until: 2026-11-24}\n").told


def test_a_study_without_days_asks_for_nothing(site: Site) -> None:
    assert None is site.desk().privacy
