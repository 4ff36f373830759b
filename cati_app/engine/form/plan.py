"""The way through a questionnaire as it was written: screens in order, repeats with the screens of one row."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.engine.form.screen import ScreenLayout
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """The questions of one screen."""

    index: int
    questions: tuple[int, ...]
    layout: ScreenLayout = ScreenLayout.SINGLE
    group: int = 0  # list or grid: the group whose label introduces it


@dataclass(frozen=True, slots=True)
class RepeatPlan:
    """The screens of one row of a repeat; an open repeat ends with the screen `more`."""

    index: int  # number of its first screen
    node: int
    frame: int
    items: tuple[ScreenPlan | RepeatPlan, ...]
    more: ScreenPlan | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """What keeps together when a group is asked in random order: numbers of screens, or of questions on one screen."""

    first: int
    last: int
    fixed: bool = False  # keeps its position


@dataclass(frozen=True, slots=True)
class Shuffle:
    """A group whose questions and blocks are asked in a different order in every interview (`cati_order`)."""

    group: int
    units: tuple[Unit, ...]
    screen: int = -1  # the rows of this screen; -1: whole screens


def flat(items: Sequence[ScreenPlan | RepeatPlan]) -> list[ScreenPlan]:
    """The screens of a plan in order."""
    screens: list[ScreenPlan] = []
    for item in items:
        if isinstance(item, ScreenPlan):
            screens.append(item)
        else:
            screens += flat(item.items)
            if item.more is not None:
                screens.append(item.more)
    return screens
