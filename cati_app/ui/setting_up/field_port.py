"""What the pages after the study folder work with: people, the sample, a rehearsal, the release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from cati_app.domain.errors import RuleViolation
from cati_app.ui.stage.runner import Progress
from cati_app.values import dataclass

Options = tuple[tuple[str, str], ...]
"""What can be picked: key and label."""


@dataclass(frozen=True, slots=True)
class BegunStudy:
    """A study whose database is open.

    Args:
        has_people: Somebody can sign in; else its first supervisor is asked for.
    """

    title: str
    has_people: bool


@dataclass(frozen=True, slots=True)
class SheetShown:
    """The recovery sheet, and which groups are to be typed back.

    Args:
        rows: Of both pages, as they are written down.
        groups: Number of a group of page 1, and of one of page 2.
    """

    rows: tuple[str, ...] = field(repr=False)
    groups: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column of a sample file; `examples` are shortened and masked, `options` what it may hold."""

    name: str
    examples: str
    role: str
    options: Options


@dataclass(frozen=True, slots=True)
class SampleTrial:
    """What came, or would come, of a sample file, in words.

    Args:
        cases: New ones; none: there is nothing to bring in.
        problem: What keeps it from being tried; blank: nothing.
    """

    lines: tuple[str, ...]
    cases: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cases that are not released, by portion; and how many can be called already."""

    portions: tuple[int, ...]
    released: int


class FieldServices(Protocol):
    """Everything runs in a lane, but what is an attribute.

    EnvironmentProblem and RuleViolation say what is in the way; nothing is half done then.
    """

    roles: Options
    languages: str
    """Codes of the study, with commas; known once it is open."""

    def open(self, folder: Path, passphrase: str) -> BegunStudy:
        """Open its database, or make it. EnvironmentProblem: `passphrase_needed` and others."""
        ...

    def begin(self, login: str, name: str, password: str) -> None:
        """The first supervisor, who is at work then."""
        ...

    def sign_in(self, login: str, password: str) -> None:
        """A supervisor goes on. RuleViolation: `wrong_login`, `supervisor_needed`."""
        ...

    def sheet(self) -> SheetShown | None:
        """The recovery sheet; None: it is on paper already."""
        ...

    def save_sheet(self, path: str) -> None:
        """Both pages as a file to be printed."""
        ...

    def confirm_sheet(self, groups: tuple[int, int], of_page_1: str, of_page_2: str) -> None: ...

    def add(self, login: str, name: str, role: str, languages: str) -> str:
        """A further person; the start code, which is shown once."""
        ...

    def look(self, path: str) -> tuple[AskedColumn, ...]:
        """The columns of a sample file."""
        ...

    def bring_in(self, roles: Sequence[str], portion_text: str, progress: Progress, *, store: bool) -> SampleTrial:
        """Import the file that was looked at last, all or nothing; or only look what would come of it."""
        ...

    def proposed(self) -> tuple[int, int, int]:
        """Interviewers at once, days of work and numbers that a rehearsal of this study begins with."""
        ...

    def rehearse(self, seats: str, days: str, numbers: str, folder: str, progress: Progress) -> tuple[str, ...]:
        """Play a field in a folder of its own; the lines of its page."""
        ...

    def waiting(self) -> Waiting: ...

    def release(self, portions: str) -> int:
        """Open the next portions; how many cases came into the queue."""
        ...

    def close(self) -> None:
        """The database closes; on the main thread, with no work under way."""
        ...

    def rule_words(self, rule: RuleViolation) -> str: ...


EndedField = Callable[[bool], None]
"""Called where nothing is left to do (True), or somebody leaves in the middle (False)."""
