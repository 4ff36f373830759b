"""Composition root of the tab of people: use cases of people and the sheet behind what the presenter asks for."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.sheet import GROUPS
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.team import TeamMember
from cati_app.fieldwork.ports.hub import at_once
from cati_app.station.opening import Station
from cati_app.station.sheets import pages_of, read_paper, save_sheet, synced_by
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.ui.desk.people.port import (
    NewPerson,
    PeopleFacts,
    PersonLine,
    SheetCheck,
    SheetStanding,
    Standing,
    StartCode,
)
from cati_app.ui.stage.paper_states import PaperLine, PaperPage

if TYPE_CHECKING:
    from cati_app.station.people_at_hub import PeopleAtHub

_ROWS = 10_000  # about what a sample has, for a bar before its end is known


class StationPeople:
    """The desk's `PeopleDesk` for one supervisor.

    Args:
        language: Of the paper.
        read_from: A copy of what a hub has, where that has the cases.
    """

    def __init__(
        self, station: Station, keys: HeldKeys, user: User, language: str, read_from: Station | None = None
    ) -> None:
        self._station, self._keys, self._user, self._language = station, keys, user, language
        self._whole = read_from.opened if read_from is not None else None
        self._told: PeopleAtHub | None = None

    def facts(self) -> PeopleFacts:
        """Everybody, and where the sheet stands."""
        team = self._station.people.read_team(self._keys, self._whole)(self._user)
        sheet = self._station.people.read_sheet_in_force(self._keys)(self._user)
        lines = tuple(map(self._line, team))
        if sheet is None:
            return PeopleFacts(lines, SheetStanding.NOT_NEEDED)
        standing = SheetStanding.CONFIRMED if sheet.is_confirmed else SheetStanding.WAITS
        return PeopleFacts(lines, standing, sheet.number, self._local(sheet.made_at))

    def add(self, person: NewPerson) -> StartCode:
        """A new person with a start code."""
        user, code = self._station.people.add_person(self._keys).with_code(
            self._user, person.login, person.name, person.role, person.languages, person.skills
        )
        return StartCode(user.name, user.login, code)

    def change_password(self, old: str, new: str) -> None:
        """Of whoever is at work."""
        in_store = self._station.hub.lane if self._station.hub.takes_passwords else at_once
        self._station.people.change_own_password(self._keys, in_store)(self._user, old, new)

    @property
    def stop_waiting(self) -> Callable[[], None] | None:
        """Lets go of the hub that is to take a password; None where none is asked."""
        return self._station.people.stop_waiting if self._station.hub.takes_passwords else None

    @property
    def tell_hub(self) -> Callable[[], None] | None:
        """Brings what was changed to the hub; None where none has the people of this study from this station."""
        station = self._station
        return self._tell if station.hub.takes_passwords and not station.opened.is_joined() else None

    def _tell(self) -> None:
        self.stop_telling()  # of what waited: it goes with this
        with self._station.hub.telling:
            self._people_at_hub().tell()

    def tell_waiting(self) -> bool:
        """Brings what was changed without a line; whether something was, and the hub knows it now."""
        with self._station.hub.telling:
            return self._people_at_hub().tell_waiting()

    def _people_at_hub(self) -> PeopleAtHub:
        from cati_app.station.people_at_hub import PeopleAtHub  # noqa: PLC0415 - most studies have no hub

        self._told = PeopleAtHub(self._station, self._user, self._keys, self._station.hub.lane)
        return self._told

    def stop_telling(self) -> None:
        """Lets go of the hub that is being told."""
        if self._told is not None:
            self._told.let_go()

    def reset(self, person_id: str) -> StartCode:
        """New keys for somebody."""
        code = self._station.people.reset_password(self._keys)(self._user, UserId(person_id))
        person = next(user for user in self._station.logins() if user.id == person_id)
        return StartCode(person.name, person.login, code)

    def deactivate(self, person_id: str) -> None:
        """Somebody leaves."""
        self._station.people.deactivate_person(self._keys)(self._user, UserId(person_id))

    def set_abilities(self, person_id: str, languages: tuple[str, ...], skills: tuple[str, ...]) -> None:
        """What somebody speaks and is trained for."""
        change = self._station.people.change_person(self._keys)
        change(self._user, UserId(person_id), languages=languages, skills=skills)

    def rename(self, person_id: str, login: str, name: str) -> None:
        """Another login or name."""
        self._station.people.change_person(self._keys)(self._user, UserId(person_id), login=login, name=name)

    def rotate(self) -> None:
        """New secrets for the same people."""
        self._station.people.rotate_keys(self._keys)(self._user)

    # -- the sheet ----------------------------------------------------------------------------------------------

    def sheet(self) -> tuple[PaperPage, ...]:
        """Both pages, to be drawn."""
        facts = read_paper(self._station, self._user, self._keys, self._language)
        return tuple(
            PaperPage(
                page.title,
                page.width,
                page.height,
                tuple(PaperLine(line.x, line.y, line.size, line.strong, line.text) for line in page.lines),
                tuple((box.x, box.y, box.width, box.height) for box in page.boxes),
            )
            for page in pages_of(facts, self._language)
        )

    def check_of_sheet(self) -> SheetCheck:
        """Which groups are asked for."""
        return SheetCheck(secrets.randbelow(GROUPS) + 1, secrets.randbelow(GROUPS) + 1)

    def confirm_sheet(self, check: SheetCheck, root_group: str, share_group: str) -> None:
        """Two groups typed back."""
        confirm = self._station.people.confirm_sheet(self._keys)
        confirm(self._user, (check.root_group, root_group), (check.share_group, share_group))

    def renew_sheet(self, second_login: str, second_password: str) -> None:
        """A new sheet; the second supervisor signs in for it."""
        second, beside = None, None
        if second_login:
            signed_in = self._station.sign_in(second_login, second_password)
            if signed_in is None:
                raise RuleViolation("wrong_second_login")
            second, beside = signed_in
        self._station.people.renew_sheet(self._keys, beside)(self._user, second)

    def synced_by(self, path: str) -> str:
        """The program that copies this folder elsewhere."""
        return synced_by(Path(path))

    def save_sheet(self, path: str) -> None:
        """Both pages as a file."""
        facts = read_paper(self._station, self._user, self._keys, self._language)
        save_sheet(self._station, facts, Path(path), self._language)

    def load_sample(self, progress: Callable[[float], None]) -> int:
        """The sample that study.yaml names."""
        report = self._station.load_sample(self._keys, lambda rows: progress(rows / (rows + _ROWS)))
        return report.counts.added if report is not None else 0

    def _line(self, member: TeamMember) -> PersonLine:
        user = member.user
        standing = Standing.GONE if not user.active else Standing.WAITS if member.has_code else Standing.ACTIVE
        at = self._local(member.last_sign_in) if member.last_sign_in is not None else None
        return PersonLine(
            user.id,
            user.number,
            user.login,
            user.name,
            user.role,
            user.languages,
            user.skills,
            standing,
            at,
            user.id == self._user.id,
        )

    def _local(self, at: datetime) -> datetime:
        return self._station.rules.calendar.local(at)
