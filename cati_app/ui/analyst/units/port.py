"""What the page of the code frame asks of the program; every call is for the store's lane, or a lane of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from cati_app.domain.coding.code_frame import CodeFrame, UnitCodes
from cati_app.domain.coding.coding_work import CodingOverview
from cati_app.domain.ids import UserId
from cati_app.values import dataclass

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.domain.coding.suggested_codes import Suggestions
    from cati_app.domain.coding.work_agreement import AgreementFigure
    from cati_app.fieldwork.monitor.unit_codings import UnitsRead


@dataclass(frozen=True, slots=True)
class UnitsToCode:
    """Units of a study as one person codes them.

    Args:
        me: Who sits there.
        overview: As of this reading.
        suggestions: From what both agreed on or somebody decided; None: nothing is suggested now.
        labels: Of questions, by name.
        right_to_left: Codes of languages.
    """

    me: UserId
    frame: CodeFrame
    read: UnitsRead
    overview: CodingOverview
    suggestions: Suggestions | None
    labels: dict[str, str]
    right_to_left: Collection[str] = ()


class UnitsDesk(Protocol):
    """Units of a study and their codes."""

    def read(self) -> UnitsToCode:
        """All of them.

        Raises:
            EnvironmentProblem: `frame_needed`, `whole_study_coming`.
        """
        ...

    def give(self, read: UnitsRead, unit: str, codes: UnitCodes | None, *, suggested: bool, repeat: bool) -> UnitsRead:
        """Give codes to a unit; None: take back. RuleViolation: as `CodeUnits.code`."""
        ...

    def decide(self, read: UnitsRead, unit: str, codes: UnitCodes) -> UnitsRead:
        """Decide where two differ. RuleViolation: as `CodeUnits.adjudicate`."""
        ...

    def join(self) -> None:
        """Code from now on. RuleViolation: as `CodeUnits.join`."""
        ...

    def agreement(self, read: UnitsRead) -> tuple[AgreementFigure, ...]:
        """How far both agree, which may take seconds."""
        ...
