"""What is tabulated, as a study keeps it: filters, recodes, banners, nets and the tables themselves.

Texts are in one language here. Values are named as margins of weights name them: by the choice's name or code, of a
number by a range such as `16-29` or `4+`; a reason for a missing value by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.tabulation.chance import SampleDesign
from cati_app.domain.tabulation.small_cells import LIMIT
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Values that are one category, or one net of a question."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recode:
    """A variable made of another: what belongs to none of its categories has no value."""

    name: str
    variable: str
    text: str
    categories: tuple[ValueGroup, ...]


@dataclass(frozen=True, slots=True)
class TableFilter:
    """Who is in a table: of each variable named one of the values."""

    name: str
    text: str
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Banner:
    """The columns of a table beside that of all interviews: the categories of these variables."""

    name: str
    text: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedTable:
    """One table; blank: the first banner, no filter."""

    question: str
    banner: str = ""
    filter: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The tables of a study.

    Args:
        recodes: By name, in order: one may be made of one before it.
        tables: None at all: a table of every question with the first banner.
        nets: By question.
        design: Of the sample.
        intervals: Whether shares are told with intervals; None: as the design allows.
        letters: Whether columns that differ are told; None: as the design allows.
        limit: Cells with fewer interviews are hidden in what is handed out.
    """

    recodes: tuple[Recode, ...] = ()
    filters: tuple[TableFilter, ...] = ()
    banners: tuple[Banner, ...] = ()
    tables: tuple[WantedTable, ...] = ()
    nets: Mapping[str, tuple[ValueGroup, ...]] = field(default_factory=dict)
    design: SampleDesign = SampleDesign.QUOTA
    intervals: bool | None = None
    letters: bool | None = None
    limit: int = LIMIT

    @property
    def tells_intervals(self) -> bool:
        """Whether shares are told with intervals."""
        return self.design is SampleDesign.RANDOM if self.intervals is None else self.intervals

    @property
    def tells_letters(self) -> bool:
        """Whether columns that differ are told."""
        return self.design is SampleDesign.RANDOM if self.letters is None else self.letters

    @property
    def needs_caveat(self) -> bool:
        """Whether intervals or letters were switched on for a sample that has no chance to speak of."""
        return self.design is SampleDesign.QUOTA and (self.tells_intervals or self.tells_letters)
