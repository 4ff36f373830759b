"""Figures of one person, opened by two people, looked at, and closed again; on one machine, and at a hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from cati_app.domain.errors import UNANSWERED, EnvironmentProblem
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_staff_figures import OpenedFigure
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen
from cati_app.texts.opened_figures import message_of


class OpenedFiguresHere:
    """Implements `FiguresDesk`.

    Args:
        read: Where the whole study is.
    """

    def __init__(self, station: Station, keys: HeldKeys, user: User, read: Station) -> None:
        self._station = station
        self._keys = keys
        self._user = user
        self._read = read
        self.is_told = True
        """Whether the hub has what was opened last, so that the person reads of it at any station."""

    def today(self) -> date:
        """On the study's clock."""
        return self._station.rules.calendar.local(self._station.clock.now()).date()

    def open(
        self, login: str, days: tuple[date, date], reason: str, second_login: str, second_password: str
    ) -> OpenedFigures:
        """The second person signs in beside for this alone. EnvironmentProblem: the hub does not answer."""

        def opened() -> OpenedFigures:
            signed_in = self._station.sign_in(second_login, second_password)
            return self.of_person(None if signed_in is None else signed_in[0], login, days, reason)

        return self.told(partial(self._station.hub.in_store, opened))

    def of_person(self, second: User | None, login: str, days: tuple[date, date], reason: str) -> OpenedFigures:
        """Of one interviewer, with somebody who has signed in beside."""
        opening = self._station.open_figures(self._keys, self._read)
        tell = partial(message_of, chosen(), self._user, second)
        return opening.of_person(self._user, second, login, days, reason, tell)

    def of_everybody(self, second: User | None, agreement: str, agreed_on: date) -> OpenedFigures:
        """Of each, with somebody who has signed in beside."""
        opening = self._station.open_figures(self._keys, self._read)
        tell = partial(message_of, chosen(), self._user, second)
        return opening.of_everybody(self._user, second, agreement, agreed_on, tell)

    def told(self, open_: Callable[[], OpenedFigures]) -> OpenedFigures:
        """Open only where the message to the person can go at once; one that is cut off goes with the next contact.

        Raises:
            EnvironmentProblem: the hub does not answer; nothing was opened.
        """
        if not self._station.opened.has_cases_elsewhere():
            return open_()
        team = self._station.hub.team(self._user, self._keys)
        team.all()
        opened = open_()
        try:
            team.all()
        except EnvironmentProblem as problem:
            if problem.code not in UNANSWERED:
                raise
            self.is_told = False
        return opened

    def figure(self, login: str) -> OpenedFigure:
        """Of somebody, while it is open."""
        return self._read.read_staff_figures(self._station).of_person(self._user, login)

    def close(self) -> int:
        """Nobody looks at figures of single people any more."""
        return self._station.open_figures(self._keys, self._read).close(self._user)
