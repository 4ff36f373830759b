"""Numbers that the quick way reads come out as the library reads them."""

from __future__ import annotations

from itertools import product

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.sampling.numbering_plan import plan_of
from cati_app.domain.sampling.phone_library import library_number

_STARTS = ("0", "+49", "+43", "00", "049", "+", "0180", "0800", "0900", "0137", "0171", "015", "+4932", "0700", "019")
_GAPS = st.sampled_from(["", "", "", " ", "-", "/", "(", ") ", "."])
_TEXTS = st.builds(
    lambda start, parts: start + "".join(digit + gap for digit, gap in parts),
    st.sampled_from(_STARTS),
    st.lists(st.tuples(st.sampled_from("0123456789"), _GAPS), min_size=1, max_size=16),
)


def _by_library(text: str, country: str) -> tuple[str, int] | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    assert number.extension is None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, phonenumbers.number_type(number)


def _agree(text: str, country: str) -> bool:
    """Whether the quick way read it; wrong when it did so otherwise than the library."""
    plan = plan_of(country)
    assert plan is not None
    national = plan.national(text)
    if national is None:
        return False
    assert _by_library(text, country) == (f"+{plan.code}{national}", plan.type_of(national))
    return True


@given(text=_TEXTS, country=st.sampled_from(["DE", "AT", "CH", "FR"]))
def test_the_quick_way_reads_what_the_library_reads(text: str, country: str) -> None:
    _agree(text, country)


def test_every_beginning_and_length_of_german_numbers_is_read_alike() -> None:
    read = [
        _agree(f"0{area}{'2' * length}", "DE")
        for area, length in product([*range(10, 100), *range(110, 1000, 7)], range(1, 14))
    ]
    assert sum(read) > 2000


def test_usual_spellings_take_the_quick_way() -> None:
    for text in ("030 23125000", "+49 30 23125000", "030/23125-000", "0171 3920063"):
        assert _agree(text, "DE"), text


@pytest.mark.parametrize("country", ["US", "IT", "GB", "RU", "PL", "XX"])
def test_countries_with_rules_of_their_own_are_left_to_the_library(country: str) -> None:
    assert plan_of(country) is None


def test_a_number_of_any_country_is_the_librarys_own() -> None:
    regions, kinds = sorted(phonenumbers.SUPPORTED_REGIONS), sorted(phonenumbers.PhoneNumberType.values())
    examples = (phonenumbers.example_number_for_type(region, kind) for region in regions for kind in kinds)
    numbers = [number for number in examples if number is not None]
    assert len(numbers) > 1000
    for number in numbers:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert phonenumbers.parse(e164, None) == library_number(e164), e164
