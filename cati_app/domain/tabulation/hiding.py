"""What of a table is hidden where it is handed out: small cells, what they follow from, and what follows from them.

The column of all interviews is a list with a public sum, as of a topline: what is small there is hidden with its row.
Each variable of the banner is a table of its own beside that column. Nets and means are told only where nothing that is
hidden can be computed from them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from dataclasses import field
from typing import Protocol

import numpy as np

from cati_app.domain.tabulation.crosstab import Crosstab, Indexes, TabulatedVariable
from cati_app.domain.tabulation.small_cells import hidden_cells, hidden_in_block
from cati_app.domain.tabulation.small_counts import hidden_answers, hidden_counts, is_small
from cati_app.values import dataclass

_ALL = 0  # the column of all interviews


class ToldTogether(Protocol):
    """Categories that are told together, by their numbers."""

    @property
    def members(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class SettledBlock:
    """What has to be hidden of the columns of a variable, whatever else a table shows.

    Args:
        columns: Hidden in whole with their bases, by place, because few people are of the category, or beside it.
        cells: By row and place of the column.
        is_withheld: Whether nothing may be told of it but its bases.
    """

    columns: frozenset[int] = frozenset()
    cells: frozenset[tuple[int, int]] = frozenset()
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one variable of the banner.

    Args:
        first: Number of its first column.
        end: Number after its last.
        rest: The interviews of the table without a category of it.
        overlaps: Whether an interview may be in several columns.
        outside: Of a filtered table the interviews that it leaves out, by column, then those without a category.
        settled: What other tables of the study require to be hidden.
    """

    first: int
    end: int
    rest: Indexes
    overlaps: bool = False
    outside: tuple[Indexes, ...] = ()
    settled: SettledBlock = field(default_factory=SettledBlock)


@dataclass(slots=True)
class Concealed:
    """Cells by row and column, means and bases by column, and variables of the banner hidden in whole, by number."""

    cells: set[tuple[int, int]] = field(default_factory=set)
    means: set[int] = field(default_factory=set)
    withheld: set[int] = field(default_factory=set)
    bases: set[int] = field(default_factory=set)


def concealed(
    question: TabulatedVariable,
    nets: Sequence[ToldTogether],
    figures: Crosstab,
    blocks: Sequence[Block],
    outside: Indexes | None,
    limit: int,
    rows: Collection[int] = (),
) -> Concealed:
    """What is hidden.

    Args:
        question: The rows.
        nets: Rows after those of the question.
        figures: Of the whole table, nets included.
        blocks: Of the banner.
        outside: The interviews that a filter leaves out; None without a filter.
        limit: Cells with fewer interviews, and at least one, are small.
        rows: That other tables of the study require to be hidden among all interviews, and so in every column.
    """
    secret = Concealed()
    size = len(question.categories)
    left_out = 0 if outside is None else sum(_counted(question, outside))
    if any(is_small(n, limit) for n in (int(figures.bases[_ALL]), left_out, 0 if outside is None else len(outside))):
        height, width = figures.counts.shape
        secret.cells = {(row, column) for row in range(height) for column in range(width)}
        secret.means, secret.bases = set(range(width)), set(range(width))
        return secret
    rest_counts = [_counted(question, block.rest) for block in blocks]
    if question.is_multiple:
        for row in range(size + len(nets)):
            _hide_chosen(secret, question, nets, figures, blocks, outside, row, limit, rows)
    else:
        whole = _hide_of_all(secret, question, figures, outside, limit, rows)
        for number, block in enumerate(blocks):
            left_out_counts = [_counted(question, interviews) for interviews in block.outside]
            _hide_of_block(secret, figures, rest_counts[number], left_out_counts, number, block, whole, size, limit)
    for block in blocks:
        _hide_columns(secret, figures, {block.first + at for at in block.settled.columns})
    _hide_nets(secret, nets, size, blocks, overlap=question.is_multiple)
    _hide_means(secret, question, figures, rest_counts, blocks, limit)
    return secret


def hide_groups(
    secret: Concealed, figures: Crosstab, blocks: Sequence[Block], *, whole: bool, of_banner: Sequence[bool]
) -> None:
    """What stands on groups that may not be told by their number is hidden, with its bases.

    Args:
        whole: Those of the table are one.
        of_banner: Whether those in a category of each variable of the banner are.
    """
    columns = set(range(figures.counts.shape[1])) if whole else set[int]()
    for number, (block, is_secret) in enumerate(zip(blocks, of_banner, strict=True)):
        if is_secret:
            secret.withheld.add(number)
            columns |= set(range(block.first, block.end))
    _hide_columns(secret, figures, columns)


def _hide_columns(secret: Concealed, figures: Crosstab, columns: Set[int]) -> None:
    """All of them, with means and bases."""
    secret.cells |= {(row, column) for row in range(len(figures.counts)) for column in columns}
    secret.means |= columns
    secret.bases |= columns


def _counted(question: TabulatedVariable, interviews: Indexes) -> list[int]:
    """Interviews by category among some; of a question without categories, and of a multiple one, with an answer."""
    answered = question.index[interviews]
    answered = answered[answered >= 0]
    if question.is_multiple or not question.categories:
        return [len(answered)]
    return [int(n) for n in np.bincount(answered, minlength=len(question.categories))]


def _hide_of_all(
    secret: Concealed,
    question: TabulatedVariable,
    figures: Crosstab,
    outside: Indexes | None,
    limit: int,
    settled: Collection[int],
) -> set[int]:
    """Rows that are hidden in whole: too few interviews in all, or beside those that a filter leaves out."""
    if not question.categories:
        return set()
    size = len(question.categories)
    within = [int(n) for n in figures.counts[:size, _ALL]]
    rows = hidden_of_all(within, _counted(question, outside) if outside is not None else None, limit, settled)
    secret.cells |= {(row, column) for row in rows for column in range(figures.counts.shape[1])}
    return rows


def hidden_of_all(
    within: Sequence[int], outside: Sequence[int] | None, limit: int, settled: Collection[int] = ()
) -> set[int]:
    """Which answers are hidden in the column of all interviews.

    Args:
        within: Interviews by answer.
        outside: Those that a filter leaves out; None: there is no filter.
        settled: Answers that have to be hidden, whatever else is.
    """
    rows = set(hidden_answers(within, limit, settled))
    if outside is None:
        return rows
    beside = list(zip(within, outside, strict=True))  # a filtered table is a column beside that of those left out
    hidden = hidden_cells(beside, limit, ((row, 0) for row in rows))
    return set(range(len(within))) if hidden is None else {row for row, column in hidden if column == 0}


def _hide_of_block(
    secret: Concealed,
    figures: Crosstab,
    rest: Sequence[int],
    left_out: Sequence[Sequence[int]],
    number: int,
    block: Block,
    whole: set[int],
    size: int,
    limit: int,
) -> None:
    """Of a question with one answer.

    Args:
        left_out: Interviews that a filter leaves out, by column and row.
    """
    columns = range(block.first, block.end)
    counts = [[int(figures.counts[row, column]) for column in columns] for row in range(size)]
    beyond = [list(line) for line in zip(*left_out, strict=True)]
    if block.settled.is_withheld:
        _withhold(secret, number, block, size)
        return
    hidden: set[tuple[int, int]] = set()
    alone = [at for at in range(len(columns)) if at not in block.settled.columns]
    for at in alone if block.overlaps else (None,):
        if at is None:
            small = hidden_in_block(
                counts, rest, limit, block.settled.cells, rows=whole, columns=block.settled.columns, left_out=beyond
            )
        else:  # each column alone, beside those who are not in it
            others = [int(figures.counts[row, _ALL]) - counts[row][at] for row in range(size)]
            also = [(row, 0) for row, there in block.settled.cells if there == at]
            of_column = [[line[at], 0] for line in beyond]
            small = hidden_in_block(
                [[line[at]] for line in counts], others, limit, also, rows=whole, left_out=of_column
            )
            small = small and frozenset((row, at) for row, _ in small)
        if small is None:
            _withhold(secret, number, block, size)
            return
        hidden |= small
    secret.cells |= {(row, block.first + at) for row, at in hidden}


def _withhold(secret: Concealed, number: int, block: Block, size: int) -> None:
    """Nothing helps but putting categories together: all of its cells are hidden."""
    secret.withheld.add(number)
    secret.cells |= {(row, column) for row in range(size) for column in range(block.first, block.end)}


def _hide_chosen(
    secret: Concealed,
    question: TabulatedVariable,
    nets: Sequence[ToldTogether],
    figures: Crosstab,
    blocks: Sequence[Block],
    outside: Indexes | None,
    row: int,
    limit: int,
    settled: Collection[int],
) -> None:
    """Of a multiple question each row is a table of two: those who chose it, and the others of the base."""
    members = nets[row - len(question.categories)].members if row >= len(question.categories) else (row,)

    def pair(interviews: Indexes) -> tuple[int, int]:
        chosen = np.logical_or.reduce([question.members(member)[interviews] for member in members])
        n = int(chosen.sum())
        return n, int((question.index[interviews] >= 0).sum()) - n

    n, base = int(figures.counts[row, _ALL]), int(figures.bases[_ALL])
    beside = [pair(outside)] if outside is not None else []
    is_small_beside = any(is_small(each, limit) for of_few in beside for each in of_few)
    if hidden_counts((n, base - n), limit) or is_small_beside or row in settled:
        secret.cells |= {(row, column) for column in range(figures.counts.shape[1])}
        return
    for number, block in enumerate(blocks):
        columns = range(block.first, block.end)
        chosen_line = [int(figures.counts[row, column]) for column in columns]
        other_line = [int(figures.bases[column]) - n for column, n in zip(columns, chosen_line, strict=True)]
        hidden = hidden_in_block(
            [chosen_line, other_line],
            pair(block.rest),
            limit,
            [(0, at) for of, at in block.settled.cells if of == row],
            columns=block.settled.columns,
            left_out=list(zip(*(pair(interviews) for interviews in block.outside), strict=True)),
        )
        places = set(range(len(columns))) if hidden is None else {at for _, at in hidden}
        if hidden is None or block.settled.is_withheld:
            secret.withheld.add(number)
        if block.settled.is_withheld:
            places = set(range(len(columns)))
        secret.cells |= {(row, block.first + at) for at in places}


def _hide_nets(
    secret: Concealed, nets: Sequence[ToldTogether], size: int, blocks: Sequence[Block], *, overlap: bool
) -> None:
    """A net is told where none of the hidden cells of a column belongs to it, or all do: their sum is known anyway.

    Args:
        overlap: Whether an interview may be in several rows: then such a sum is not known.
    """
    for row, net in enumerate(nets, size):
        for first, end in ((_ALL, _ALL + 1), *((block.first, block.end) for block in blocks)):
            for column in range(first, end):
                hidden = {of for of in range(size) if (of, column) in secret.cells}
                of_net = hidden & set(net.members)
                if of_net and (overlap or of_net != hidden):
                    secret.cells |= {(row, there) for there in range(first, end)}


def _hide_means(
    secret: Concealed,
    question: TabulatedVariable,
    figures: Crosstab,
    rest_counts: Sequence[Sequence[int]],
    blocks: Sequence[Block],
    limit: int,
) -> None:
    """A mean is one more equation for what is hidden in its column; of few people it is nearly an answer."""
    if question.categories:
        secret.means |= {column for row, column in secret.cells if row < len(question.categories)}
    for block, rest in zip(blocks, rest_counts, strict=True):
        bases = [int(figures.bases[column]) for column in range(block.first, block.end)]
        small = {at for at, n in enumerate(bases) if 0 < n < limit}
        if not small and not 0 < sum(rest) < limit:
            continue
        if len(small) + (sum(rest) > 0) < 2:  # or the total would tell it
            others = [(n, at) for at, n in enumerate(bases) if n >= limit]
            small |= {min(others)[1]} if others else set()
        secret.means |= {block.first + at for at in small}
