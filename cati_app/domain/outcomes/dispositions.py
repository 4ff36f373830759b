"""The table of outcomes: one row per code, with everything the program has to know about it.

Whatever else is said of results – which of them close a case, when it is due again, which code it ends with, where the
screens offer them – is read off this table; adding a code is a row here and its words. A row that contradicts itself
cannot be built.

Source: AAPOR Standard Definitions; German terms as used by ADM members; order of finality: the study protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY
from enum import IntEnum, StrEnum

from cati_app.values import dataclass


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


class OutcomeRole(StrEnum):
    """What the program itself takes an outcome for: exactly one row has each role, whatever its name is."""

    COMPLETE = "complete"  # the interview came to its end
    PARTIAL = "partial"  # it did not, and enough of it is there
    BREAK_OFF = "break_off"  # it did not, and too little of it is there
    SUSPENDED = "suspended"  # it goes on later
    QUOTA_FILLED = "quota_filled"  # the person's quota cell is full
    NO_ELIGIBLE_PERSON = "no_eligible_person"  # nobody of the population
    NOT_SCREENED = "not_screened"  # a household of which nobody knows whether it belongs to the population
    OTHER_UNKNOWN = "other_unknown"  # likewise, for another reason than an open screening
    RESPONDENT_UNAVAILABLE = "respondent_unavailable"  # it does, and nobody was reached again
    NOT_ATTEMPTED = "not_attempted"  # before the first call
    RETURNED = "returned"  # the case came back without a result
    OPT_OUT = "opt_out"  # no more calls, in no study: the numbers go to the block list
    SOFT_REFUSAL = "soft_refusal"  # somebody may ask once more
    OTHER_LANGUAGE = "other_language"  # a colleague who speaks it calls back
    APPOINTMENT_FIRM = "appointment_firm"
    APPOINTMENT_SOFT = "appointment_soft"
    BUSY = "busy"  # the line was engaged
    NO_ANSWER = "no_answer"  # nobody picked up
    LINE_PROBLEM = "line_problem"  # the line failed in the call


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

    @property
    def ends_talk(self) -> bool:
        """Whether its results can end a conversation in which an interview was begun: somebody spoke, and on a line."""
        return self not in (ResultSection.DIGIT, ResultSection.MACHINE)


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
    label: str  # in English, as everybody reads it; the catalogues have the other languages
    aapor: str | None = None
    outcome_class: OutcomeClass | None = None
    _: KW_ONLY
    finality: Finality
    role: OutcomeRole | None = None
    retry: RetryDelay | None = None  # None: it ends the work on its case
    counts_as: str = ""  # the final code it becomes when nothing better is known; blank: its own
    person: Person | None = None  # who gave it, where the outcome itself says so
    by_person: bool = False  # the final code, and a result of its own, for each person who may have said it
    contact: bool = False  # somebody spoke with the interviewer
    nobody_there: bool = False  # a tone, an announcement, a machine or nothing: nobody can have spoken
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
            "nobody was there, and somebody spoke": self.nobody_there and self.contact,
            "a code of a number that leaves the case open": self.of_number and self.retry is not None,
            "says who gave it, and asks": self.by_person and self.person is not None,
            "somebody gave it, and nobody spoke": self.person is not None and not self.contact,
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
        ValueError: a name, number or word stands twice, a role has no row or several, or a result becomes a code that
            is none.
    """
    table = {row.name: row for row in rows}
    numbers = [row.aapor for row in rows if row.aapor is not None]
    if len(table) < len(rows) or len(set(numbers)) < len(numbers):
        raise ValueError("a name or an AAPOR number stands twice")
    if len({row.label for row in rows}) < len(rows):
        raise ValueError("two outcomes have the same word")
    if sorted(OutcomeRole) != sorted(row.role for row in rows if row.role is not None):
        raise ValueError("each role has exactly one row")
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
    Disposition(
        "complete",
        "interview complete",
        "1.1",
        _I,
        role=OutcomeRole.COMPLETE,
        finality=Finality.INTERVIEW,
        person=Person.RESPONDENT,
        contact=True,
        given_by=GivenBy.PROGRAM,
    ),
    Disposition(
        "partial",
        "usable partial interview",
        "1.2",
        _P,
        role=OutcomeRole.PARTIAL,
        finality=Finality.INTERVIEW,
        person=Person.RESPONDENT,
        contact=True,
        given_by=GivenBy.PROGRAM,
    ),
    Disposition(
        "refusal",
        "refusal, unclear by whom",
        "2.11",
        _R,
        role=OutcomeRole.OPT_OUT,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        hideable=False,
        listed=Listed(ResultSection.REFUSED),
    ),
    Disposition(
        "refusal_household",
        "household refuses",
        "2.111",
        _R,
        finality=Finality.REFUSAL,
        person=Person.HOUSEHOLD,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        listed=Listed(ResultSection.REFUSED, 2),
    ),
    Disposition(
        "refusal_respondent",
        "person refuses",
        "2.112",
        _R,
        finality=Finality.REFUSAL,
        person=Person.RESPONDENT,
        contact=True,
        before_screening=True,
        hard_refusal=True,
        listed=Listed(ResultSection.REFUSED, 3),
    ),
    Disposition(
        "break_off",
        "broken off",
        "2.12",
        _R,
        role=OutcomeRole.BREAK_OFF,
        finality=Finality.REFUSAL,
        contact=True,
        before_screening=True,
        given_by=GivenBy.IN_INTERVIEW,
        listed=Listed(ResultSection.REFUSED),
    ),
    Disposition(
        "respondent_unavailable",
        "person not reachable during fieldwork",
        "2.21",
        _NC,
        role=OutcomeRole.RESPONDENT_UNAVAILABLE,
        finality=Finality.RESPONDENT,
        listed=Listed(ResultSection.LATER, 1, rarer=True),
    ),
    Disposition(
        "machine_household",
        "answering machine of a household",
        "2.22",
        _NC,
        finality=Finality.HOUSEHOLD_MACHINE,
        retry=RetryDelay.MACHINE,
        timing=Timing.ANOTHER_PART,
        weight=-2,
        nobody_there=True,
        listed=Listed(ResultSection.MACHINE, 2),
    ),
    Disposition(
        "deceased",
        "deceased",
        "2.31",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.REFUSED, 1, rarer=True),
    ),
    Disposition(
        "unable",
        "unable for reasons of health",
        "2.32",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.REFUSED, 4),
    ),
    Disposition(
        "language_household",
        "no common language",
        "2.331",
        _O,
        finality=Finality.ELIGIBLE,
        person=Person.HOUSEHOLD,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 1),
    ),
    Disposition(
        "language_respondent",
        "no common language with the person",
        "2.332",
        _O,
        finality=Finality.ELIGIBLE,
        person=Person.RESPONDENT,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 1, rarer=True),
    ),
    Disposition(
        "no_language_interviewer",
        "nobody here speaks the language",
        "2.333",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        before_screening=True,
        listed=Listed(ResultSection.LANGUAGE, 2, rarer=True),
    ),
    Disposition(
        "bad_audio",
        "connection not understandable",
        "2.34",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 5),
    ),
    Disposition(
        "bad_situation",
        "the situation allows no interview",
        "2.35",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        note=True,
        listed=Listed(ResultSection.REFUSED, 2, rarer=True),
    ),
    Disposition(
        "other_eligible",
        "other reason, belongs to the population",
        "2.36",
        _O,
        finality=Finality.ELIGIBLE,
        contact=True,
        note=True,
        listed=Listed(ResultSection.REFUSED, 3, rarer=True),
    ),
    Disposition(
        "not_attempted",
        "not called yet",
        "3.11",
        _UH,
        role=OutcomeRole.NOT_ATTEMPTED,
        finality=Finality.NOT_CALLED,
        given_by=GivenBy.PROGRAM,
    ),
    Disposition(
        "busy",
        "busy",
        "3.12",
        _UH,
        role=OutcomeRole.BUSY,
        finality=Finality.BUSY,
        retry=RetryDelay.BUSY,
        weight=-1,
        ring_told=True,
        nobody_there=True,
        listed=Listed(ResultSection.DIGIT, 2),
        signals=(LineSignal(sip=frozenset({486, 600})), LineSignal(q850=frozenset({17}))),
    ),
    Disposition(
        "no_answer",
        "no answer",
        "3.13",
        _UH,
        role=OutcomeRole.NO_ANSWER,
        finality=Finality.NO_ANSWER,
        retry=RetryDelay.NO_ANSWER,
        hideable=False,
        timing=Timing.ANOTHER_PART,
        weight=1,
        ring_told=True,
        nobody_there=True,
        listed=Listed(ResultSection.DIGIT, 1),
        signals=(LineSignal(ring_limit=True), LineSignal(sip=frozenset({408, 480}), q850=frozenset({18, 19, 20}))),
    ),
    Disposition(
        "machine_unknown",
        "answering machine, unclear whose",
        "3.14",
        _UH,
        finality=Finality.MACHINE,
        nobody_there=True,
        listed=Listed(ResultSection.MACHINE),
    ),
    Disposition(
        "call_blocked",
        "calls are blocked",
        "3.15",
        _UH,
        finality=Finality.LINE,
        nobody_there=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 8, rarer=True),
        signals=(LineSignal(sip=frozenset({607, 608})),),
    ),
    Disposition(
        "line_problem",
        "line problem",
        "3.16",
        _UH,
        role=OutcomeRole.LINE_PROBLEM,
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
        "unclear announcement",
        "3.161",
        _UH,
        finality=Finality.LINE,
        nobody_there=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 9, rarer=True),
    ),
    Disposition(
        "not_screened",
        "household, not screened",
        "3.21",
        _UO,
        role=OutcomeRole.NOT_SCREENED,
        finality=Finality.HOUSEHOLD,
        contact=True,
        listed=Listed(ResultSection.LATER),
    ),
    Disposition(
        "residence_unknown",
        "unclear whether a household",
        "3.30",
        _UO,
        finality=Finality.HOUSEHOLD,
        contact=True,
        listed=Listed(ResultSection.LATER, 2, rarer=True),
    ),
    Disposition(
        "other_unknown",
        "other reason, population unclear",
        "3.90",
        _UO,
        finality=Finality.HOUSEHOLD,
        role=OutcomeRole.OTHER_UNKNOWN,
        note=True,
        listed=Listed(ResultSection.LATER, 3, rarer=True),
    ),
    Disposition(
        "outside_area",
        "does not live in the area",
        "4.10",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 2, rarer=True),
    ),
    Disposition(
        "fax",
        "fax or data line",
        "4.20",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        nobody_there=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 2),
    ),
    Disposition(
        "not_in_service",
        "number not in service",
        "4.31",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        nobody_there=True,
        listed=Listed(ResultSection.DIGIT, 4),
        signals=(
            LineSignal(sip=frozenset({410, 604})),
            LineSignal(sip=frozenset({404, 410, 604}), q850=frozenset({1})),
        ),
    ),
    Disposition(
        "disconnected",
        "number disconnected",
        "4.32",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        nobody_there=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 6, rarer=True),
    ),
    Disposition(
        "out_of_order",
        "number out of order for now",
        "4.33",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        nobody_there=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 7, rarer=True),
        signals=(LineSignal(q850=frozenset({27})),),
    ),
    Disposition(
        "number_changed",
        "number changed",
        "4.41",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 4, rarer=True),
        signals=(LineSignal(sip=frozenset({404, 410, 604}), q850=frozenset({22})),),
    ),
    Disposition(
        "forwarded",
        "number forwarded elsewhere",
        "4.43",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 5, rarer=True),
    ),
    Disposition(
        "mobile_in_landline_frame",
        "mobile number in the landline sample",
        "4.45",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 10, rarer=True),
    ),
    Disposition(
        "landline_in_mobile_frame",
        "landline number in the mobile sample",
        "4.46",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        of_number=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 11, rarer=True),
    ),
    Disposition(
        "business",
        "business",
        "4.51",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 1),
    ),
    Disposition(
        "institution",
        "institution",
        "4.52",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 3),
    ),
    Disposition(
        "group_quarters",
        "group quarters",
        "4.53",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 3, rarer=True),
    ),
    Disposition(
        "not_resident",
        "nobody lives there",
        "4.54",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 1, rarer=True),
    ),
    Disposition(
        "no_eligible_person",
        "nobody eligible",
        "4.70",
        _NE,
        role=OutcomeRole.NO_ELIGIBLE_PERSON,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 13, rarer=True),
    ),
    Disposition(
        "quota_filled",
        "quota filled",
        "4.80",
        _NE,
        role=OutcomeRole.QUOTA_FILLED,
        finality=Finality.NOT_ELIGIBLE,
        contact=True,
        household=True,
        anybody=True,
        given_by=GivenBy.PROGRAM,
    ),
    Disposition(
        "duplicate",
        "household is in the sample twice",
        "4.81",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        anybody=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 12, rarer=True),
    ),
    Disposition(
        "other_ineligible",
        "other reason, not the population",
        "4.90",
        _NE,
        finality=Finality.NOT_ELIGIBLE,
        note=True,
        listed=Listed(ResultSection.WRONG_NUMBER, 14, rarer=True),
    ),
    Disposition(
        "appointment_firm",
        "firm appointment",
        role=OutcomeRole.APPOINTMENT_FIRM,
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
        "appointment, roughly",
        role=OutcomeRole.APPOINTMENT_SOFT,
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
        "call back later",
        role=OutcomeRole.OTHER_LANGUAGE,
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
        "no time, no interest now",
        role=OutcomeRole.SOFT_REFUSAL,
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
        "interview suspended",
        role=OutcomeRole.SUSPENDED,
        finality=Finality.REFUSAL,
        retry=RetryDelay.CONTACT,
        counts_as="break_off",
        contact=True,
        given_by=GivenBy.PROGRAM,
        weight=-8,
    ),
    Disposition(
        "machine",
        "answering machine",
        finality=Finality.MACHINE,
        retry=RetryDelay.MACHINE,
        counts_as="machine_unknown",
        timing=Timing.ANOTHER_PART,
        weight=-2,
        ring_told=True,
        nobody_there=True,
        listed=Listed(ResultSection.MACHINE, 1),
    ),
    Disposition(
        "contact_other_person",
        "somebody else, person not at home",
        finality=Finality.HOUSEHOLD,
        retry=RetryDelay.CONTACT,
        counts_as="not_screened",
        contact=True,
        timing=Timing.BEST_PART,
        weight=-5,
        listed=Listed(ResultSection.LATER, 1),
    ),
    Disposition(
        "returned",
        "given back without a call",
        role=OutcomeRole.RETURNED,
        finality=Finality.NOTHING,
        retry=RetryDelay.AT_ONCE,
        given_by=GivenBy.PROGRAM,
    ),
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
BY_PROGRAM = _names(lambda row: row.given_by is GivenBy.PROGRAM)
"""Results that only the course of an interview, or the program, can give."""
HARD_REFUSALS = _names(lambda row: row.hard_refusal)
"""Who said one of these is not called again, and what is added for “never call again” must count as one."""


def _in_role(role: OutcomeRole) -> str:
    (name,) = _names(lambda row: row.role is role)
    return name


COMPLETE = _in_role(OutcomeRole.COMPLETE)
PARTIAL = _in_role(OutcomeRole.PARTIAL)
BREAK_OFF = _in_role(OutcomeRole.BREAK_OFF)
SUSPENDED = _in_role(OutcomeRole.SUSPENDED)
QUOTA_FILLED = _in_role(OutcomeRole.QUOTA_FILLED)
NO_ELIGIBLE_PERSON = _in_role(OutcomeRole.NO_ELIGIBLE_PERSON)
NOT_SCREENED = _in_role(OutcomeRole.NOT_SCREENED)
OTHER_UNKNOWN = _in_role(OutcomeRole.OTHER_UNKNOWN)
RESPONDENT_UNAVAILABLE = _in_role(OutcomeRole.RESPONDENT_UNAVAILABLE)
NOT_ATTEMPTED = _in_role(OutcomeRole.NOT_ATTEMPTED)
RETURNED = _in_role(OutcomeRole.RETURNED)
OPT_OUT = _in_role(OutcomeRole.OPT_OUT)
SOFT_REFUSAL = _in_role(OutcomeRole.SOFT_REFUSAL)
OTHER_LANGUAGE = _in_role(OutcomeRole.OTHER_LANGUAGE)
APPOINTMENT_FIRM = _in_role(OutcomeRole.APPOINTMENT_FIRM)
APPOINTMENT_SOFT = _in_role(OutcomeRole.APPOINTMENT_SOFT)
BUSY = _in_role(OutcomeRole.BUSY)
NO_ANSWER = _in_role(OutcomeRole.NO_ANSWER)
LINE_PROBLEM = _in_role(OutcomeRole.LINE_PROBLEM)
