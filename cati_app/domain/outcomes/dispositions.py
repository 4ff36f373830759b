"""The table of outcomes: one row per code, with everything the program has to know about it.

Whatever else is said of results – which of them close a case, when it is due again, which code it ends with, where the
screens offer them – is read off this table; adding a code is a row here and its words. A row that contradicts itself
cannot be built.

Source: AAPOR Standard Definitions; German terms as used by ADM members; order of finality: the study protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import IntEnum, StrEnum


class OutcomeClass(StrEnum):
    """What a final disposition counts as in outcome rates."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN_HOUSEHOLD = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


class Finality(IntEnum):
    """How much a result says about its case; the lowest of its attempts decides, within one the later attempt."""

    INTERVIEW = 0
    NOT_ELIGIBLE = 1
    ELIGIBLE = 2  # belongs to the population, and cannot be interviewed
    REFUSAL = 3
    SOFT_REFUSAL = 4
    RESPONDENT = 5  # a person of the population, not reached again
    HOUSEHOLD = 6  # somebody was reached, eligibility is not known
    HOUSEHOLD_MACHINE = 7
    LINE = 8
    MACHINE = 9
    BUSY = 10
    NO_ANSWER = 11
    NOT_CALLED = 12
    NOTHING = 13  # says nothing about the case


class RetryDelay(StrEnum):
    """The delay of a study after which an interim result lets the case be called again."""

    AT_ONCE = "at_once"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    MACHINE = "machine"
    LINE_PROBLEM = "line_problem"
    SOFT_REFUSAL = "soft_refusal"
    CONTACT = "contact"


class Timing(StrEnum):
    """Which part of the week the next attempt is made in, unless the study says otherwise."""

    ANY = "any"
    BEST_PART = "best_part"  # the one that promises most
    ANOTHER_PART = "another_part"  # the one that promises most, and not the one just tried


class GivenBy(StrEnum):
    """Who can give a result."""

    INTERVIEWER = "interviewer"
    IN_INTERVIEW = "in_interview"  # the interviewer, only while an interview runs
    PROGRAM = "program"  # the course of an interview, or the program itself


class Person(StrEnum):
    """Who gave a result, as far as the interviewer learnt it."""

    HOUSEHOLD = "household"  # somebody else of the household
    RESPONDENT = "respondent"  # the target person


class ResultSection(StrEnum):
    """The list of the dial screen in which a result is looked for."""

    DIGIT = "digit"  # in none: it has a digit of its own
    MACHINE = "machine"
    WRONG_NUMBER = "wrong_number"  # no private household, fault of the line
    LANGUAGE = "language"
    LATER = "later"
    REFUSED = "refused"


class OutcomeGroup(StrEnum):
    """What an outcome has in common with others, in the order in which a supervisor looks through them."""

    UNREACHED = "unreached"
    CONTACT = "contact"  # to be called again
    REFUSED = "refused"
    ELIGIBLE = "eligible"  # belongs to the population
    UNCLEAR = "unclear"  # a household; eligibility is not known
    NUMBER = "number"  # speaks of the number
    NOT_ELIGIBLE = "not_eligible"


_GROUP_OF_CLASS = {
    OutcomeClass.INTERVIEW: OutcomeGroup.ELIGIBLE,
    OutcomeClass.PARTIAL: OutcomeGroup.ELIGIBLE,
    OutcomeClass.REFUSAL: OutcomeGroup.REFUSED,
    OutcomeClass.NON_CONTACT: OutcomeGroup.ELIGIBLE,
    OutcomeClass.OTHER: OutcomeGroup.ELIGIBLE,
    OutcomeClass.UNKNOWN_HOUSEHOLD: OutcomeGroup.UNREACHED,
    OutcomeClass.UNKNOWN_OTHER: OutcomeGroup.UNCLEAR,
    OutcomeClass.NOT_ELIGIBLE: OutcomeGroup.NOT_ELIGIBLE,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Where the screens offer a result; a study's own ones stand in the list of the disposition they count as."""

    in_list: ResultSection
    position: int = 0  # from 1; 0: not offered itself
    rarer: bool = False  # behind “another reason” at the end of its list


@dataclass(frozen=True, slots=True)
class LineSignal:
    """What a line can report; every part that is given must hold."""

    sip: frozenset[int] = frozenset()
    q850: frozenset[int] = frozenset()
    ring_limit: bool = False  # we stopped ringing
    adapter: bool = False  # our side of the line broke down


@dataclass(frozen=True, slots=True)
class Disposition:
    """An outcome; results that are never final have neither AAPOR number nor class.

    Raises:
        ValueError: the row contradicts itself.
    """

    name: str
    aapor: str | None = None
    outcome_class: OutcomeClass | None = None
    _: KW_ONLY
    finality: Finality
    retry: RetryDelay | None = None  # None: it ends the work on its case
    counts_as: str = ""  # the final code it becomes when nothing better is known; blank: its own
    by_person: bool = False  # the final code, and a result of its own, for each person who may have said it
    contact: bool = False  # somebody spoke with the interviewer
    of_number: bool = False  # speaks of a number, and of a case only when all its numbers have such a code
    household: bool = False  # not eligible, but a household: the second step of `two_step`
    anybody: bool = False  # not eligible whoever lives there, screened or not
    before_screening: bool = False  # says nothing of eligibility where it comes before the screening
    hard_refusal: bool = False  # nobody calls again; what “never call again” must count as
    appointment: bool = False  # a time was agreed
    given_by: GivenBy = GivenBy.INTERVIEWER
    note: bool = False  # is not stored without a note
    hideable: bool = True  # a study can do without it
    timing: Timing = Timing.ANY
    weight: int = 0  # what one such attempt adds to the case's position in the order; above 0: it waits longer
    listed: Listed | None = None  # None: nobody gives it by hand
    ring_told: bool = False  # how long it rang says something
    signals: tuple[LineSignal, ...] = ()  # of a line that suggest it; a person decides

    def __post_init__(self) -> None:
        wrong = {
            "number and class go together": (self.aapor is None) != (self.outcome_class is None),
            "never final, and closes its case": self.aapor is None and self.retry is None,
            "never final, and becomes no final code": self.aapor is None
            and not self.counts_as
            and self.finality is not Finality.NOTHING,
            "is scheduled, and closes its case": self.retry is None and (self.weight or self.timing is not Timing.ANY),
            "in a list, and given by the program alone": (self.listed is None) != (self.given_by is GivenBy.PROGRAM),
            "a code of a number that leaves the case open": self.of_number and self.retry is not None,
        }
        for contradiction, holds in wrong.items():
            if holds:
                raise ValueError(f"{self.name}: {contradiction}")

    @property
    def interim(self) -> bool:
        """True when an attempt with this result leaves its case open."""
        return self.retry is not None

    @property
    def closes(self) -> bool:
        """True when an attempt with this result closes its case."""
        return self.retry is None

    @property
    def group(self) -> OutcomeGroup:
        """The group it belongs to; an interim result by whether somebody spoke, others by number or class."""
        if self.of_number:
            return OutcomeGroup.NUMBER
        if self.interim or self.outcome_class is None:
            return OutcomeGroup.CONTACT if self.contact else OutcomeGroup.UNREACHED
        return _GROUP_OF_CLASS[self.outcome_class]

    @property
    def section(self) -> ResultSection:
        """The short list in which results that count as it are looked for; that of the line for one with a digit."""
        if self.listed is None or self.listed.in_list is ResultSection.DIGIT:
            return ResultSection.WRONG_NUMBER
        return self.listed.in_list

    @property
    def final_code(self) -> str:
        """The name of the final code it is, or becomes when nothing better is known."""
        return self.counts_as or self.name


def _table(*rows: Disposition) -> Mapping[str, Disposition]:
    """Rows by name.

    Raises:
        ValueError: a name or number stands twice, or a result becomes a code that is none.
    """
    table = {row.name: row for row in rows}
    numbers = [row.aapor for row in rows if row.aapor is not None]
    if len(table) < len(rows) or len(set(numbers)) < len(numbers):
        raise ValueError("a name or an AAPOR number stands twice")
    for row in rows:
        codes = [f"{row.counts_as}_{person}" for person in Person] if row.by_person else []
        for code in (row.final_code, *codes):
            if row.finality is not Finality.NOTHING and (code not in table or table[code].aapor is None):
                raise ValueError(f"{row.name} becomes {code}, which is no final code")
    return table


_I, _P, _R = OutcomeClass.INTERVIEW, OutcomeClass.PARTIAL, OutcomeClass.REFUSAL
_NC, _O = OutcomeClass.NON_CONTACT, OutcomeClass.OTHER
_UH, _UO, _NE = OutcomeClass.UNKNOWN_HOUSEHOLD, OutcomeClass.UNKNOWN_OTHER, OutcomeClass.NOT_ELIGIBLE

DISPOSITIONS: Mapping[str, Disposition] = _table(
    Disposition("complete", "1.1", _I, finality=Finality.INTERVIEW, contact=True, given_by=GivenBy.PROGRAM),
    Disposition("partial", "1.2", _P, finality=Finality.INTERVIEW, contact=True, given_by=GivenBy.PROGRAM),
    Disposition(
        "refusal",
        "2.11",
        _R,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        hideable=False,
        listed=Listed(ResultSection.REFUSED),
    ),
    Disposition(
        "refusal_household",
        "2.111",
        _R,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        listed=Listed(ResultSection.REFUSED, 2),
    ),
    Disposition(
        "refusal_respondent",
        "2.112",
        _R,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        listed=Listed(ResultSection.REFUSED, 3),
    ),
    Disposition(
        "break_off",
        "2.12",
        _R,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        given_by=GivenBy.IN_INTERVIEW,
        listed=Listed(ResultSection.REFUSED),
    ),
    Disposition(
        "respondent_unavailable",
        "2.21",
        _NC,
        finality=Finality.RESPONDENT,
        listed=Listed(ResultSection.LATER, 1, rarer=True),
    ),
    Disposition(
        "machine_household",
        "2.22",
        _NC,
        finality=Finality.HOUSEHOLD_MACHINE,
        retry=RetryDelay.MACHINE,
        timing=Timing.ANOTHER_PART,
        weight=-2,
        listed=Listed(ResultSection.MACHINE, 2),
    ),
    Disposition(
        "deceased",
        "2.31",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.REFUSED, 1, rarer=True),
    ),
    Disposition(
        "unable", "2.32", _O, finality=Finality.ELIGIBLE, contact=True, listed=Listed(ResultSection.REFUSED, 4)
    ),
    Disposition(
        "language_household",
        "2.331",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 1),
    ),
    Disposition(
        "language_respondent",
        "2.332",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 1, rarer=True),
    ),
    Disposition(
        "no_language_interviewer",
        "2.333",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 2, rarer=True),
    ),
    Disposition(
        "bad_audio", "2.34", _O, finality=Finality.ELIGIBLE, contact=True, listed=Listed(ResultSection.WRONG_NUMBER, 5)
    ),
    Disposition(
        "bad_situation",
        "2.35",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        note=True,
        listed=Listed(ResultSection.REFUSED, 2, rarer=True),
    ),
    Disposition(
        "other_eligible",
        "2.36",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        note=True,
        listed=Listed(ResultSection.REFUSED, 3, rarer=True),
    ),
    Disposition("not_attempted", "3.11", _UH, finality=Finality.NOT_CALLED, given_by=GivenBy.PROGRAM),
    Disposition(
        "busy",
        "3.12",
        _UH,
        finality=Finality.BUSY,
        retry=RetryDelay.BUSY,
        weight=-1,
        ring_told=True,
        listed=Listed(ResultSection.DIGIT, 2),
        signals=(LineSignal(sip=frozenset({486, 600})), LineSignal(q850=frozenset({17}))),
    ),
    Disposition(
        "no_answer",
        "3.13",
        _UH,
        finality=Finality.NO_ANSWER,
        retry=RetryDelay.NO_ANSWER,
        hideable=False,
        timing=Timing.ANOTHER_PART,
        weight=1,
        ring_told=True,
        listed=Listed(ResultSection.DIGIT, 1),
        signals=(LineSignal(ring_limit=True), LineSignal(sip=frozenset({408, 480}), q850=frozenset({18, 19, 20}))),
    ),
    Disposition("machine_unknown", "3.14", _UH, finality=Finality.MACHINE, listed=Listed(ResultSection.MACHINE)),
    Disposition(
        "call_blocked",
        "3.15",
        _UH,
        finality=Finality.LINE,
        listed=Listed(ResultSection.WRONG_NUMBER, 8, rarer=True),
        signals=(LineSignal(sip=frozenset({607, 608})),),
    ),
    Disposition(
        "line_problem",
        "3.16",
        _UH,
        finality=Finality.LINE,
        retry=RetryDelay.LINE_PROBLEM,
        weight=1,
        listed=Listed(ResultSection.WRONG_NUMBER, 4),
        signals=(
            LineSignal(adapter=True),
            LineSignal(sip=frozenset({488, *range(500, 600)})),
            LineSignal(q850=frozenset({34, 38, 41, 42, 44, 47})),
        ),
    ),
    Disposition(
        "unclear_announcement",
        "3.161",
        _UH,
        finality=Finality.LINE,
        listed=Listed(ResultSection.WRONG_NUMBER, 9, rarer=True),
    ),
    Disposition(
        "not_screened", "3.21", _UO, finality=Finality.HOUSEHOLD, contact=True, listed=Listed(ResultSection.LATER)
    ),
    Disposition(
        "residence_unknown",
        "3.30",
        _UO,
        finality=Finality.HOUSEHOLD,
        contact=True,
        listed=Listed(ResultSection.LATER, 2, rarer=True),
    ),
    Disposition(
        "other_unknown",
        "3.90",
        _UO,
        finality=Finality.HOUSEHOLD,
        note=True,
        listed=Listed(ResultSection.LATER, 3, rarer=True),
    ),
    Disposition(
        "outside_area",
        "4.10",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 2, rarer=True),
    ),
    Disposition(
        "fax", "4.20", _NE, finality=Finality.NOT_ELIGIBLE, of_number=True, listed=Listed(ResultSection.WRONG_NUMBER, 2)
    ),
    Disposition(
        "not_in_service",
        "4.31",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.DIGIT, 4),
        signals=(
            LineSignal(sip=frozenset({410, 604})),
            LineSignal(sip=frozenset({404, 410, 604}), q850=frozenset({1})),
        ),
    ),
    Disposition(
        "disconnected",
        "4.32",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 6, rarer=True),
    ),
    Disposition(
        "out_of_order",
        "4.33",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 7, rarer=True),
        signals=(LineSignal(q850=frozenset({27})),),
    ),
    Disposition(
        "number_changed",
        "4.41",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 4, rarer=True),
        signals=(LineSignal(sip=frozenset({404, 410, 604}), q850=frozenset({22})),),
    ),
    Disposition(
        "forwarded",
        "4.43",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 5, rarer=True),
    ),
    Disposition(
        "mobile_in_landline_frame",
        "4.45",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 10, rarer=True),
    ),
    Disposition(
        "landline_in_mobile_frame",
        "4.46",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 11, rarer=True),
    ),
    Disposition(
        "business",
        "4.51",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 1),
    ),
    Disposition(
        "institution",
        "4.52",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 3),
    ),
    Disposition(
        "group_quarters",
        "4.53",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 3, rarer=True),
    ),
    Disposition(
        "not_resident",
        "4.54",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 1, rarer=True),
    ),
    Disposition(
        "no_eligible_person",
        "4.70",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 13, rarer=True),
    ),
    Disposition(
        "quota_filled",
        "4.80",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        anybody=True,
        given_by=GivenBy.PROGRAM,
    ),
    Disposition(
        "duplicate",
        "4.81",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        anybody=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 12, rarer=True),
    ),
    Disposition(
        "other_ineligible",
        "4.90",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        note=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 14, rarer=True),
    ),
    Disposition(
        "appointment_firm",
        finality=Finality.RESPONDENT,
        retry=RetryDelay.CONTACT,
        counts_as="respondent_unavailable",
        contact=True,
        appointment=True,
        hideable=False,
        weight=-5,
        listed=Listed(ResultSection.LATER),
    ),
    Disposition(
        "appointment_soft",
        finality=Finality.RESPONDENT,
        retry=RetryDelay.CONTACT,
        counts_as="respondent_unavailable",
        contact=True,
        appointment=True,
        weight=-5,
        listed=Listed(ResultSection.LATER),
    ),
    Disposition(
        "callback_requested",
        finality=Finality.HOUSEHOLD,
        retry=RetryDelay.CONTACT,
        counts_as="not_screened",
        contact=True,
        timing=Timing.BEST_PART,
        weight=-5,
        listed=Listed(ResultSection.LATER, 2),
    ),
    Disposition(
        "soft_refusal",
        finality=Finality.SOFT_REFUSAL,
        retry=RetryDelay.SOFT_REFUSAL,
        counts_as="refusal",
        by_person=True,
        contact=True,
        note=True,
        timing=Timing.BEST_PART,
        weight=4,
        listed=Listed(ResultSection.REFUSED, 1),
    ),
    Disposition(
        "interview_suspended",
        finality=Finality.REFUSAL,
        retry=RetryDelay.CONTACT,
        counts_as="break_off",
        contact=True,
        given_by=GivenBy.PROGRAM,
        weight=-8,
    ),
    Disposition(
        "machine",
        finality=Finality.MACHINE,
        retry=RetryDelay.MACHINE,
        counts_as="machine_unknown",
        timing=Timing.ANOTHER_PART,
        weight=-2,
        ring_told=True,
        listed=Listed(ResultSection.MACHINE, 1),
    ),
    Disposition(
        "contact_other_person",
        finality=Finality.HOUSEHOLD,
        retry=RetryDelay.CONTACT,
        counts_as="not_screened",
        contact=True,
        timing=Timing.BEST_PART,
        weight=-5,
        listed=Listed(ResultSection.LATER, 1),
    ),
    Disposition("returned", finality=Finality.NOTHING, retry=RetryDelay.AT_ONCE, given_by=GivenBy.PROGRAM),
)
"""Every disposition by name, in AAPOR's order, those that are never final last."""


def disposition(name: str) -> Disposition:
    """The disposition of that name; KeyError names an unknown one."""
    return DISPOSITIONS[name]


def _names(holds: Callable[[Disposition], bool]) -> frozenset[str]:
    return frozenset(row.name for row in DISPOSITIONS.values() if holds(row))


INTERIM = _names(lambda row: row.interim)
"""Results of an attempt that leave the case open. Some are also final codes: of a case for which that stays the most
informative result."""
CONTACTS = _names(lambda row: row.contact)
"""Results of attempts in which somebody spoke with the interviewer."""
APPOINTMENTS = _names(lambda row: row.appointment)
"""Results that need a time."""
OF_A_NUMBER = _names(lambda row: row.of_number)
"""Codes 4.2x to 4.4x: they speak of a number, and of a case only when all its numbers have one."""
BY_PROGRAM = _names(lambda row: row.given_by is GivenBy.PROGRAM)
"""Results that only the course of an interview, or the program, can give."""
HARD_REFUSALS = _names(lambda row: row.hard_refusal)
"""Who said one of these is not called again, and what is added for “never call again” must count as one."""


def _only(holds: Callable[[Disposition], bool]) -> str:
    (name,) = _names(holds)
    return name


SOFT_REFUSAL = _only(lambda row: row.retry is RetryDelay.SOFT_REFUSAL)
"""The refusal of somebody who may be asked once more."""
BUSY = _only(lambda row: row.retry is RetryDelay.BUSY)
"""The line was engaged."""
