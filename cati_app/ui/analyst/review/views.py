"""What the presenter asks of the page of review."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.review.states import ReviewState
from cati_app.ui.stage.views import Signal


class ReviewView(Protocol):
    """The page.

    Signals:
        interview_chosen(named: str): another interview of the list.
        act_asked(): Enter: what can be proposed.
        command_asked(name: str): a button.
        stop_asked(): end what is under way.
    """

    @property
    def interview_chosen(self) -> Signal: ...
    @property
    def act_asked(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...
    @property
    def stop_asked(self) -> Signal: ...

    def render(self, state: ReviewState) -> None: ...
