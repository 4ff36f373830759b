"""What the page of coding asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FrameChoice:
    """A choice of a question, as a code.

    Args:
        alone: It has no other code beside it.
    """

    name: str
    code: str
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class CodingQuestion:
    """A question with a choice that asks for a text.

    Args:
        name: Of the question for the text.
        label: Of the question with the choices, as it is read aloud.
        several: An answer gets several codes.
        decides_quota: Its answer, or what is computed from it, decided about places in the quota.
        free_code: The first number that no code has.
    """

    name: str
    label: str
    frame: tuple[FrameChoice, ...]
    several: bool = False
    decides_quota: bool = False
    free_code: int = 1


@dataclass(frozen=True, slots=True)
class GivenCodes:
    """A version of the codes of an answer.

    Args:
        at: Of the study's place.
        by: Number of the person; None: nobody of that id is known.
        codes: Names of choices; none: they were taken back.
    """

    at: datetime
    by: int | None
    codes: tuple[str, ...]
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextToCode:
    """An open answer.

    Args:
        interview: Its id in the store.
        named: `case_id` of the data set.
        ref: Reference of the text in the interview.
        question: Name of the question for the text.
        given: Labels of what was chosen.
        language: Code of the language of the interview.
        versions: Of its codes, the one in force last.
    """

    interview: InterviewId
    named: str
    ref: str
    question: str
    text: str = field(repr=False)
    given: str
    language: str
    right_to_left: bool = False
    versions: tuple[GivenCodes, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """In force; none: it waits."""
        return self.versions[-1].codes if self.versions else ()


@dataclass(frozen=True, slots=True)
class CodingSet:
    """What can be coded, by question in the order of the questionnaire.

    Args:
        at_hub: Other stations get new codes with an edition.
        languages: Codes of the languages of the questionnaire.
    """

    questions: tuple[CodingQuestion, ...]
    texts: tuple[TextToCode, ...]
    at_hub: bool = False
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeWish:
    """Codes for one answer, by names of choices; none: those it has are taken back."""

    text: TextToCode
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodesGiven:
    """What became of codes.

    Args:
        now: How everything stands.
        refused: Why some were not taken.
        elsewhere: Interviews that belong, by their codes, in other cells than they count in.
    """

    now: CodingSet
    refused: tuple[RuleViolation, ...] = ()
    elsewhere: int = 0


class CodingDesk(Protocol):
    """Open answers of a study and their codes."""

    def read(self) -> CodingSet:
        """All of them.

        Raises:
            RuleViolation: `code_nothing_open`.
            EnvironmentProblem: `whole_study_coming`.
        """
        ...

    def code(self, wishes: Sequence[CodeWish], reason: str) -> CodesGiven:
        """Give codes in one transaction.

        Raises:
            RuleViolation: `text_too_long`.
        """
        ...

    def new_code(self, question: str, labels: Mapping[str, str], number: int) -> tuple[CodingSet, str]:
        """Make a code of the question for a text; how everything stands, and the name of the code.

        Args:
            labels: Text by language.

        Raises:
            RuleViolation: as `cati_app.station.new_code`.
            EnvironmentProblem: study.yaml cannot be written.
        """
        ...
