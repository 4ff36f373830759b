"""A study set up in the window, with what the commands do: `cati check` and `cati quota plan`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from cati_app.cli.check import study_checked
from cati_app.cli.new_field import NewField
from cati_app.cli.preview import read_of_form
from cati_app.cli.rule_words import rule_words
from cati_app.domain.calling.calendar import known_countries, states_of
from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.domain.errors import RuleViolation
from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.station.folders import default_state
from cati_app.station.machine import SystemClock
from cati_app.station.new_study import UnfinishedStudy, looked, make, short_name, tidied
from cati_app.station.new_study_file import NewStudy
from cati_app.station.remembering import remember_new
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.texts import chosen
from cati_app.texts.countries import country_name
from cati_app.texts.language_names import language_name
from cati_app.ui.setting_up.port import Filled, LookedThrough

_STATES = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}
"""The names the German states give themselves; those of other countries are shown by their codes."""
_TOWNS = {
    "AT": "Vienna",
    "BE": "Brussels",
    "CH": "Zurich",
    "CZ": "Prague",
    "DE": "Berlin",
    "DK": "Copenhagen",
    "ES": "Madrid",
    "FI": "Helsinki",
    "FR": "Paris",
    "GB": "London",
    "HU": "Budapest",
    "IE": "Dublin",
    "IT": "Rome",
    "LU": "Luxembourg",
    "NL": "Amsterdam",
    "NO": "Oslo",
    "PL": "Warsaw",
    "PT": "Lisbon",
    "SE": "Stockholm",
    "SK": "Bratislava",
    "TR": "Istanbul",
}
"""Towns that time zones of Europe are called after."""


class NewStudyDesk:
    """Implements `SettingUpServices`."""

    rules = GERMAN.name

    def __init__(self, state: Path) -> None:
        self._kept = UnfinishedStudy(state)
        language = chosen().language
        named = ((code, country_name(code, language)) for code in known_countries())
        self.countries: Sequence[tuple[str, str]] = sorted(named, key=lambda country: country[1].casefold())

    def states(self, country: str) -> Sequence[tuple[str, str]]:
        """Those with holidays of their own; in Germany by name."""
        if country == "DE":
            return tuple(_STATES.items())
        return tuple((code, code) for code in states_of(country))

    def time_zone(self, country: str) -> str:
        """The one that most of it has, in Europe; blank elsewhere."""
        return f"Europe/{_TOWNS[country]}" if country in _TOWNS else ""

    def kept(self) -> Filled:
        """What was left in the middle, else what a new study begins with."""
        begun = NewStudy(legal_basis=chosen().say("Art. 6(1)(a) GDPR – consent"))
        kept = self._kept.read() or begun
        if kept.made and not (Path(kept.made) / STUDY_SHEET).is_file():
            kept = begun  # it was moved or deleted since
        return asdict(kept)

    def keep(self, filled: Filled) -> None:
        """Remember it."""
        self._kept.keep(_study(filled))

    def look(self, filled: Filled) -> LookedThrough:
        """Look through everything so far."""
        now = looked(tidied(_study(filled)), _check, _own_name)
        words = chosen()
        languages = {code: language_name(code, words.language) for code, _ in now.languages}
        return LookedThrough(now.findings, languages, now.groups, now.questions, now.variables, now.planned, now.title)

    def make(self, filled: Filled) -> Path:
        """Make the study folder."""
        folder = make(tidied(_study(filled)), _own_name)
        remember_new(folder, SystemClock())
        self._kept.keep(NewStudy(made=str(folder)))
        return folder

    def ended(self) -> None:
        """Nothing is left to do of it."""
        self._kept.forget()

    def short_name(self, title: str) -> str:
        """A short name from a title."""
        return short_name(title)

    def rule_words(self, rule: RuleViolation) -> str:
        """A rule in words."""
        return rule_words(chosen(), rule)


def set_up(language: str | None = None) -> None:
    """Show the pages until a study is in the field, or somebody leaves."""
    from cati_app.demo.preview.window import PreviewWindow  # noqa: PLC0415 - commands start without Qt
    from cati_app.station.setting_up import SettingUp  # noqa: PLC0415 - as above

    beside: list[PreviewWindow] = []

    def show_preview(path: Path) -> None:
        window = PreviewWindow(lambda: read_of_form(path), language)
        beside.append(window)
        window.show()

    pages = SettingUp(NewStudyDesk(default_state()), NewField(), show_preview, Path.home(), language)
    try:
        pages.run()
    finally:
        for window in beside:
            window.close()


def _check(folder: Path) -> tuple[Sequence[Finding], Form | None]:
    checked = study_checked(folder)
    return checked.findings, checked.form


def _own_name(code: str) -> str:
    """What a language is called in itself."""
    return language_name(code, code)


def _study(filled: Mapping[str, str]) -> NewStudy:
    return NewStudy(**filled)
