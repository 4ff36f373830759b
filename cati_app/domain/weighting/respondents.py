"""What interviews say of the variables of margins, and which category of a margin each belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import BAR, SLASH, Margin, MissingValues
from cati_app.values import dataclass

_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:\+|[-–](\d+(?:\.\d+)?))")
NO_VALUE = ""
"""Name of the category of those without a value, in a margin that has one for them."""
_MISSING, _NONE = -1, -2


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One value of a variable.

    Args:
        name: Of the choice or category, or the value as text; of a missing value the reason.
        code: In the data set.
        figure: Of a number.
        is_missing: Whether it is a reason why there is no value.
    """

    name: str
    code: str = ""
    figure: float | None = None
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class SaidColumn:
    """A variable: what each interview says.

    Args:
        values: All that are said, once each.
        said: Index of its value, one for each interview.
        listed: Names and codes that the questionnaire knows for it; empty where any value may be.
    """

    values: Sequence[SaidValue]
    said: Sequence[int]
    listed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SortedInterviews:
    """The interviews sorted into the categories of a margin that count: those with people in them.

    Args:
        names: Of the categories.
        targets: Share of the people of each; they add up to 1.
        category: Index of the category of each interview.
    """

    names: tuple[str, ...]
    targets: tuple[float, ...]
    category: tuple[int, ...]


def sort_into(margin: Margin, columns: Mapping[str, SaidColumn], missing: MissingValues) -> SortedInterviews:
    """Find each interview's category.

    Args:
        margin: With at least one amount above 0.
        columns: With the variables of the margin, of one interview or more.
        missing: What becomes of interviews without a value; a category that names the reason comes first.

    Raises:
        RuleViolation: each with the variable: `weigh_category_unknown`: the questionnaire has no such category;
            `weigh_category_twice`: a value belongs to two; `weigh_no_target`: interviews belong to none, or to one
            with nobody in it; `weigh_missing_values`; `weigh_empty_category`: no interview belongs to it.
    """
    names = list(margin.amounts)
    _check_known(margin, columns)
    asked = [columns[variable] for variable in margin.variables]
    said = list(zip(*(column.said for column in asked), strict=True))
    times = Counter(said)
    answers = {key: tuple(column.values[n] for column, n in zip(asked, key, strict=True)) for key in times}
    category_of = {key: _category_of(margin, names, values) for key, values in answers.items()}
    categories = [category_of[key] for key in said]
    for key, index in category_of.items():
        if index == _NONE or (index >= 0 and not margin.amounts[names[index]]):
            shown = _shown(answers[key])
            raise RuleViolation("weigh_no_target", variable=margin.name, category=shown, count=times[key])
    counts = Counter(categories)
    if counts[_MISSING] and missing is MissingValues.REFUSE:
        reasons = sorted({value.name for values in answers.values() for value in values if value.is_missing})
        count = counts[_MISSING]
        raise RuleViolation("weigh_missing_values", variable=margin.name, count=count, reasons=", ".join(reasons))
    for index, name in enumerate(names):
        if margin.amounts[name] and not counts[index]:
            raise RuleViolation("weigh_empty_category", variable=margin.name, category=name)
    return _sorted(margin, names, categories, counts[_MISSING])


def _sorted(margin: Margin, names: Sequence[str], categories: Sequence[int], missing: int) -> SortedInterviews:
    kept = [index for index, name in enumerate(names) if margin.amounts[name]]
    whole = sum((margin.amounts[names[index]] for index in kept), start=Decimal())
    rest = 1 - missing / len(categories)
    targets = [float(margin.amounts[names[index]] / whole) * rest for index in kept]
    category_of = {index: number for number, index in enumerate(kept)}
    told = [names[index] for index in kept]
    if missing:
        category_of[_MISSING] = len(kept)
        told.append(NO_VALUE)
        targets.append(missing / len(categories))
    return SortedInterviews(tuple(told), tuple(targets), tuple(category_of[index] for index in categories))


def _check_known(margin: Margin, columns: Mapping[str, SaidColumn]) -> None:
    for name in margin.amounts:
        for variable, part in zip(margin.variables, name.split(SLASH), strict=True):
            listed = columns[variable].listed
            for value in part.split(BAR):
                if listed and value not in listed:
                    known = ", ".join(sorted(listed))
                    raise RuleViolation("weigh_category_unknown", variable=variable, category=value, known=known)


def _category_of(margin: Margin, names: Sequence[str], values: Sequence[SaidValue]) -> int:
    """Index of the category that the values belong to, or that they are missing, or belong to none."""
    matching = [
        index
        for index, name in enumerate(names)
        if all(_belongs(value, part) for value, part in zip(values, name.split(SLASH), strict=True))
    ]
    if len(matching) > 1:
        raise RuleViolation("weigh_category_twice", variable=margin.name, category=_shown(values))
    if matching:
        return matching[0]
    return _MISSING if any(value.is_missing for value in values) else _NONE


def _shown(values: Sequence[SaidValue]) -> str:
    """For messages: categories by their names, no figure that somebody gave."""
    return SLASH.join("…" if value.figure is not None else value.name for value in values)


def _belongs(value: SaidValue, part: str) -> bool:
    return any(says(value, wanted) for wanted in part.split(BAR))


def says(value: SaidValue, wanted: str) -> bool:
    """Whether a value is the one that is named: by name, by code, or of a number by a range such as `16-29` or `4+`."""
    if wanted in (value.name, value.code):
        return True
    if value.figure is None or value.is_missing:
        return False
    spread = _RANGE.fullmatch(wanted)
    if spread is None:
        return wanted.replace(".", "", 1).isdigit() and float(wanted) == value.figure
    return float(spread[1]) <= value.figure <= (float(spread[2]) if spread[2] else float("inf"))
