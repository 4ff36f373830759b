"""Outcome codes of cases and attempts with their AAPOR numbers and classes.

Source: AAPOR Standard Definitions; German terms as used by ADM members.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Disposition:
    """An outcome; results that are never final have neither AAPOR number nor class."""

    name: str
    aapor: str | None = None
    outcome_class: OutcomeClass | None = None

    @property
    def closes(self) -> bool:
        """True when an attempt with this result closes its case."""
        return self.name not in INTERIM


_I, _P, _R = OutcomeClass.INTERVIEW, OutcomeClass.PARTIAL, OutcomeClass.REFUSAL
_NC, _O = OutcomeClass.NON_CONTACT, OutcomeClass.OTHER
_UH, _UO, _NE = OutcomeClass.UNKNOWN_HOUSEHOLD, OutcomeClass.UNKNOWN_OTHER, OutcomeClass.NOT_ELIGIBLE

_FINAL: tuple[tuple[str, str, OutcomeClass], ...] = (
    ("complete", "1.1", _I),
    ("partial", "1.2", _P),
    ("refusal", "2.11", _R),
    ("refusal_household", "2.111", _R),
    ("refusal_respondent", "2.112", _R),
    ("break_off", "2.12", _R),
    ("respondent_unavailable", "2.21", _NC),
    ("machine_household", "2.22", _NC),
    ("deceased", "2.31", _O),
    ("unable", "2.32", _O),
    ("language_household", "2.331", _O),
    ("language_respondent", "2.332", _O),
    ("no_language_interviewer", "2.333", _O),
    ("bad_audio", "2.34", _O),
    ("bad_situation", "2.35", _O),
    ("other_eligible", "2.36", _O),
    ("not_attempted", "3.11", _UH),
    ("busy", "3.12", _UH),
    ("no_answer", "3.13", _UH),
    ("machine_unknown", "3.14", _UH),
    ("call_blocked", "3.15", _UH),
    ("line_problem", "3.16", _UH),
    ("unclear_announcement", "3.161", _UH),
    ("not_screened", "3.21", _UO),
    ("residence_unknown", "3.30", _UO),
    ("other_unknown", "3.90", _UO),
    ("outside_area", "4.10", _NE),
    ("fax", "4.20", _NE),
    ("not_in_service", "4.31", _NE),
    ("disconnected", "4.32", _NE),
    ("out_of_order", "4.33", _NE),
    ("number_changed", "4.41", _NE),
    ("forwarded", "4.43", _NE),
    ("mobile_in_landline_frame", "4.45", _NE),
    ("landline_in_mobile_frame", "4.46", _NE),
    ("business", "4.51", _NE),
    ("institution", "4.52", _NE),
    ("group_quarters", "4.53", _NE),
    ("not_resident", "4.54", _NE),
    ("no_eligible_person", "4.70", _NE),
    ("quota_filled", "4.80", _NE),
    ("duplicate", "4.81", _NE),
    ("other_ineligible", "4.90", _NE),
)
INTERIM = frozenset(
    {
        "appointment_firm",
        "appointment_soft",
        "callback_requested",
        "soft_refusal",
        "interview_suspended",
        "busy",
        "no_answer",
        "machine",
        "machine_household",
        "line_problem",
        "contact_other_person",
        "returned",
    }
)
"""Results of an attempt that leave the case open. `busy`, `no_answer`, `machine_household` and `line_problem`
are also final codes: of a case for which that stays the most informative result."""

DISPOSITIONS: dict[str, Disposition] = {
    **{name: Disposition(name) for name in INTERIM},
    **{name: Disposition(name, aapor, outcome_class) for name, aapor, outcome_class in _FINAL},
}
"""Every disposition by name."""

CONTACTS = frozenset({
    *(name for name, _, outcome_class in _FINAL if outcome_class in (_I, _P, _R, _O)),
    *("not_screened", "residence_unknown", "outside_area", "business", "institution", "group_quarters", "not_resident"),
    *("no_eligible_person", "quota_filled", "appointment_firm", "appointment_soft", "callback_requested"),
    *("soft_refusal", "interview_suspended", "contact_other_person"),
})  # fmt: skip
"""Results of attempts in which somebody spoke with the interviewer."""

BY_PROGRAM = frozenset({"complete", "partial", "quota_filled", "interview_suspended", "not_attempted", "returned"})
"""Results that only the course of an interview, or the program, can give."""


def disposition(name: str) -> Disposition:
    """The disposition of that name; KeyError names an unknown one."""
    return DISPOSITIONS[name]
