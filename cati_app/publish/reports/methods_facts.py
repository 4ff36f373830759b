"""What a methods report tells of a study: its settings and records as values, in the language of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.casework.field_figures import FieldFigures
from cati_app.domain.sampling.sample import Portion
from cati_app.publish.reports.field_words import ReportedStudy
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class MethodsDimension:
    """A dimension of a quota.

    Args:
        categories: Labels with their shares; None: targets stand by cell.
        source: Where the margin comes from; blank: it is not named.
    """

    label: str
    categories: Sequence[tuple[str, float | None]]
    source: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class MethodsQuota:
    """A quota: its mode and what becomes of persons without a cell, as study.yaml has them."""

    label: str
    mode: str
    total: int
    unknown: str
    dimensions: Sequence[MethodsDimension]


@dataclass(frozen=True, slots=True)
class MethodsSample:
    """The sample.

    Args:
        frames: Cases by frame.
        sizes: Numbers that frames hold, where study.yaml says it.
        draws: How often numbers were generated at random.
    """

    frames: Mapping[str, int]
    sizes: Mapping[str, int]
    portions: Sequence[Portion]
    draws: int


@dataclass(frozen=True, slots=True)
class MethodsRules:
    """When and how often people were called.

    Args:
        weekdays: Hours, `09:00–20:00`; `saturday`, `sunday` blank: no calls.
        soft_refusal_days: Days before a soft refusal is tried once more; None: never.
        source: Of the locked rules.
    """

    weekdays: str
    saturday: str
    sunday: str
    per_number: int
    per_day: int
    soft_refusal_days: int | None
    source: str
    recording: bool
    listening_in: bool


@dataclass(frozen=True, slots=True)
class MethodsPrivacy:
    """Data protection.

    Args:
        special: Questions on origin, religion, health or politics.
        asks_consent: Whether consent to them is asked.
        recontact: Whether consent to be contacted again is asked.
        staff_days: After so many days nothing tells who held a conversation.
    """

    controller: str
    legal_basis: str
    special: int
    asks_consent: bool
    recontact: bool
    staff_days: int


@dataclass(frozen=True, slots=True)
class MethodsFacts:
    """Everything.

    Args:
        eligibility: Questions that decide whether somebody belongs to the population.
        languages: Names with the state of their texts: `draft`, `checked`, `approved`.
        questions: Of the questionnaire.
        weighting: How it is weighed, in sentences; none: it is not.
        coded: Open answers with codes.
        versions: Of the questionnaire that there are answers of, the one in force last.
        program: Its version.
        is_random: Whether people were selected by chance.
    """

    study: ReportedStudy
    figures: FieldFigures
    eligibility: Sequence[str]
    languages: Sequence[tuple[str, str]]
    questions: int
    sample: MethodsSample
    quotas: Sequence[MethodsQuota]
    rules: MethodsRules
    privacy: MethodsPrivacy
    weighting: Sequence[str]
    coded: int
    versions: Sequence[str]
    program: str
    is_random: bool
