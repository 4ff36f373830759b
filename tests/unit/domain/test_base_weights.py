"""What a sample field gives as a base weight, and the account of all of them."""

from __future__ import annotations

import pytest

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.base_weights import BadWeight, Weigher, base_weight
from cati_app.domain.outcomes.finality import History


def case(number: int) -> History:
    return History(CaseId(f"c{number}"), number, "landline", ())


def weighed(**texts: str) -> Weigher:
    """Cases 1 to 4; those named have the text in the field."""
    weigher = Weigher("w", {CaseId(name): text for name, text in texts.items()})
    for number in range(1, 5):
        weigher.weigh(case(number))
    return weigher


@pytest.mark.parametrize(
    ("text", "weight"),
    [("2", 2.0), (" 1.25 ", 1.25), ("1,25", 1.25), ("1,250", 1.25), ("+3.", 3.0), (".5", 0.5), ("2.5E-1", 0.25)],
)
def test_a_weight_is_a_number_with_point_or_comma(text: str, weight: float) -> None:
    assert weight == base_weight(text)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ((None, "", " \t"), BadWeight.MISSING),
        (("n/a", "nan", "inf", "1.234,5", ".", "1 000", "0x1", "1_0", "2 €", "1e", "1e9999"), BadWeight.NO_NUMBER),
        (("0", "-1", "-0,5", "1e-999"), BadWeight.NOT_POSITIVE),
        (("1e10", "1000000001", "1e999"), BadWeight.TOO_LARGE),
    ],
)
def test_what_is_no_weight_says_why(texts: tuple[str | None, ...], reason: BadWeight) -> None:
    assert [reason] * len(texts) == [base_weight(text) for text in texts]


def test_the_account_adds_up() -> None:
    account = weighed(c1="1", c2="2", c3="3", c4="2").account()

    assert (True, 4, 8.0, 1.0, 3.0) == (account.usable, account.cases, account.total, account.least, account.most)
    assert pytest.approx(4 * 18 / 64) == account.design_effect


def test_cases_without_a_weight_are_named_by_reason() -> None:
    account = weighed(c1="0", c2="2", c3="-1").account()

    assert not account.usable
    assert {BadWeight.MISSING: (4,), BadWeight.NOT_POSITIVE: (1, 3)} == dict(account.bad)
    assert 1 == account.cases


def test_without_cases_there_is_nothing_to_add_up() -> None:
    account = Weigher("w", {}).account()

    assert (True, 0, None, None) == (account.usable, account.total, account.least, account.design_effect)
