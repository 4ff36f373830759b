"""What the page of the code frame shows."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FrameOption:
    """A code of an axis.

    Args:
        digit: That picks it now; blank where the axis is not the one in hand.
        is_picked: Of this unit.
    """

    code: str
    label: str
    digit: str = ""
    is_picked: bool = False


@dataclass(frozen=True, slots=True)
class AxisColumn:
    """An axis with its codes.

    Args:
        hint: How many codes it takes, or what both coders gave.
        is_current: Digits are for it.
    """

    title: str
    hint: str
    options: tuple[FrameOption, ...]
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class UnitsState:
    """The page.

    Args:
        side: Progress and steps, a line each.
        empty: Why there is no unit, and what to do; blank: there is one.
        typed: Letters that codes are searched by.
        suggested: Codes of units that read like this one, with how many of the votes fell to each.
        meaning: Of the code picked last, a line each.
        agreement: How far both agree, a line each.
        form: Another one is another unit.
        buttons: What each command does now, by its name.
    """

    side: tuple[str, ...] = ()
    share: float = 0.0
    empty: str = ""
    counted: str = ""
    text: str = field(default="", repr=False)
    right_to_left: bool = False
    axes: tuple[AxisColumn, ...] = ()
    target: str = ""
    typed: str = ""
    suggested: str = ""
    meaning: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    form: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    message: str = ""
    tone: Tone = Tone.PLAIN
