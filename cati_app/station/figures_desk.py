"""Figures of one person, opened by two people in a window, looked at, and closed again."""

from __future__ import annotations

from datetime import date
from functools import partial

from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_staff_figures import OpenedFigure
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen
from cati_app.texts.opened_figures import message_of


class OpenedFiguresHere:
    """Implements `FiguresDesk`. EnvironmentProblem of each call: `figures_elsewhere` at a hub."""

    def __init__(self, station: Station, keys: HeldKeys, user: User) -> None:
        self._station = station
        self._keys = keys
        self._user = user

    def today(self) -> date:
        """On the study's clock."""
        return self._station.rules.calendar.local(self._station.clock.now()).date()

    def open(
        self, login: str, days: tuple[date, date], reason: str, second_login: str, second_password: str
    ) -> OpenedFigures:
        """The second person signs in beside for this alone."""
        opening = self._station.open_figures(self._keys)
        signed_in = self._station.sign_in(second_login, second_password)
        second = signed_in[0] if signed_in is not None else None
        tell = partial(message_of, chosen(), self._user, second)
        return opening.of_person(self._user, second, login, days, reason, tell)

    def figure(self, login: str) -> OpenedFigure:
        """Of somebody, while it is open."""
        return self._station.read_staff_figures().of_person(self._user, login)

    def close(self) -> int:
        """Nobody looks at figures of single people any more."""
        return self._station.open_figures(self._keys).close(self._user)
