"""Base weights of a sample, for people and for programs; cases without one, and the cure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cati_app.domain.outcomes.base_weights import LARGEST, BadWeight, WeightAccount
from cati_app.domain.phrases import source
from cati_app.texts import say, say_count
from cati_app.texts.figures import figures

_MOST_NAMED = 20
CURE = source(
    "Correct the column and import the sample again (known cases are updated, not duplicated), or name another field in"
    " outcomes.weight of study.yaml. A weight is a number above 0; thousands are not marked."
)
DESIGN_EFFECT = "n·Σw² / (Σw)²"


def weights_lines(account: WeightAccount) -> Iterator[str]:
    """The account: sums when every case has a weight, else what is wrong and how it is cured."""
    if account.usable:
        yield say(
            "Weighted by the sample field “{name}”: sums of base weights in place of counts", name=account.field_name
        )
        if account.least is None or account.most is None or account.design_effect is None:
            yield "  " + say("no cases")
            return
        yield "  " + say_count(
            "{count} case, sum {sum}, from {least} to {most}",
            "{count} cases, sum {sum}, from {least} to {most}",
            account.cases,
            sum=amount(account.total),
            least=figures(f"{account.least:g}"),
            most=figures(f"{account.most:g}"),
        )
        effect = say("design effect of unequal weights {effect}", effect=figures(f"{account.design_effect:.3f}"))
        yield f"  {effect}   {DESIGN_EFFECT}"
        return
    yield say("No weighted rates: not every case has a weight in the sample field “{name}”.", name=account.field_name)
    wrong = {
        BadWeight.MISSING: say("cases without a value"),
        BadWeight.NO_NUMBER: say("cases whose value is no number"),
        BadWeight.NOT_POSITIVE: say("cases with 0 or less"),
        BadWeight.TOO_LARGE: say("cases with more than {most}", most=figures(f"{LARGEST:,.0f}")),
    }
    for reason, cases in account.bad.items():
        yield f"  {wrong[reason]} ({len(cases)}): {_numbers(cases)}"
    yield f"  {say(CURE)}"


def weights_json(account: WeightAccount) -> dict[str, Any]:
    """The same as data, with the numbers of all cases without a weight."""
    written: dict[str, Any] = {"field": account.field_name, "cases": account.cases}
    if not account.usable:
        return written | {"bad": {reason.value: list(cases) for reason, cases in account.bad.items()}, "cure": CURE}
    return written | {
        "sum": account.total,
        "least": account.least,
        "most": account.most,
        "design_effect": account.design_effect,
    }


def amount(value: float) -> str:
    """A count, or a sum of weights with at most three places."""
    return f"{value:.0f}" if value == int(value) else figures(f"{value:.3f}".rstrip("0").rstrip("."))


def _numbers(cases: Sequence[int]) -> str:
    named = ", ".join(str(case) for case in cases[:_MOST_NAMED])
    return (
        named
        if len(cases) <= _MOST_NAMED
        else say("{listed} and {count} more", listed=named, count=len(cases) - _MOST_NAMED)
    )
