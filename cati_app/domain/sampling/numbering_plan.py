"""Reads the usual spellings of one country's numbers in a few steps; whatever is unusual is left to the library.

The library tries every spelling of every country on every number, which makes it the slowest part of a large import.
What is read here is read from the library's own tables, and comes out the same (`tests/property/test_phone_laws.py`).
"""

from __future__ import annotations

import re
from functools import cache

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberType
from phonenumbers.phonemetadata import PhoneNumberDesc

from cati_app.values import dataclass

_USUAL = re.compile(r"[+0]?[0-9][0-9 ()/.\-]{4,28}[0-9]")
_DIGITS = str.maketrans("", "", " ()/.-")
_PLAIN_PREFIX, _PLAIN_IDD = "0", "00"
_ORDER = (
    (PhoneNumberType.PREMIUM_RATE, "premium_rate"),
    (PhoneNumberType.TOLL_FREE, "toll_free"),
    (PhoneNumberType.SHARED_COST, "shared_cost"),
    (PhoneNumberType.VOIP, "voip"),
    (PhoneNumberType.PERSONAL_NUMBER, "personal_number"),
    (PhoneNumberType.PAGER, "pager"),
    (PhoneNumberType.UAN, "uan"),
    (PhoneNumberType.VOICEMAIL, "voicemail"),
)


@dataclass(frozen=True, slots=True)
class _Desc:
    """Numbers of one type: their lengths and their form."""

    lengths: frozenset[int]
    form: re.Pattern[str]

    def holds(self, national: str) -> bool:
        return (not self.lengths or len(national) in self.lengths) and self.form.fullmatch(national) is not None


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """The numbers of a country whose prefix is a plain 0 and whose code belongs to it alone."""

    code: str
    _general: _Desc
    _types: tuple[tuple[int, _Desc], ...]
    _fixed: _Desc | None
    _mobile: _Desc | None
    _same: bool

    def national(self, number_text: str) -> str | None:
        """The national significant number of a usual spelling; None where the library has to read it."""
        if _USUAL.fullmatch(number_text) is None:
            return None
        digits = number_text.translate(_DIGITS)
        if digits[0] == "+":
            national = digits[1 + len(self.code) :] if digits.startswith(self.code, 1) else ""
        elif digits[0] == _PLAIN_PREFIX and self._general.form.fullmatch(digits) is None:
            national = digits[1:]
        else:
            return None
        return national if national[:1] not in ("", "0") and len(national) in self._general.lengths else None

    def type_of(self, national: str) -> int:
        """The library's type of a national significant number."""
        if not self._general.holds(national):
            return PhoneNumberType.UNKNOWN
        for kind, desc in self._types:
            if desc.holds(national):
                return kind
        mobile = self._mobile is not None and self._mobile.holds(national)
        if self._fixed is not None and self._fixed.holds(national):
            return PhoneNumberType.FIXED_LINE_OR_MOBILE if self._same or mobile else PhoneNumberType.FIXED_LINE
        return PhoneNumberType.MOBILE if mobile and not self._same else PhoneNumberType.UNKNOWN


@cache
def plan_of(country: str) -> NumberingPlan | None:
    """The plan of a region; None where its numbers are not as plain as that."""
    known = PhoneMetadata.metadata_for_region(country)
    if known is None or known.national_prefix_transform_rule or known.leading_digits:
        return None
    if (known.national_prefix_for_parsing, known.international_prefix) != (_PLAIN_PREFIX, _PLAIN_IDD):
        return None
    code, general = phonenumbers.country_code_for_region(country), _desc(known.general_desc)
    if general is None or not general.lengths or COUNTRY_CODE_TO_REGION_CODE.get(code) != (country,):
        return None
    types = ((kind, _desc(getattr(known, name))) for kind, name in _ORDER)
    return NumberingPlan(
        str(code),
        general,
        tuple((kind, desc) for kind, desc in types if desc is not None),
        _desc(known.fixed_line),
        _desc(known.mobile),
        bool(known.same_mobile_and_fixed_line_pattern),
    )


def _desc(known: PhoneNumberDesc | None) -> _Desc | None:
    if known is None or not known.national_number_pattern:
        return None
    return _Desc(frozenset(known.possible_length or ()), re.compile(known.national_number_pattern))
