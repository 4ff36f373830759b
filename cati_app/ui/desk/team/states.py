"""What the tab of the team renders."""

from __future__ import annotations

from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SeatCard:
    """A person at work.

    Args:
        key: Of the person.
        station: Its name; blank: this one.
        doing: In one word.
        detail: The question, and in which language; blank: nothing more is told.
        seconds: Since it began, when this state was made; it counts on from there. None: no clock.
        languages: That the person speaks.
        age: How old this is; blank: not worth a word.
    """

    key: str
    name: str
    station: str
    doing: str
    tone: Tone
    detail: str
    seconds: int | None
    languages: str
    age: str = ""


@dataclass(frozen=True, slots=True)
class TeamState:
    """The whole tab.

    Args:
        summary: How many do what.
        coming: The next shift.
        problem: Why the seats are older than they should be; blank: they are not.
        empty: Why there is no card.
        groups: Figures of groups.
        findings: Their interviews that ask for a look.
        groups_days: Of which days they are, and when others come; `findings_days` alike.
        sent: Messages of a week.
        opens_figures: Of one person.
    """

    cards: tuple[SeatCard, ...] = ()
    summary: str = ""
    coming: str = ""
    problem: str = ""
    empty: str = ""
    groups: TableState | None = None
    findings: TableState | None = None
    groups_days: str = ""
    findings_days: str = ""
    sent: TableState | None = None
    opens_figures: bool = False
