"""Access codes: which mistakes their check digit tells, and how they are typed."""

from __future__ import annotations

import random

import pytest

from cati_app.domain.casework.access_codes import NUMBERS, AccessCode, check_digit
from cati_app.domain.errors import RuleViolation

_CODES = [AccessCode.numbered(random.Random(seed).randrange(NUMBERS)).digits for seed in range(40)]


def _is_code(digits: str) -> bool:
    try:
        AccessCode(digits)
    except ValueError:
        return False
    return True


def test_the_published_example_has_its_check_digit() -> None:
    assert check_digit("572") == "4"


def test_no_single_wrong_digit_makes_another_code() -> None:
    wrong = [
        code[:at] + other + code[at + 1 :]
        for code in _CODES
        for at in range(12)
        for other in "0123456789"
        if other != code[at]
    ]
    assert not any(map(_is_code, wrong))


def test_no_swap_of_neighbours_makes_another_code() -> None:
    swapped = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for code in _CODES
        for at in range(11)
        if code[at] != code[at + 1]
    ]
    assert len(swapped) > 300
    assert not any(map(_is_code, swapped))


def test_no_teen_heard_as_a_ten_makes_another_code() -> None:
    for before in "0123456789":
        for digit in "3456789":
            assert check_digit(f"{before}1{digit}") != check_digit(f"{before}{digit}0")


def test_a_code_never_begins_with_a_zero() -> None:
    assert AccessCode.numbered(0).digits[0] == "1"
    assert AccessCode.numbered(NUMBERS - 1).digits[:11] == "99999999999"
    with pytest.raises(ValueError, match="out of range"):
        AccessCode.numbered(NUMBERS)


def test_a_code_is_read_with_pauses_and_in_the_digits_of_any_script() -> None:
    code = AccessCode.numbered(23456789012)
    spoken = " – ".join(code.groups)
    arabic = spoken.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    assert code == AccessCode.typed(spoken) == AccessCode.typed(arabic) == AccessCode.typed(f" {code.digits}\u00a0")


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("12345", "access_code_length"),
        ("", "access_code_length"),
        ("1234567890123", "access_code_length"),
        ("12345678901x", "access_code_letters"),
        ("²23456789012", "access_code_letters"),
        (_CODES[0][:-1] + str((int(_CODES[0][-1]) + 1) % 10), "access_code_check"),
    ],
)
def test_what_is_no_code_is_refused_by_what_is_wrong_with_it(typed: str, refused: str) -> None:
    with pytest.raises(RuleViolation) as told:
        AccessCode.typed(typed)
    assert told.value.code == refused
