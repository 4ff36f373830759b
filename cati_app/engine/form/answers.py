"""What a respondent gave: a value, or the reason why there is none."""

from __future__ import annotations

from enum import StrEnum

from cati_app.values import dataclass


class Special(StrEnum):
    """Reasons for a missing value that an interviewer can give on every question."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """A value as XForms text, or a special answer; never both.

    `text` follows XForms: choice names (several separated by a space, rankings in order), ISO dates and times,
    numbers with a point. A special answer is blank to every expression.
    """

    text: str = ""
    special: Special | None = None

    def __post_init__(self) -> None:
        if self.text and self.special is not None:
            raise ValueError("an answer is either a value or a special answer")

    @property
    def is_blank(self) -> bool:
        """True when neither a value nor a special answer was given."""
        return not self.text and self.special is None


BLANK = Answer()
"""Nothing given yet."""
_SPECIALS = {special: Answer(special=special) for special in Special}


def answer_from(text: str, special: Special | None) -> Answer:
    """The answer as it is kept: a special one has no text. What is blank or special is made once."""
    if special is not None:
        return _SPECIALS[special]
    return Answer(text) if text else BLANK
