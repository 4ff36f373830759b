"""Telephone numbers read from text, at the border, and what numbering plans tell of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import timezone
from phonenumbers.phonenumberutil import ndd_prefix_for_region
from phonenumbers.tzdata import TIMEZONE_DATA

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sampling.numbering_plan import plan_of
from cati_app.domain.sampling.phone import LineKind, PhoneNumber

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
_ZEROS = ("0", "\u0660", "\u06f0")  # Western, Arabic and Persian digits
_ZERO_IS_A_DIGIT = frozenset({"IT", "SM", "VA"})  # their landline numbers begin with it, at home and abroad
_ITALIAN_MOBILE = 10  # digits of a mobile; landlines, with their zero, have hardly ever more
_RESCUE = "19222"  # with any German area code: the ambulance
_ROUNDED = re.compile(r"\s*\d+([.,]\d+)?E[+-]?\d+\s*", re.I)  # 4.94E+11: a spreadsheet threw digits away
_FLOAT = re.compile(r"\s*(\d+)[.,]0\s*")  # 441123456.0: read as a number by another program
_EMPTIED = re.compile(r"\s*\d{4,}0{7,}([.,]0)?\s*")  # 494000000000: what is left when 4.94E+11 is read back
_LETTER = re.compile(r"[^\W\d_]")  # else 030 TAXI would become digits, and a name beside the number would change it


def parse_number(number_text: str, country: str) -> PhoneNumber:
    """Read a number as typed or imported.

    Args:
        number_text: Any usual spelling, national or international.
        country: Region of numbers without country code, for instance `DE`.

    Raises:
        RuleViolation: `number_not_readable`, `number_too_short`, `number_impossible`, `number_service`; never with
            the number itself.
    """
    plan = plan_of(country)
    national = plan.national(number_text) if plan is not None else None
    if plan is not None and national is not None:
        return _checked(national, plan.type_of(national), f"+{plan.code}{national}", plan.code)
    if _LETTER.search(number_text):
        raise RuleViolation("number_not_readable")
    try:
        number = phonenumbers.parse(number_text, country)
    except phonenumbers.NumberParseException as error:
        raise RuleViolation("number_not_readable") from error
    if number.extension is not None:
        raise RuleViolation("number_not_readable")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return _checked(str(number.national_number), phonenumbers.number_type(number), e164, str(number.country_code))


def _checked(national: str, kind: int, e164: str, code: str) -> PhoneNumber:
    if len(national) < _SHORTEST_NATIONAL:
        raise RuleViolation("number_too_short")
    if kind in _FORBIDDEN or _is_rescue_service(national, code):
        raise RuleViolation("number_service")
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:  # the same as not valid, without asking for the kind again
        raise RuleViolation("number_impossible")
    return PhoneNumber(e164, _KINDS.get(kind, LineKind.OTHER))


def parse_listed(number_text: str, country: str, *, numeric: bool = False, restore_zeros: bool = False) -> PhoneNumber:
    """Read a number of a sample file, where spreadsheets may have damaged it.

    Args:
        number_text: The cell.
        country: Region of numbers without country code.
        numeric: The spreadsheet keeps the cell as a number, so a leading 0 or + is gone.
        restore_zeros: Give such a number its 0 or + back where only one of them makes a number that can exist. A number
            that its country writes without either is taken as it stands.

    Raises:
        RuleViolation: as `parse_number`; `number_rounded`, `number_zero_lost`, `number_ambiguous`.
    """
    if _ROUNDED.fullmatch(number_text):
        raise RuleViolation("number_rounded")
    as_float = _FLOAT.fullmatch(number_text)
    if (numeric or as_float) and _EMPTIED.fullmatch(number_text):
        raise RuleViolation("number_rounded")
    text = as_float[1] if as_float else number_text.strip()
    short = len(text) < _SHORTEST_NATIONAL
    if short or not (numeric or as_float or text[:1].isdecimal()) or (text.startswith(_ZEROS) and not numeric):
        return parse_number(text, country)
    if not has_trunk_zero(country):
        return _without_zeros(text, country)
    whole = _whole(text, country)
    if whole is not None:
        return whole
    if not restore_zeros:
        raise RuleViolation("number_zero_lost")
    return _restored(text, country)


def _whole(text: str, country: str) -> PhoneNumber | None:
    """The number, when nothing is missing although its country knows numbers with a zero; None when something may be.

    Mobiles of Italy and China, for instance, are written without one.

    Raises:
        RuleViolation: `number_service`, where a zero is a digit and the number with one could not exist.
    """
    zero_is_a_digit = country in _ZERO_IS_A_DIGIT
    with_zero = _number_or_none(f"0{text}", country)
    try:
        number = parse_number(text, country)
    except RuleViolation as problem:
        if zero_is_a_digit and with_zero is None and problem.code == "number_service":
            raise
        return None
    if not zero_is_a_digit and _digits(number.national()) != _digits(text):
        return None
    if with_zero is None or with_zero == number:
        return number
    full_length = zero_is_a_digit and len(_digits(text)) >= _ITALIAN_MOBILE
    return number if full_length and number.kind is LineKind.MOBILE else None


def _restored(text: str, country: str) -> PhoneNumber:
    """The number that the text was before a spreadsheet took away its 0 or +."""
    numbers: dict[PhoneNumber, None] = {}
    problem = RuleViolation("number_not_readable")
    for full in (f"+{text}", f"0{text}", *((text,) if country in _ZERO_IS_A_DIGIT else ())):
        try:
            numbers[parse_number(full, country)] = None
        except RuleViolation as error:
            problem = error
    first = next(iter(numbers), None)
    if first is None:
        raise problem
    if len(numbers) > 1 and first.kind is not LineKind.MOBILE:
        raise RuleViolation("number_ambiguous")
    return first


def _number_or_none(text: str, country: str) -> PhoneNumber | None:
    try:
        return parse_number(text, country)
    except RuleViolation:
        return None


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _without_zeros(text: str, country: str) -> PhoneNumber:
    """Where nothing can be lost: a national number, else an international one whose + is gone."""
    try:
        return parse_number(text, country)
    except RuleViolation as problem:
        try:
            return parse_number(f"+{text}", country)
        except RuleViolation:
            raise problem from None


def is_region(country: str) -> bool:
    """Whether numbers of that country can be read."""
    return country in phonenumbers.SUPPORTED_REGIONS


@cache
def has_trunk_zero(country: str) -> bool:
    """Whether national numbers begin with a 0 that a spreadsheet can take away; in the plan of Italy it is a digit."""
    return ndd_prefix_for_region(country, False) == "0" or country in _ZERO_IS_A_DIGIT


def country_code(country: str) -> str:
    """`49` for `DE`."""
    return str(phonenumbers.country_code_for_region(country))


def place_of(number: PhoneNumber) -> tuple[str, str]:
    """Region (`DE`) and time zone (`Europe/Berlin`) of a number; blank where the plan does not tell one."""
    for length in (2, 3, 4):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(number.e164[1:length]), ())
        if len(regions) == 1:
            code = number.e164[1:length]
            return regions[0], _zone_of_prefix(code, number.e164[length : 1 + _zone_digits(code)])
    parsed = phonenumbers.parse(number.e164, None)
    return phonenumbers.region_code_for_number(parsed) or "", _zone(parsed)


@cache
def _zone_digits(country_code: str) -> int:
    """How many digits of a number of this country tell its time zone: two for Germany."""
    return max((len(prefix) for prefix in TIMEZONE_DATA if prefix.startswith(country_code)), default=0)


@lru_cache(4096)
def _zone_of_prefix(country_code: str, national: str) -> str:
    return _zone(phonenumbers.PhoneNumber(int(country_code), int(national or 0)))


def _zone(parsed: phonenumbers.PhoneNumber) -> str:
    zones = timezone.time_zones_for_geographical_number(parsed)
    return zones[0] if len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE else ""


def _is_rescue_service(national: str, code: str) -> bool:
    if code != "49" or not national.endswith(_RESCUE):
        return False
    area = phonenumbers.length_of_geographical_area_code(phonenumbers.PhoneNumber(49, int(national)))
    return national[area:] == _RESCUE
