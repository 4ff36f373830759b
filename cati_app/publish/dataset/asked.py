"""What the questionnaire in force says of a question of the data set, in every language, and when it is asked."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A question in one language of the interview."""

    code: str
    text: str
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What the questionnaire says of a question.

    Args:
        number: Its running number; 0: it asks nothing.
        condition: In words, when it is asked; blank: always.
    """

    number: int
    texts: tuple[SpokenText, ...]
    condition: str = ""
