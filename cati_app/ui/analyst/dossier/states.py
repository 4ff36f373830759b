"""What the page of the dossier shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.chart_states import SharesState
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of the list, and how it stands."""

    key: str
    label: str
    standing: str


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """A question to residents.

    Args:
        picture: A bar for all and for each group that can be told; None: none can.
        told: The same in words, for whoever does not see it.
        hidden: How many groups cannot be told; blank: all can.
    """

    wording: str
    picture: SharesState | None
    told: str
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class DossierState:
    """The page.

    Args:
        empty: Why there is no theme, and what fills the page; blank: there is one.
        experts: What experts say, a line each: persons, never percentages.
        items: What residents answer.
        differences: Groups that differ, a line each.
        proposal: Of the rule.
        relation: That was decided; blank: nobody has.
        sentence: That says it.
        question: For the participation.
        decided: By whom and when, with how many versions.
        buttons: What each command does now, by its name.
    """

    themes: tuple[ThemeLine, ...] = ()
    selected: str = ""
    empty: str = ""
    progress: str = ""
    label: str = ""
    experts: tuple[str, ...] = ()
    quotes: tuple[str, ...] = field(default=(), repr=False)
    items: tuple[ItemPicture, ...] = ()
    differences: tuple[str, ...] = ()
    proposal: str = ""
    relation: str = ""
    sentence: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    decided: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()
