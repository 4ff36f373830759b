"""What differs between a study and the edition of it that its hub has, for whoever is told before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.ids import CellId
from cati_app.domain.people.users import Role
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.steering import SteeredCell
from cati_app.study.settings_compared import ChangedSetting, changed_settings
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PublishedPerson:
    """Who takes part, as an edition says it.

    Args:
        active: False: the person has left.
    """

    login: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class StudyState:
    """What an edition holds, or would hold.

    Args:
        files: Of the study folder.
        versions: Hashes of the versions of the questionnaire.
    """

    people: Sequence[PublishedPerson]
    quota: QuotaPlan | None
    files: Mapping[str, bytes]
    versions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """How many interviews a cell shall have, before and now; None: the cell was not there, or is not any more."""

    cell: CellId
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class OvertakenTarget:
    """A cell that has more than it shall have from now on.

    Args:
        taken: Interviews that count, and places held for those that are on their way.
    """

    cell: CellId
    now: int
    taken: int


@dataclass(frozen=True, slots=True)
class EndedTarget:
    """A target that a supervisor changed, and that the plan's new number ends."""

    cell: CellId
    target: int


@dataclass(frozen=True, slots=True)
class Differences:
    """What changes for everybody who works on the study.

    Args:
        come: Logins that are new, or active again.
        left: Logins of people who were active and are not any more.
        roles: Login, role before, role now.
        settings: Of study.yaml, without the targets where a cell tells them.
        files: Names of other files that are new, changed or gone.
        versions: New versions of the questionnaire.
    """

    come: tuple[str, ...]
    left: tuple[str, ...]
    roles: tuple[tuple[str, Role, Role], ...]
    targets: tuple[ChangedTarget, ...]
    settings: tuple[ChangedSetting, ...]
    files: tuple[str, ...]
    versions: int

    def overtaken(self, counts: Sequence[CellCount]) -> tuple[OvertakenTarget, ...]:
        """Cells whose new target is below what they have already."""
        taken = {count.cell_id: count.taken for count in counts}
        return tuple(
            OvertakenTarget(target.cell, target.now or 0, taken[target.cell])
            for target in self.targets
            if taken.get(target.cell, 0) > (target.now or 0)
        )

    def ended(self, cells: Sequence[SteeredCell]) -> tuple[EndedTarget, ...]:
        """Targets of supervisors that do not hold any more from now on."""
        named = {target.cell for target in self.targets}
        return tuple(
            EndedTarget(cell.count.cell_id, cell.count.target)
            for cell in cells
            if cell.count.cell_id in named and cell.count.target != cell.planned
        )


def differences(before: StudyState, now: StudyState) -> Differences:
    """What the newer state changes."""
    were, are = ({person.login: person for person in state.people} for state in (before, now))
    both = [(were[login], are[login]) for login in are if login in were]
    names = sorted(name for name in {*before.files, *now.files} if before.files.get(name) != now.files.get(name))
    return Differences(
        come=tuple(login for login, person in are.items() if person.active and not _is_active(were.get(login))),
        left=tuple(login for login, person in were.items() if person.active and not _is_active(are.get(login))),
        roles=tuple((p.login, p.role, q.role) for p, q in both if p.active and q.active and p.role is not q.role),
        targets=_changed_targets(before.quota, now.quota),
        settings=changed_settings(before.files.get(STUDY_SHEET, b""), now.files.get(STUDY_SHEET, b"")),
        files=tuple(name for name in names if name != STUDY_SHEET),
        versions=len(now.versions - before.versions),
    )


def _is_active(person: PublishedPerson | None) -> bool:
    return person is not None and person.active


def _changed_targets(before: QuotaPlan | None, now: QuotaPlan | None) -> tuple[ChangedTarget, ...]:
    were, are = (plan.all_targets() if plan is not None else {} for plan in (before, now))
    cells = [*are, *(cell for cell in were if cell not in are)]
    return tuple(
        ChangedTarget(cell, were.get(cell), are.get(cell)) for cell in cells if were.get(cell) != are.get(cell)
    )
