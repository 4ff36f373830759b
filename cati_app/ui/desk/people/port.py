"""What the tab of people asks of the rest: people, what is changed about them, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cati_app.domain.people.users import Role
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.values import dataclass


class Standing(StrEnum):
    """Where a person stands with the study."""

    ACTIVE = "active"
    WAITS = "waits"  # has a start code and has not signed in with it
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person; times are in the study's time zone."""

    id: str
    number: int
    login: str
    name: str
    role: Role
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    standing: Standing
    last_sign_in: datetime | None = None
    is_self: bool = False


class SheetStanding(StrEnum):
    """What is known of the recovery sheet."""

    NOT_NEEDED = "not_needed"  # demo, practice
    WAITS = "waits"  # nobody has typed two groups back yet
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Everybody, by number, and the sheet."""

    people: tuple[PersonLine, ...]
    sheet: SheetStanding
    share_number: int = 1
    sheet_made_at: datetime | None = None

    @property
    def supervisors(self) -> int:
        """How many active supervisors there are: a new sheet takes two of them where there are two."""
        return sum(line.role is Role.SUPERVISOR and line.standing is Standing.ACTIVE for line in self.people)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added."""

    login: str
    name: str
    role: Role
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartCode:
    """With what somebody signs in for the first time; it is nowhere else and is shown once."""

    name: str
    login: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """Which groups (from 1) are to be typed back of page 1 and of page 2."""

    root_group: int
    share_group: int


class PeopleDesk(Protocol):
    """The people of the study, for a supervisor. Everything runs in the store's lane; RuleViolation where refused."""

    def facts(self) -> PeopleFacts:
        """Everybody, and where the sheet stands. EnvironmentProblem where rows are not as they were signed."""
        ...

    def add(self, person: NewPerson) -> StartCode:
        """A new person."""
        ...

    def change_password(self, old: str, new: str) -> None:
        """Of whoever is at work; in the lane `net` where a hub may be asked."""
        ...

    @property
    def stop_waiting(self) -> Callable[[], None] | None:
        """Lets go of the hub that is to take a password; None where none is asked."""
        ...

    @property
    def tell_hub(self) -> Callable[[], None] | None:
        """Brings what was changed to the hub, in the lane `net`; None where none has the people of this study.

        EnvironmentProblem: as asking a hub; `tell_waiting` brings it then.
        """
        ...

    def tell_waiting(self) -> bool:
        """Brings what was changed without a line, in the lane `net`; whether something was, and the hub knows it now.

        RuleViolation, EnvironmentProblem: as `tell_hub`.
        """
        ...

    def stop_telling(self) -> None:
        """Lets go of the hub that is being told."""
        ...

    def reset(self, person_id: str) -> StartCode:
        """New keys for somebody whose password is lost or known to others."""
        ...

    def deactivate(self, person_id: str) -> None:
        """Take everything away from somebody; the secrets of the study are renewed."""
        ...

    def set_abilities(self, person_id: str, languages: tuple[str, ...], skills: tuple[str, ...]) -> None:
        """What somebody speaks and is trained for."""
        ...

    def rename(self, person_id: str, login: str, name: str) -> None:
        """Another login or name; what is the same stays."""
        ...

    def rotate(self) -> None:
        """New secrets of the study, for the same people."""
        ...

    # -- the sheet ----------------------------------------------------------------------------------------------

    def sheet(self) -> tuple[PaperPage, ...]:
        """The pages that wait to be confirmed. RuleViolation `sheet_confirmed`: they are on paper only."""
        ...

    def check_of_sheet(self) -> SheetCheck:
        """Which groups are asked for; others each time."""
        ...

    def confirm_sheet(self, check: SheetCheck, root_group: str, share_group: str) -> None:
        """Two groups typed back. RuleViolation `sheet_misread`."""
        ...

    def renew_sheet(self, second_login: str, second_password: str) -> None:
        """New secrets on a new sheet, which then waits to be confirmed; the login is blank where one is alone."""
        ...

    def synced_by(self, path: str) -> str:
        """The program that copies this folder elsewhere, by its name; blank: none that is known."""
        ...

    def save_sheet(self, path: str) -> None:
        """Both pages as a PDF file. EnvironmentProblem `out_protected`, `out_unwritable`, `out_other_kind`."""
        ...

    def load_sample(self, progress: Callable[[float], None]) -> int:
        """The sample that study.yaml names, once the sheet is confirmed; how many cases came in."""
        ...
