"""What a database holds of a study for other stations, read at one moment: people, files, versions, heads."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.store.database import Database
from cati_app.store.founding import login_pepper
from cati_app.store.heads import HeadHistory, head_problem, history_of
from cati_app.store.joined import is_joined
from cati_app.store.person_rows import PersonRow, everybody, person_by_id
from cati_app.store.study_parts import FolderPart, PeoplePart
from cati_app.store.trust.head import Refusal
from cati_app.values import dataclass

_DEVICES = "SELECT id FROM device"


@dataclass(frozen=True, slots=True)
class StudyNow:
    """A study at one moment.

    Args:
        staff: Everybody with a login, who has left too.
        shares: The Shares that this machine has, by number.
        pepper: What keeps a hub from trying passwords.
        devices: Those that the database knows.
        is_joined: Whether the study is not of this station, but was fetched from a hub.
    """

    history: HeadHistory
    people: PeoplePart
    folder: FolderPart
    staff: tuple[PersonRow, ...]
    shares: Mapping[int, bytes]
    pepper: bytes
    devices: frozenset[str]
    is_joined: bool


def study_now(database: Database, files: Mapping[str, bytes]) -> StudyNow:
    """Read it.

    Args:
        files: Of the study folder.

    Raises:
        EnvironmentProblem: `head_...`, `people_changed`; a database without people has nothing for others.
    """
    with database.transaction() as statements:
        history = history_of(statements, database.state, database.study)
        if history is None:
            raise head_problem(Refusal.LOWER)
        numbers = sorted(set(history.shares().values()))
        shares = {n: share for n in numbers if (share := database.state.share(n)) is not None}
        rows = (person_by_id(statements, user.id) for user in everybody(statements))
        return StudyNow(
            history,
            PeoplePart.of(statements, shares),
            FolderPart.of(statements, files),
            tuple(row for row in rows if row is not None),
            shares,
            login_pepper(statements),
            frozenset(row[0] for row in statements.all(_DEVICES)),
            is_joined(statements),
        )
