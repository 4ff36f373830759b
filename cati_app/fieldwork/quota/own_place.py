"""The place of an interview when it ends, when it goes on without the one it had, and when it counts elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, Classification, Decision, decide
from cati_app.domain.quota.fitting import cells_of
from cati_app.fieldwork.ports.quota_book import QuotaBook


def settle_place(book: QuotaBook, before: Interview, ended: Interview) -> None:
    """A complete interview counts on its place; any other that ended gives it back."""
    if before.place is None or ended.held:
        return
    if ended.state is InterviewState.COMPLETED:
        book.complete(before.place)
    else:
        book.give_back(before.place)


def roll_back(book: QuotaBook, counted: Interview) -> None:
    """A complete interview counts no more: it was rejected, or its case is erased."""
    if counted.cell_id is not None:
        book.reopen(counted.cell_id)
        book.give_back(counted.cell_id)


def decide_anew(book: QuotaBook, counted: Interview, belongs: Classification) -> Decision | None:
    """Whether other cells take a complete interview, in whose way its own place is not; None where it stands right."""
    if counted.cell_id is None or belongs.fits(counted.cell_id):
        return None
    stands = cells_of(counted.cell_id)
    return decide(belongs.keeping(counted.cell_id), partial(_without, book, stands))


def _without(book: QuotaBook, stands: Collection[CellId], cell: CellId) -> CellCount:
    count = book.count(cell)
    return replace(count, achieved=count.achieved - 1) if cell in stands else count


def move_counted(book: QuotaBook, before: Sequence[CellId], after: Sequence[CellId]) -> tuple[CellId, ...]:
    """A complete interview counts in these cells in place of those; the cells it came into. What is in both stays."""
    come = tuple(cell for cell in after if cell not in before)
    for cell in before:
        if cell not in after:
            book.reopen(cell)
            book.give_back(cell)
    for cell in come:
        book.hold(cell)
        book.complete(cell)
    return come


def take_again(book: QuotaBook, interview: Interview, refused: CellId | None = None) -> Interview:
    """With a place in the same cells again, if all of them take it; what was chosen once is not chosen again.

    Args:
        refused: The cell that the hub named as full, of a station.
    """
    if interview.cell_id is None:
        return interview
    decision = decide(Classification(interview.cell_id, (), interview.frozen or {}), book.count, refused)
    if not decision.has_place:
        return interview.find_no_place(decision)
    book.hold(interview.cell_id)
    return interview.hold_again()
