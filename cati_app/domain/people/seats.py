"""Who is at work now, and what they do: what steering a shift needs, and no history.

It is told when it changes and stands for now alone: nothing of it is kept once it is over.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cati_app.domain.ids import UserId
from cati_app.values import dataclass


class Activity(StrEnum):
    """What somebody does who is signed in."""

    BETWEEN = "between"  # a case is in hand, or one is looked for
    NOTHING = "nothing"  # nothing can be called
    CALL = "call"
    INTERVIEW = "interview"
    AWAY = "away"  # a pause; neither its length nor how many there were


@dataclass(frozen=True, slots=True)
class TeamSeat:
    """A person at work.

    Args:
        since: When this began, the interview of this sitting for instance. None while away.
        question: Running number of the question asked, from 1; None without an interview.
        language: In which the interview is held; blank without one.

    ValueError: a pause told with more than that it is one, or a question without an interview.
    """

    user_id: UserId
    activity: Activity
    since: datetime | None = None
    question: int | None = None
    language: str = ""

    def __post_init__(self) -> None:
        if self.activity is Activity.AWAY and (self.since is not None or self.question is not None or self.language):
            raise ValueError("of a pause nothing is told but that it is one")
        if self.activity is not Activity.INTERVIEW and (self.question is not None or self.language):
            raise ValueError("questions and languages belong to interviews")


@dataclass(frozen=True, slots=True)
class SeatNow:
    """A seat as somebody who steers sees it.

    Args:
        device: The station; blank where it is this one.
        heard_at: When it was told last; None where it is told at once.
    """

    seat: TeamSeat
    device: str = ""
    heard_at: datetime | None = None
