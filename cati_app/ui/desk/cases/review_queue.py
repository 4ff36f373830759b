"""What waits for review, read beside the store's own thread; verdicts given here leave it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.casework.interview_quality import WaitingReview
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.monitor.read_reviews import ReviewList
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.review_words import figure_text
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import TileState

_EVERY = timedelta(minutes=10)
_SOON = timedelta(minutes=1)


class ReviewQueue:
    """The list, as it was read last.

    Args:
        changed: Called when another list is there.
    """

    def __init__(self, stage: Stage, services: SupervisorServices, changed: Callable[[], None]) -> None:
        self._stage = stage
        self._services = services
        self._changed = changed
        self._list = ReviewList()
        self._judged: set[InterviewId] = set()  # here, and perhaps not yet in the list
        self._read_at: datetime | None = None
        self._reading = False
        self._again = False

    @property
    def waiting(self) -> tuple[WaitingReview, ...]:
        """Those without a verdict, by case."""
        return tuple(each for each in self._list.waiting if each.interview_id not in self._judged)

    @property
    def cases(self) -> tuple[CaseId, ...]:
        """Of those."""
        return tuple(each.case_id for each in self.waiting)

    def look(self, *, in_front: bool = False) -> None:
        """Read anew if it is time.

        Args:
            in_front: Somebody works through the list.
        """
        wait = _SOON if in_front else _EVERY
        if self._read_at is None or self._services.clock.now() >= self._read_at + wait:
            self.read()

    def read(self) -> None:
        """Read anew."""
        if self._reading:
            self._again = True
            return
        self._reading, self._read_at = True, self._services.clock.now()
        work = partial(self._services.cases.reviews, self._services.user)
        self._stage.look(work, self._show, self._not_read, "backup")

    def judged(self, interview_id: InterviewId) -> None:
        """A verdict was given."""
        self._judged.add(interview_id)
        self._changed()

    def moved(self, interview_id: InterviewId) -> None:
        """It counts where it belongs; whether it waits for another reason, the next reading tells."""
        waits = tuple(each for each in self._list.waiting if each.interview_id != interview_id)
        self._list = replace(self._list, waiting=waits)
        self._changed()
        self.read()

    def why(self, interview_id: InterviewId) -> str:
        """Why it was in the list, in words; blank: it was not. Told after the verdict only."""
        words = self._stage.words
        listed = next((each for each in self._list.waiting if each.interview_id == interview_id), None)
        if listed is None:
            return ""
        if interview_id in self._list.elsewhere:
            return words.say("It was in the list because codes of an open answer put it into another cell.")
        if listed.proposed:
            return words.say("It was in the list because an analyst asked for it.")
        figures = self._list.figures.get(interview_id)
        if figures is None:
            return words.say("It was in the list by chance: nothing about it stood out.")
        why = "; ".join(figure_text(words, flag, figures) for flag in sorted(figures.flags))
        return words.say("It was in the list because of: {why}.", why=why)

    def tiles(self) -> tuple[TileState, ...]:
        """How many wait; none where nothing does."""
        words, count = self._stage.words, len(self.waiting)
        if not count:
            return ()
        detail = words.say("tab Cases, Ctrl+S: waiting for review")
        return (TileState("reviews", words.say("Waiting for review"), str(count), detail),)

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _show(self, read: ReviewList) -> None:
        self._reading = False
        self._judged &= {each.interview_id for each in read.waiting}
        self._list = read
        self._changed()
        if self._again:
            self._again = False
            self.read()
