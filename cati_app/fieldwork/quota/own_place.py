"""The place of an interview when it ends, and when it goes on without the one it had."""

from __future__ import annotations

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Classification, decide
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
