"""A desk of people in memory, with three people, a sheet, and what it was asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import Role
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

CODE = "ABCD-EFGH-JKMN"
_AT = datetime(2026, 11, 24, 16, 5)  # noqa: DTZ001 - only its figures are shown
PAGES = tuple(
    PaperPage(f"Page {n}", 595, 842, (PaperLine(60, 80, 20, strong=True, text=f"SECRET{n}"),), ((400, 60, 90, 90),))
    for n in (1, 2)
)


def line(number: int, login: str, role: Role, standing: Standing = Standing.ACTIVE) -> PersonLine:
    """A person whose id is the login."""
    at = _AT if standing is Standing.ACTIVE else None
    return PersonLine(login, number, login, login.title(), role, ("de",), (), standing, at, login == "sue")


class FakePeopleDesk:
    """Implements `PeopleDesk`. `refuse` is raised by the next change; `synced` names who copies every folder."""

    def __init__(self, sheet: SheetStanding = SheetStanding.CONFIRMED) -> None:
        self.people = [
            line(1, "sue", Role.SUPERVISOR),
            line(2, "ann", Role.INTERVIEWER),
            line(3, "old", Role.INTERVIEWER, Standing.GONE),
        ]
        self.standing = sheet
        self.done: list[tuple[object, ...]] = []
        self.refuse: Exception | None = None
        self.stop_waiting: Callable[[], None] | None = None
        self.tell_hub: Callable[[], None] | None = None
        self.waits_for_line = False
        self.has_let_go = False
        self.synced = ""
        self.changed_outside = False
        self.cases_in_sample = 0
        self.sample_missing = False

    def _do(self, *what: object) -> None:
        if self.refuse is not None:
            refused, self.refuse = self.refuse, None
            raise refused
        self.done.append(what)

    def facts(self) -> PeopleFacts:
        if self.changed_outside:
            raise EnvironmentProblem("people_changed", "Rows are not as they were signed.", "Restore a backup.")
        return PeopleFacts(tuple(self.people), self.standing, 1, _AT)

    def add(self, person: NewPerson) -> StartCode:
        self._do("add", person)
        added = line(len(self.people) + 1, person.login, person.role, Standing.WAITS)
        self.people.append(replace(added, name=person.name, languages=person.languages, skills=person.skills))
        return StartCode(person.name, person.login, CODE)

    def change_password(self, old: str, new: str) -> None:
        self._do("change_password", old, new)

    def tell_waiting(self) -> bool:
        if not self.waits_for_line:
            return False
        assert self.tell_hub is not None
        self.tell_hub()
        self.waits_for_line = False
        return True

    def stop_telling(self) -> None:
        self.has_let_go = True

    def reset(self, person_id: str) -> StartCode:
        self._do("reset", person_id)
        return StartCode(person_id.title(), person_id, CODE)

    def deactivate(self, person_id: str) -> None:
        self._do("deactivate", person_id)
        self.people = [
            replace(known, standing=Standing.GONE) if known.id == person_id else known for known in self.people
        ]

    def set_abilities(self, person_id: str, languages: tuple[str, ...], skills: tuple[str, ...]) -> None:
        self._do("set_abilities", person_id, languages, skills)

    def rename(self, person_id: str, login: str, name: str) -> None:
        self._do("rename", person_id, login, name)

    def rotate(self) -> None:
        self._do("rotate")

    def sheet(self) -> tuple[PaperPage, ...]:
        if self.standing is not SheetStanding.WAITS:
            raise RuleViolation("sheet_on_paper")
        return PAGES

    def check_of_sheet(self) -> SheetCheck:
        return SheetCheck(5, 11)

    def confirm_sheet(self, check: SheetCheck, root_group: str, share_group: str) -> None:
        if (root_group.upper(), share_group.upper()) != ("AAAA", "BBBB"):
            raise RuleViolation("sheet_group_wrong", page=1, group=check.root_group)
        self._do("confirm_sheet", check)
        self.standing = SheetStanding.CONFIRMED

    def renew_sheet(self, second_login: str, second_password: str) -> None:
        self._do("renew_sheet", second_login, second_password)
        self.standing = SheetStanding.WAITS

    def synced_by(self, path: str) -> str:
        return self.synced

    def save_sheet(self, path: str) -> None:
        if "missing" in path:
            raise EnvironmentProblem("out_unwritable", "It cannot be written.", "Name another folder.")
        self._do("save_sheet", path)

    def load_sample(self, progress: Callable[[float], None]) -> int:
        progress(0.5)
        if self.sample_missing:
            raise EnvironmentProblem("sample_missing", "There is none.", "Bring one in.")
        self._do("load_sample")
        return self.cases_in_sample
