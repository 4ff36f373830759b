"""What the base weights of a sample came to, for people and for programs; cases without one, and the cure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cati_app.domain.outcomes.base_weights import LARGEST, BadWeight, WeightAccount

_MOST_NAMED = 20
_WRONG = {
    BadWeight.MISSING: "cases without a value",
    BadWeight.NO_NUMBER: "cases whose value is no number",
    BadWeight.NOT_POSITIVE: "cases with 0 or less",
    BadWeight.TOO_LARGE: f"cases with more than {LARGEST:,.0f}",
}
CURE = (
    "Correct the column and import the sample again (known cases are renewed, not doubled), or name another field in"
    " outcomes.weight of study.yaml. A weight is a number above 0; thousands are not marked."
)
DESIGN_EFFECT = "n·Σw² / (Σw)²"


def weights_lines(account: WeightAccount) -> Iterator[str]:
    """The account: sums when every case has a weight, else what is wrong and how it is cured."""
    if account.usable:
        yield f"Weighted by the sample field “{account.field_name}”: sums of base weights in place of counts"
        if account.least is None or account.most is None or account.design_effect is None:
            yield "  no cases"
            return
        yield f"  {account.cases} cases, sum {amount(account.total)}, from {account.least:g} to {account.most:g}"
        yield f"  design effect of unequal weights {account.design_effect:.3f}   {DESIGN_EFFECT}"
        return
    yield f"No weighted rates: not every case has a weight in the sample field “{account.field_name}”."
    for reason, cases in account.bad.items():
        yield f"  {_WRONG[reason]} ({len(cases)}): {_numbers(cases)}"
    yield f"  {CURE}"


def weights_json(account: WeightAccount) -> dict[str, Any]:
    """The same as data, with the numbers of all cases without a weight."""
    found: dict[str, Any] = {"field": account.field_name, "cases": account.cases}
    if not account.usable:
        return found | {"bad": {reason.value: list(cases) for reason, cases in account.bad.items()}, "cure": CURE}
    return found | {
        "sum": account.total,
        "least": account.least,
        "most": account.most,
        "design_effect": account.design_effect,
    }


def amount(value: float) -> str:
    """A count, or a sum of weights with at most three places."""
    return f"{value:.0f}" if value == int(value) else f"{value:.3f}".rstrip("0").rstrip(".")


def _numbers(cases: Sequence[int]) -> str:
    named = ", ".join(str(case) for case in cases[:_MOST_NAMED])
    return named if len(cases) <= _MOST_NAMED else f"{named} and {len(cases) - _MOST_NAMED} more"
