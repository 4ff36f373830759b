"""Telephone numbers: text at the border, E.164 inside."""

from __future__ import annotations

import re
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
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
}
_SHORTEST_NATIONAL = 6
_RESCUE = "19222"  # with any German area code: the ambulance
_LETTER = re.compile(r"[^\W\d_]")  # else 030 TAXI would become digits, and a name beside the number would change it


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
    if _LETTER.search(number_text):
        raise RuleViolation("number_not_readable")
    try:
        number = phonenumbers.parse(number_text, country)
    except phonenumbers.NumberParseException as error:
        raise RuleViolation("number_not_readable") from error
    if number.extension is not None:
        raise RuleViolation("number_not_readable")
    if len(str(number.national_number)) < _SHORTEST_NATIONAL:
        raise RuleViolation("number_too_short")
    kind = phonenumbers.number_type(number)
    if kind in _FORBIDDEN or _is_rescue_service(number):
        raise RuleViolation("number_service")
    if not phonenumbers.is_valid_number(number):
        raise RuleViolation("number_impossible")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneNumber(e164, _KINDS.get(kind, LineKind.OTHER))


def _is_rescue_service(number: phonenumbers.PhoneNumber) -> bool:
    area = phonenumbers.length_of_geographical_area_code(number)
    return number.country_code == 49 and str(number.national_number)[area:] == _RESCUE
