"""What a hub asks of whatever keeps its databases, and what it says where one is missing or damaged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.hub.parts import Part
from cati_app.store.statements import Statements


class HubStore(Protocol):
    """A database of a hub: its own, or that of one study. All calls come from one thread."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable once it ends. What the engine refuses is said in words."""
        ...

    def part(self, *, saved: bool = True) -> Part:
        """The statements of a part of the transaction under way.

        Args:
            saved: Whether it can be undone alone.
        """
        ...

    def reading(self) -> AbstractContextManager[Statements]:
        """Statements that see one state and change nothing."""
        ...

    def prove_room(self, statements: Statements) -> None:
        """Write as much as a request brings, and undo it: what it raises says that the disk takes no more."""
        ...

    def owes_rest(self) -> bool:
        """Whether something was deleted that a journal may still hold."""
        ...

    def rest(self) -> None:
        """While nobody asks: nothing of what was deleted stays in a journal. Where it cannot be, it is owed still."""
        ...

    def is_under_way(self) -> bool:
        """Whether the transaction that was begun is there still."""
        ...

    def is_conflict(self, error: BaseException) -> bool:
        """Whether the whole transaction is to be done once more, because another one stood in its way."""
        ...

    def problem_of(self, error: BaseException) -> EnvironmentProblem | None:
        """What an error of the engine means in words; None where the engine is not to blame."""
        ...

    def close(self) -> None:
        """Let go of it; may be called twice."""
        ...


class Watch(Protocol):
    """Tells whether a database was changed, by whomever."""

    def state(self) -> int:
        """Another number than before once anything was committed since."""
        ...

    def close(self) -> None:
        """Let go of it; may be called twice."""
        ...


class HubStorage(Protocol):
    """Where the databases of a hub are: files of its folder, or schemas of a server."""

    def check_free(self) -> None:
        """Whether a new hub has room there. EnvironmentProblem: `hub_there`."""
        ...

    def make(self, hub_id: str, address: str, made_at: str, epoch_id: str) -> None:
        """A new hub in its first epoch, whole or not at all. EnvironmentProblem: `hub_there`."""
        ...

    def hub(self, *, writable: bool = True, beside: bool = False) -> HubStore:
        """What belongs to the hub as a whole.

        Args:
            writable: False for who only reads figures.
            beside: For who reads or writes a moment beside the program that serves.
        """
        ...

    def study(self, study: str, *, writable: bool = True) -> HubStore:
        """A study, made where there is none yet and brought to the newest form; read alone, it is as it is.

        Args:
            study: Its id, 32 hexadecimal digits.
        """
        ...

    def watch(self) -> Watch | None:
        """Over what belongs to the hub as a whole; None: it costs as much as to ask."""
        ...

    def statistics(self) -> Callable[[str], object] | None:
        """Has the engine look at tables of a study that grew much, beside everything else; None: it needs none."""
        ...

    def serves_alone(self) -> bool:
        """Whether one program at most serves the hub at a time."""
        ...

    def confirmed_by(self) -> str | None:
        """Standbys that have each write before it is acknowledged; blank: none; None: files have no standbys."""
        ...

    def studies(self) -> tuple[str, ...]:
        """Ids of the studies there are, in order."""
        ...


def hub_missing(folder: Path) -> EnvironmentProblem:
    """There is none."""
    return EnvironmentProblem(
        "hub_missing",
        Phrase("There is no hub in the folder {folder}.", folder=folder),
        "`cati hub init FOLDER --address https://hub.example:8443` makes one. Where its databases are on a PostgreSQL"
        " server, name the address of that with --database-url-file.",
    )


def hub_there(folder: Path) -> EnvironmentProblem:
    """There is one already."""
    return EnvironmentProblem(
        "hub_there",
        Phrase("There is a hub in the folder {folder} already. Nothing was changed.", folder=folder),
        "`cati hub status FOLDER` tells of it; name another folder for another one.",
    )


def hub_damaged() -> EnvironmentProblem:
    """It cannot be what it should be."""
    return EnvironmentProblem(
        "hub_damaged",
        "The database of the hub is damaged.",
        "Keep a copy of the folder and bring the newest good copy back; then `cati hub serve FOLDER --restored`, and"
        " the stations send again what it lacks.",
    )
