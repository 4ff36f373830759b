"""What the first screen asks of the rest: somebody at work, a first password, the first person of a study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Protocol

from cati_app.domain.people.users import User
from cati_app.ui.stage.role import RolePresenter
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What somebody hands out after the keys of a study were made anew, and copies that open with the old ones.

    Args:
        codes: Name, login and start code; a code is nowhere else and is shown once.
        old_copies: Paths of files.
        renamed: Logins that were one with another; the old and the new one.
    """

    codes: tuple[tuple[str, str, str], ...] = field(repr=False)
    old_copies: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, and how the presenter of the role is made: on the main thread, after signing in.

    Args:
        again: The same person at work with what is in force then; in the store's lane. RuleViolation as signing in.
        edition: How often the study was renewed here before.
    """

    user: User
    presenter: Callable[[], RolePresenter]
    new_version: str = ""  # of the study, where its questionnaire is news to the person
    handed_out: HandedOut | None = None
    again: Callable[[], SignedIn] | None = None
    edition: int = 0


@dataclass(frozen=True, slots=True)
class PasswordWanted:
    """The start code is right; a password of one's own comes before anything else."""

    login: str
    supervisor: bool


SignIn = Callable[[str, str, Callable[[float], None]], SignedIn | PasswordWanted | None]
"""Login, password and progress to a person at work; None when they do not fit. Runs in the store's lane."""


class Beginnings(Protocol):
    """First passwords. Everything runs in the store's lane; RuleViolation where a password or login is refused."""

    def begin_study(self, login: str, name: str, password: str) -> SignedIn:
        """The first supervisor of a study in which nobody can sign in yet."""
        ...

    def set_password(self, login: str, start_code: str, password: str) -> SignedIn:
        """The first password of somebody with a start code; in the lane `net` where a hub may be asked."""
        ...

    @property
    def stop_waiting(self) -> Callable[[], None] | None:
        """Lets go of the hub that is to take a password; None where none is asked."""
        ...
