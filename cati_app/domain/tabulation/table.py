"""One finished table: what each cell tells, and what of it is hidden where it is handed out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field
from itertools import combinations
from math import isnan

import numpy as np

from cati_app.domain.tabulation.chance import half_width, letter, letters
from cati_app.domain.tabulation.crosstab import (
    AnswerCategory,
    Bools,
    Crosstab,
    Floats,
    Indexes,
    TabulatedVariable,
    crosstab,
    overlapping,
)
from cati_app.domain.tabulation.hiding import Block, Concealed, SettledBlock, concealed, hide_groups
from cati_app.values import dataclass

_ALL = 0  # the column of all interviews


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell.

    Args:
        count: Interviews; None: hidden.
        share: Weighted share of the base, 0 to 1; None: hidden, or the base is empty.
        half_width: Of the interval around the share; None where there is none.
        letters: Of the columns whose share is lower by more than chance.
    """

    count: int | None
    share: float | None
    half_width: float | None = None
    letters: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether it tells nothing, because too few people are in it or beside it."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: a category of the question, or a net of several."""

    category: AnswerCategory
    cells: tuple[TableCell, ...]
    is_net: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: all interviews, or those of a category of a variable of the banner.

    Args:
        variable: What the banner's variable is called; blank: all interviews.
        text: The category.
        letter: By which other columns name it; blank where letters are not told, and of all interviews.
        base: Interviews with a valid answer; None: hidden.
        weighted_base: Their weights; None: hidden.
        effective: As many without weights would tell as much; None: hidden.
        mean: Weighted, of a scale or number; None: hidden, or there is none.
        mean_hidden: Whether it is hidden.
    """

    variable: str
    text: str
    letter: str
    base: int | None
    weighted_base: float | None
    effective: float | None
    mean: float | None = None
    mean_hidden: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of one question.

    Args:
        columns: The first is that of all interviews in the table.
        lines: Categories, then nets.
        withheld: Variables of the banner whose cells are all hidden, because their categories are too small.
        is_secret: Whether nothing is told, bases neither: how many were asked would tell of few.
        has_means: Whether the question has a mean.
        is_multiple: Whether shares may add up to more than 1.
    """

    columns: tuple[TableColumn, ...]
    lines: tuple[TableLine, ...]
    withheld: tuple[str, ...] = ()
    is_secret: bool = False
    has_means: bool = False
    is_multiple: bool = False

    @property
    def hides(self) -> bool:
        """Whether a cell is hidden."""
        return any(cell.is_hidden for line in self.lines for cell in line.cells)


@dataclass(frozen=True, slots=True)
class BannerVariable:
    """A variable of a banner.

    Args:
        text: What it is called.
        answers: To which category each interview belongs.
        is_secret: Whether how many belong to one would tell of few: its columns are hidden, bases too.
        settled: What other tables require to be hidden of the question by it.
    """

    text: str
    answers: TabulatedVariable
    is_secret: bool = False
    settled: SettledBlock = field(default_factory=SettledBlock)


@dataclass(frozen=True, slots=True)
class AnswerNet:
    """Categories of a question that are told together as well, by their numbers."""

    text: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableManner:
    """How tables are told.

    Args:
        intervals: Whether shares have intervals.
        letters: Whether columns that differ are told.
        limit: Cells with fewer interviews are hidden; None: nothing is, the table stays in the house.
    """

    intervals: bool = False
    letters: bool = False
    limit: int | None = None


def answer_table(
    question: TabulatedVariable,
    banner: Sequence[BannerVariable],
    weights: Floats,
    manner: TableManner,
    *,
    nets: Sequence[AnswerNet] = (),
    only: Bools | None = None,
    is_secret: bool = False,
    settled: Collection[int] = (),
) -> AnswerTable:
    """Make a table.

    Args:
        question: The rows.
        banner: The columns beside that of all interviews.
        weights: Of the interviews, 0 or more.
        nets: Of categories of the question.
        only: The interviews that are in the table; None: all.
        is_secret: Whether how many were asked would tell of few: nothing is told where small cells are hidden.
        settled: Categories that other tables require to be hidden among all interviews.
    """
    within = np.ones(len(weights), np.bool_) if only is None else only
    columns: list[Indexes] = [np.flatnonzero(within)]
    blocks: list[Block] = []
    heads: list[tuple[str, str]] = [("", "")]
    for variable in banner:
        members = [within & variable.answers.members(n) for n in range(len(variable.answers.categories))]
        rest = within & ~np.logical_or.reduce(members) if members else within
        first = len(columns)
        columns += [np.flatnonzero(chosen) for chosen in members]
        heads += [(variable.text, category.text) for category in variable.answers.categories]
        left_out = () if only is None else _left_out(variable.answers, within)
        of_banner = first, len(columns), np.flatnonzero(rest), variable.answers.is_multiple
        blocks.append(Block(*of_banner, left_out, variable.settled))
    rows = _with_nets(question, nets)
    figures = crosstab(rows, columns, weights)
    outside = None if only is None else np.flatnonzero(~within)
    secret = None
    if manner.limit is not None:
        secret = concealed(question, nets, figures, blocks, outside, manner.limit, settled)
        hide_groups(secret, figures, blocks, whole=is_secret, of_banner=[each.is_secret for each in banner])
    names = ["", *(letter(number) for number in range(len(columns) - 1))] if manner.letters else [""] * len(columns)
    told = _letters(figures, columns, blocks, names, secret) if manner.letters else None
    lines = tuple(
        TableLine(
            category,
            tuple(_cell(figures, row, column, manner, told, secret) for column in range(len(columns))),
            is_net=row >= len(question.categories),
        )
        for row, category in enumerate(rows.categories)
    )
    return AnswerTable(
        columns=tuple(_column(figures, n, head, names[n], secret) for n, head in enumerate(heads)),
        lines=lines,
        withheld=() if secret is None else tuple(banner[number].text for number in sorted(secret.withheld)),
        is_secret=secret is not None and _ALL in secret.bases,
        has_means=figures.means is not None,
        is_multiple=question.is_multiple,
    )


def _left_out(variable: TabulatedVariable, within: Bools) -> tuple[Indexes, ...]:
    """The interviews that are not in the table by category of a variable, and those without one."""
    members = [variable.members(number) for number in range(len(variable.categories))]
    rest = ~np.logical_or.reduce(members) if members else np.ones(len(within), np.bool_)
    return tuple(np.flatnonzero(chosen & ~within) for chosen in (*members, rest))


def _with_nets(question: TabulatedVariable, nets: Sequence[AnswerNet]) -> TabulatedVariable:
    """The question with its nets as further categories, which overlap the others."""
    if not nets:
        return question
    members = [question.members(number) for number in range(len(question.categories))]
    for net in nets:
        members.append(np.logical_or.reduce([members[number] for number in net.members]))
    categories = (*question.categories, *(AnswerCategory("", "", net.text) for net in nets))
    return TabulatedVariable(
        categories, np.where(question.answered, 0, -1).astype(np.intp), np.array(members), question.figures
    )


def _letters(
    figures: Crosstab,
    columns: Sequence[Indexes],
    blocks: Sequence[Block],
    names: Sequence[str],
    secret: Concealed | None,
) -> list[list[str]]:
    pairs = []
    for block in blocks:
        numbers = range(block.first, block.end)
        shared = overlapping([columns[n] for n in numbers]) if block.overlaps else frozenset()
        pairs += [
            (first, second)
            for first, second in combinations(numbers, 2)
            if (first - block.first, second - block.first) not in shared
        ]
    return letters(figures, pairs, names, secret.cells if secret is not None else ())


def _cell(
    figures: Crosstab,
    row: int,
    column: int,
    manner: TableManner,
    told: list[list[str]] | None,
    secret: Concealed | None,
) -> TableCell:
    if secret is not None and (row, column) in secret.cells:
        return TableCell(None, None)
    count = int(figures.counts[row, column])
    if not figures.weighted_bases[column]:
        return TableCell(count, None)
    share = float(figures.shares[row, column])
    width = half_width(share, float(figures.effective[column])) if manner.intervals else None
    return TableCell(count, share, width, told[row][column] if told is not None else "")


def _column(figures: Crosstab, number: int, head: tuple[str, str], name: str, secret: Concealed | None) -> TableColumn:
    if secret is not None and number in secret.bases:
        return TableColumn(head[0], head[1], name, None, None, None, None, mean_hidden=figures.means is not None)
    mean = None if figures.means is None or isnan(figures.means[number]) else float(figures.means[number])
    hidden = mean is not None and secret is not None and number in secret.means
    return TableColumn(
        variable=head[0],
        text=head[1],
        letter=name,
        base=int(figures.bases[number]),
        weighted_base=float(figures.weighted_bases[number]),
        effective=float(figures.effective[number]),
        mean=None if hidden else mean,
        mean_hidden=hidden,
    )
