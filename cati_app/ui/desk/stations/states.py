"""What the tab of the stations renders: the list, and what was kept aside."""

from __future__ import annotations

from enum import StrEnum

from cati_app.ui.desk.states import TableState
from cati_app.values import dataclass


class StationsStep(StrEnum):
    """The page in front."""

    LIST = "list"
    ASIDE = "aside"


_NONE = TableState("stations", "", (), ())


@dataclass(frozen=True, slots=True)
class StationsState:
    """The stations and what can be done with the one that is selected.

    Args:
        news: What somebody should look at first; blank: nothing.
        figures: What is held and kept aside, in one line.
        pause: What the key of pausing does to the selected one, in words.
        can_go_on: The hub waits for stations, and lends nothing meanwhile.
    """

    table: TableState = _NONE
    news: str = ""
    figures: str = ""
    pause: str = ""
    can_pause: bool = False
    can_write_off: bool = False
    can_readmit: bool = False
    can_go_on: bool = False
    can_look_aside: bool = False


@dataclass(frozen=True, slots=True)
class AsideState:
    """What the hub kept aside, and nobody has decided about."""

    table: TableState = _NONE
    can_decide: bool = False
