"""Open answers to “other, specify”, and the codes that somebody gave them afterwards: never over what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.values import dataclass

CODED = "answer_coded"
"""The fact: an open answer of an interview got codes, others, or none any more."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with a choice that asks for a text.

    Args:
        question: Path of the question with the choices.
        text: Path of the question for the text.
        other: Names of the choices that ask for it.
        codes: Names of all choices, in order, with the codes they have in data sets: the code frame.
        several: Whether an answer holds several choices.
        alone: Choices that stand for nothing beside them.
    """

    question: str
    text: str
    other: tuple[str, ...]
    codes: Mapping[str, str]
    several: bool = False
    alone: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Of the question with the choices."""
        return self.question.rpartition("/")[2]

    @property
    def text_name(self) -> str:
        """Of the question for the text."""
        return self.text.rpartition("/")[2]

    def ref_beside(self, text_ref: str) -> str:
        """The reference of the question in the same row of a repeat as a text."""
        rows = text_ref.split("/")
        parts = self.question.split("/")
        for level, (row, part) in enumerate(zip(rows, parts, strict=False)):
            if row.partition("[")[0] != part:
                break
            parts[level] = row
        return "/".join(parts)

    def is_of(self, text_ref: str) -> bool:
        """Whether a reference is that of the text, in any row."""
        return "/".join(part.partition("[")[0] for part in text_ref.split("/")) == self.text

    def waits(self, given: str) -> bool:
        """Whether an answer holds a choice that asks for the text."""
        return any(name in self.other for name in (given.split() if self.several else [given]))

    def frame(self, typed: Iterable[str]) -> tuple[str, ...]:
        """Names of choices that were typed by name or code, each once, in the order of the questionnaire.

        Raises:
            RuleViolation: `code_unknown`, `code_one` where the question takes one choice, `code_alone`.
        """
        by_code = {code: name for name, code in self.codes.items()}
        chosen = []
        for word in typed:
            name = word if word in self.codes else by_code.get(word)
            if name is None:
                raise RuleViolation("code_unknown", typed=word, known=", ".join(by_code))
            chosen.append(name)
        names = tuple(name for name in self.codes if name in chosen)
        if len(names) > 1 and not self.several:
            raise RuleViolation("code_one", question=self.name)
        if len(names) > 1 and self.alone.intersection(names):
            raise RuleViolation("code_alone", question=self.name)
        return names


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """The codes of an open answer.

    Args:
        question: Reference of the coded question in the interview, rows of repeats included.
        text: Reference of the open answer.
        other: Names of the choices in whose place the codes stand.
        several: Whether the answer holds several choices.
        codes: Names of choices; none: they were taken back.
    """

    interview: InterviewId
    question: str
    text: str
    other: tuple[str, ...]
    several: bool
    codes: tuple[str, ...]

    def in_place_of(self, given: str) -> str:
        """The answer with the codes; as it was given where it holds none of the choices they stand for."""
        if not self.codes:
            return given
        if not self.several:
            return self.codes[0] if given in self.other else given
        names = given.split()
        if not any(name in self.other for name in names):
            return given
        kept = [name for name in names if name not in self.other]
        return " ".join(dict.fromkeys((*kept, *self.codes)))


@dataclass(frozen=True, slots=True)
class CodingVersion:
    """One time that somebody gave codes to an answer.

    Args:
        at: Aware UTC.
        by: Number of the person; None where nobody of that id is known here.
    """

    coded: CodedAnswer
    at: datetime
    by: int | None
    reason: str
