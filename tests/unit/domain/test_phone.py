"""Numbers at the border: what can be dialled, what never is, and why."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.domain.sampling.phone_reading import parse_listed, parse_number, place_of

BLOCKS = ("3023125", "6990009", "4066969", "2214710", "8999998")
"""Landline numbers that the regulator reserves for fiction, each with 000 to 999."""


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("last", [0, 7, 500, 999])
def test_a_landline_number_of_fiction_is_a_landline(block: str, last: int) -> None:
    number = parse_number(f"0{block}{last:03d}", "DE")

    assert (f"+49{block}{last:03d}", LineKind.LANDLINE) == (number.e164, number.kind)


@pytest.mark.parametrize("number_text", ["0171 3920063", "0176 04069086"])
def test_a_mobile_number_of_fiction_is_a_mobile(number_text: str) -> None:
    assert LineKind.MOBILE is parse_number(number_text, "DE").kind


@pytest.mark.parametrize(
    "number_text",
    [
        "030 23125000",
        "+49 30 23125000",
        "0049 30 23125000",
        "(030) 23125-000",
        "030/23125000",
        "+493023125000",
        "+49 (0)30 23125000",
        " 030 231 25 000 ",
        "٠٣٠ ٢٣١٢٥٠٠٠",
    ],
)
def test_every_usual_spelling_gives_the_same_number(number_text: str) -> None:
    assert "+493023125000" == parse_number(number_text, "DE").e164


def test_a_number_is_read_aloud_nationally() -> None:
    assert "030 23125000" == parse_number("+493023125000", "DE").national()


@pytest.mark.parametrize(
    ("e164", "country", "dialled"),
    [
        ("+493023125000", "DE", "030 23125000"),
        ("+493023125000", "AT", "+49 30 23125000"),
        ("+995322223310", "DE", "+995 32 222 33 10"),
        ("+12125550100", "CA", "(212) 555-0100"),  # one plan for several countries
    ],
)
def test_a_number_is_dialled_from_another_country_with_the_code_of_its_own(
    e164: str, country: str, dialled: str
) -> None:
    assert dialled == parse_number(e164, "DE").dialled_from(country)


@pytest.mark.parametrize(
    ("number_text", "code"),
    [
        ("", "number_not_readable"),
        ("-", "number_not_readable"),
        ("12", "number_too_short"),
        ("unbekannt", "number_not_readable"),
        ("030 TAXI1234", "number_not_readable"),
        ("030 23125000 Müller", "number_not_readable"),
        ("Müller 030 23125000", "number_not_readable"),
        ("030 23125000 ext 5", "number_not_readable"),
        ("030 23125000#5", "number_not_readable"),
        ("030 23125000 / 030 23125001", "number_not_readable"),
        ("1e9", "number_not_readable"),
        ("110", "number_too_short"),
        ("112", "number_too_short"),
        ("+49 112", "number_too_short"),
        ("118 33", "number_too_short"),
        ("030 110", "number_too_short"),
        ("116117", "number_impossible"),
        ("112 112", "number_impossible"),
        ("000000000", "number_too_short"),
        ("01033 030 1234567", "number_impossible"),
        ("0171 39200631234", "number_impossible"),
        ("+1 000 000 0000", "number_too_short"),
        ("030 19222", "number_service"),
        ("0900 1234567", "number_service"),
        ("0137 7123456", "number_service"),
        ("0180 5123456", "number_service"),
        ("0800 1234567", "number_service"),
        ("0700 12345678", "number_service"),
    ],
)
def test_a_number_that_is_none_is_refused_with_the_reason(number_text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_number(number_text, "DE")

    assert code == refused.value.code


def test_the_refusal_never_repeats_the_number() -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_number("0900 1234567", "DE")

    assert "1234567" not in f"{refused.value} {refused.value.context}"


def test_a_foreign_number_keeps_its_country() -> None:
    assert "+43" == parse_number("+43 1 5123456", "DE").e164[:3]


def test_a_line_that_the_plan_does_not_tell_apart_is_neither() -> None:
    assert LineKind.OTHER is parse_number("+1 202 555 0100", "DE").kind


@pytest.mark.parametrize(
    ("e164", "place"),
    [
        ("+493023125000", ("DE", "Europe/Berlin")),
        ("+491713920063", ("DE", "Europe/Berlin")),
        ("+12025550123", ("US", "America/New_York")),
        ("+390612345678", ("IT", "Europe/Rome")),
    ],
)
def test_a_number_tells_its_region_and_time_zone(e164: str, place: tuple[str, str]) -> None:
    assert place == place_of(PhoneNumber(e164, LineKind.OTHER))


def test_a_number_without_its_zero_is_refused_or_given_it_back() -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_listed("3023125000", "DE", numeric=True)

    assert "number_zero_lost" == refused.value.code
    assert "+493023125000" == parse_listed("3023125000", "DE", numeric=True, restore_zeros=True).e164
    assert "+493023125000" == parse_listed("493023125000", "DE", numeric=True, restore_zeros=True).e164


def test_a_lost_zero_that_makes_two_numbers_is_not_guessed() -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_listed("492214710000", "DE", restore_zeros=True)  # of Cologne, or of a place with 04922

    assert "number_ambiguous" == refused.value.code


@pytest.mark.parametrize(
    ("number_text", "country", "e164"),
    [
        ("3471234567", "IT", "+393471234567"),
        ("333 1234568", "IT", "+393331234568"),
        ("3311234567", "IT", "+393311234567"),  # beside the landline 0331
        ("333123456", "IT", "+39333123456"),  # a short one of the first years
        ("393471234567", "IT", "+393471234567"),
        ("3471234567", "VA", "+393471234567"),
        ("66661212", "SM", "+37866661212"),
        ("13123456789", "CN", "+8613123456789"),
        ("11 96123-4567", "BR", "+5511961234567"),
        ("71123456", "LB", "+96171123456"),
    ],
)
@pytest.mark.parametrize("numeric", [False, True])
@pytest.mark.parametrize("restore_zeros", [False, True])
def test_a_number_that_its_country_writes_without_a_zero_has_lost_none(
    number_text: str, country: str, e164: str, numeric: bool, restore_zeros: bool
) -> None:
    assert e164 == parse_listed(number_text, country, numeric=numeric, restore_zeros=restore_zeros).e164


@pytest.mark.parametrize(
    ("number_text", "country", "e164"),
    [
        ("612345678", "IT", "+390612345678"),
        ("549886377", "SM", "+3780549886377"),
        ("669812345", "VA", "+390669812345"),
        ("1012345678", "CN", "+861012345678"),
    ],
)
def test_a_landline_whose_zero_is_a_digit_gets_it_back_on_request_only(
    number_text: str, country: str, e164: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_listed(number_text, country, numeric=True)

    assert "number_zero_lost" == refused.value.code
    assert e164 == parse_listed(number_text, country, numeric=True, restore_zeros=True).e164


def test_an_italian_number_that_may_be_a_landline_or_an_old_mobile_is_not_guessed() -> None:
    codes = []
    for restore_zeros in (False, True):
        with pytest.raises(RuleViolation) as refused:
            parse_listed("331234567", "IT", restore_zeros=restore_zeros)
        codes.append(refused.value.code)

    assert ["number_zero_lost", "number_ambiguous"] == codes


@pytest.mark.parametrize("restore_zeros", [False, True])
def test_an_italian_service_number_has_lost_no_zero(restore_zeros: bool) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_listed("848123456", "IT", restore_zeros=restore_zeros)

    assert "number_service" == refused.value.code


def test_an_italian_landline_that_looks_like_a_service_number_gets_its_zero_back() -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_listed("892123456", "IT")

    assert "number_zero_lost" == refused.value.code
    assert "+390892123456" == parse_listed("892123456", "IT", restore_zeros=True).e164
