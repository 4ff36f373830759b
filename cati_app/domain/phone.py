"""Telephone numbers: text at the border, E.164 inside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from cati_app.domain.errors import RuleViolation


class LineKind(StrEnum):
    """What the numbering plan says about a line."""

    LANDLINE = "landline"
    MOBILE = "mobile"
    OTHER = "other"


_KINDS = {
    phonenumbers.PhoneNumberType.FIXED_LINE: LineKind.LANDLINE,
    phonenumbers.PhoneNumberType.MOBILE: LineKind.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE: LineKind.OTHER,
}
# Service, premium and emergency numbers are never private households.
_FORBIDDEN = {
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PAGER,
    phonenumbers.PhoneNumberType.VOICEMAIL,
    phonenumbers.PhoneNumberType.UAN,
}
_SHORTEST_NATIONAL = 6


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that may be dialled."""

    e164: str
    kind: LineKind

    def national(self) -> str:
        """As an interviewer reads and dials it: `040 66969047`."""
        number = phonenumbers.parse(self.e164, None)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def parse_number(number_text: str, country: str) -> PhoneNumber:
    """Read a number as typed or imported.

    Args:
        number_text: Any usual spelling, national or international.
        country: Region of numbers without country code, for instance `DE`.

    Raises:
        RuleViolation: `number_not_readable`, `number_too_short`, `number_impossible`, `number_service`; never with
            the number itself.
    """
    try:
        number = phonenumbers.parse(number_text, country)
    except phonenumbers.NumberParseException as error:
        raise RuleViolation("number_not_readable") from error
    if len(str(number.national_number)) < _SHORTEST_NATIONAL:
        raise RuleViolation("number_too_short")
    if not phonenumbers.is_possible_number(number):
        raise RuleViolation("number_impossible")
    kind = phonenumbers.number_type(number)
    if kind in _FORBIDDEN:
        raise RuleViolation("number_service")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneNumber(e164, _KINDS.get(kind, LineKind.OTHER))
