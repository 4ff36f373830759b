"""What the start page works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from cati_app.ui.stage.runner import Lane
from cati_app.values import dataclass

T = TypeVar("T")

Leave = Callable[[], int]
"""What comes after the page: a window, until it is closed; its exit code."""


class ListedStudy(Protocol):
    """A study of this machine, as its index has it."""

    @property
    def folder(self) -> Path: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def at_hub(self) -> bool: ...
    @property
    def rehearsal(self) -> bool: ...
    @property
    def hub(self) -> str: ...

    def is_there(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class StudiesListed:
    """What the index says.

    Args:
        opened_on: Local day of each, in the same order.
        kept: Where an index that could not be read was put; None: it could be read.
    """

    studies: Sequence[ListedStudy] = ()
    opened_on: Sequence[date] = ()
    kept: Path | None = None


class Submits(Protocol):
    """The one verb of a `Runner` that the page uses."""

    def submit(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None: ...


class StartServices(Protocol):
    """Studies of this machine, and the ways into them.

    `read`, `prepare` and `join` run in a lane, `enter`, `other_language`, `begin_new` and `preview` on the main thread.
    """

    def read(self) -> StudiesListed: ...

    def forget(self, folder: Path) -> None:
        """Take a study off the index. OSError where it cannot be written."""
        ...

    def prepare(self, folder: Path) -> object:
        """Read a study. EnvironmentProblem: `study_errors` and others."""
        ...

    def enter(self, prepared: object, passphrase: str) -> Leave:
        """Open its database; blank: without a passphrase. EnvironmentProblem: `passphrase_needed` and others."""
        ...

    def join(self, code: str, folder: Path, passphrase: str) -> None:
        """Make a study folder out of what waits at a hub. EnvironmentProblem as joining."""
        ...

    def other_language(self) -> Leave | None:
        """The page in the next language of the program; None where that is not offered."""
        ...

    def begin_new(self) -> Leave | None:
        """Set a study up; None where that is not offered."""
        ...

    def preview(self, form: Path) -> Leave | None:
        """The questionnaire as interviewers will see it; None where that is not offered."""
        ...
