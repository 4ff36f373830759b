"""The recipe of a weighting: everything that, with the same data, gives the same weights again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.values import dataclass

LANDLINE, MOBILE = "landline", "mobile"
FRAMES = (LANDLINE, MOBILE, "register", "list")
SLASH, BAR = "/", "|"
_Word = TypeVar("_Word", bound=StrEnum)
MOST_MARGINS, MOST_CATEGORIES = 20, 1_000
LONGEST_TEXT = 500
"""Characters of a source, a date, a name."""


class WeightingMethod(StrEnum):
    """How the margins are met."""

    RAKE = "rake"
    TRIM = "trim"
    LOGIT = "logit"


class MissingValues(StrEnum):
    """What becomes of interviews without a value of a margin."""

    REFUSE = "refuse"  # the weighting is refused, and says how many there are
    SAMPLE = "sample"  # they are a category of their own, with their share of the interviews


@dataclass(frozen=True, slots=True)
class Margin:
    """People by category of one variable, or by combinations of several.

    Args:
        variables: Their names in the data set.
        amounts: Counts, shares or percentages of 0 or more. A category is a value, several with bars between them, or
            of a number a range: `16-29`, `4+`; of a combination as many with slashes between them.
        source: Where it was published; blank: it is not said.
        date: Of when the figures are, as written.
        is_estimate: Whether somebody estimated them.
    """

    variables: tuple[str, ...]
    amounts: Mapping[str, Decimal]
    source: str = ""
    date: str = ""
    is_estimate: bool = False

    @property
    def name(self) -> str:
        """The variables with slashes between them."""
        return SLASH.join(self.variables)


@dataclass(frozen=True, slots=True)
class FrameSize:
    """A sampling frame.

    Args:
        drawn: Numbers that were drawn from it.
        size: Numbers that it has.
        numbers: Variable of the data set that holds how many numbers of the frame a person can be reached by; blank:
            one, of the frame through which the person was reached.
    """

    drawn: Decimal
    size: Decimal
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class BaseRule:
    """Where base weights come from.

    Args:
        is_sample_field: From the data set's `base_weight`, which the sample says.
        frames: Else computed from these, by name of the frame.
        persons: Variable with the eligible persons of the household, of whom one was selected; blank: no selection.
        assumed: Taken where such a variable has no value; None: the weighting is refused then.
    """

    is_sample_field: bool = False
    frames: Mapping[str, FrameSize] = field(default_factory=dict)
    persons: str = ""
    assumed: Decimal | None = None

    @property
    def is_computed(self) -> bool:
        """Whether it is computed from frames or households."""
        return bool(self.frames or self.persons)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A weighting.

    Args:
        bounds: Of weight / mean weight with `TRIM`, of weight / base weight with `LOGIT`.
    """

    margins: tuple[Margin, ...]
    method: WeightingMethod = WeightingMethod.RAKE
    bounds: tuple[Decimal, Decimal] | None = None
    missing: MissingValues = MissingValues.REFUSE
    base: BaseRule = field(default_factory=BaseRule)

    def __post_init__(self) -> None:
        """RuleViolation: `weigh_recipe` with the place; `weigh_bounds`; `weigh_variable_twice`."""
        _require(1 <= len(self.margins) <= MOST_MARGINS, "margins")
        for margin in self.margins:
            _require(1 <= len(margin.amounts) <= MOST_CATEGORIES, f"margins: {margin.name}")
            _require(all(amount >= 0 for amount in margin.amounts.values()), f"margins: {margin.name}")
            _require(max(len(margin.source), len(margin.date)) <= LONGEST_TEXT, f"margins: {margin.name}")
            parts = {len(name.split(SLASH)) for name in margin.amounts}
            _require(parts == {len(margin.variables)}, f"margins: {margin.name}")
        names = [margin.name for margin in self.margins]
        for name in names:
            if names.count(name) > 1:
                raise RuleViolation("weigh_variable_twice", variable=name)
        check_bounds(self.method, self.bounds)
        check_base(self.base)

    @property
    def digest(self) -> str:
        """Eight characters that tell recipes apart: the begin of SHA-256 over its text."""
        return hashlib.sha256(recipe_text(self).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class RecipeOptions:
    """What somebody named beside tables of margins; None or empty: nothing.

    Args:
        bounds: Of weights, the lower and the upper one.
        is_sample_base: Whether base weights are those of the sample; False: they are 1 each.
        frames: From which they are computed, by name of the frame.
        persons: Variable with the eligible persons of the household, from which they are computed.
        assumed: Where such a variable has no value.
    """

    method: WeightingMethod | None = None
    bounds: tuple[Decimal, Decimal] | None = None
    missing: MissingValues | None = None
    is_sample_base: bool | None = None
    frames: Mapping[str, FrameSize] = field(default_factory=dict)
    persons: str = ""
    assumed: Decimal | None = None


def check_bounds(method: WeightingMethod, bounds: tuple[Decimal, Decimal] | None) -> None:
    """RuleViolation `weigh_bounds`: the method needs others, or has none."""
    if (bounds is None) != (method is WeightingMethod.RAKE):
        raise RuleViolation("weigh_bounds")
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1] <= 1_000:
        raise RuleViolation("weigh_bounds")


def check_base(base: BaseRule) -> None:
    """RuleViolation `weigh_recipe` with the place: base weights cannot be computed so."""
    for name, frame in base.frames.items():
        _require(name in FRAMES and 0 < frame.drawn <= frame.size, f"base: frames: {name}")
    _require(not (base.is_sample_field and base.is_computed), "base")
    _require(base.assumed is None or base.assumed > 0, "base: assumed")


def recipe_data(recipe: Recipe) -> dict[str, object]:
    """As JSON-able data, which `recipe_of` reads again; figures as text, so that they stay what was written."""
    data: dict[str, object] = {"method": recipe.method.value, "missing": recipe.missing.value}
    if recipe.bounds is not None:
        data["bounds"] = [str(bound) for bound in recipe.bounds]
    base = recipe.base
    if base.is_sample_field:
        data["base"] = "sample"
    elif base.is_computed:
        data["base"] = {
            "frames": {name: _frame_data(frame) for name, frame in base.frames.items()},
            "persons": base.persons,
            **({} if base.assumed is None else {"assumed": str(base.assumed)}),
        }
    data["margins"] = [_margin_data(margin) for margin in recipe.margins]
    return data


def recipe_text(recipe: Recipe) -> str:
    """The same as one line of text; alike recipes have the same."""
    return json.dumps(recipe_data(recipe), ensure_ascii=False, separators=(",", ":"))


def recipe_of(data: object) -> Recipe:
    """A recipe from data as people write them in YAML.

    Raises:
        RuleViolation: `weigh_recipe` with the place that cannot be read; as `Recipe`.
    """
    told = _mapping(data, "", ("method", "bounds", "missing", "base", "margins"))
    bounds = told.get("bounds")
    listed = _listed(bounds, "bounds") if bounds is not None else None
    _require(listed is None or len(listed) == 2, "bounds")
    return Recipe(
        margins=tuple(
            _margin(item, f"margins {n}") for n, item in enumerate(_listed(told.get("margins"), "margins"), 1)
        ),
        method=_word(WeightingMethod, told.get("method", WeightingMethod.RAKE), "method"),
        bounds=None if listed is None else (_figure(listed[0], "bounds"), _figure(listed[1], "bounds")),
        missing=_word(MissingValues, told.get("missing", MissingValues.REFUSE), "missing"),
        base=_base(told.get("base")),
    )


def figure_of(text: str) -> Decimal:
    """A figure as it is typed, `0.3` or `0,3`. RuleViolation: `weigh_no_number`."""
    try:
        figure = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise RuleViolation("weigh_no_number", text=text) from None
    if not figure.is_finite():
        raise RuleViolation("weigh_no_number", text=text)
    return figure


def frame_of(text: str) -> tuple[str, FrameSize]:
    """A frame as it is typed, `landline=2000/1000000:n_landline`: its name, numbers drawn and there, the variable.

    Raises:
        RuleViolation: `weigh_frame_form`, `weigh_no_number`.
    """
    name, equals, rest = (part.strip() for part in text.partition("="))
    sizes, _, variable = rest.partition(":")
    drawn, slash, size = sizes.partition("/")
    if not (equals and slash) or name not in FRAMES:
        raise RuleViolation("weigh_frame_form", names=", ".join(FRAMES))
    return name, FrameSize(figure_of(drawn), figure_of(size), variable.strip())


def _frame_data(frame: FrameSize) -> dict[str, str]:
    data = {"drawn": str(frame.drawn), "size": str(frame.size)}
    return data | ({"numbers": frame.numbers} if frame.numbers else {})


def _margin_data(margin: Margin) -> dict[str, object]:
    data: dict[str, object] = {"variables": margin.name}
    data |= {name: told for name, told in (("source", margin.source), ("date", margin.date)) if told}
    if margin.is_estimate:
        data["estimate"] = True
    return data | {"categories": {name: str(amount) for name, amount in margin.amounts.items()}}


def _margin(data: object, where: str) -> Margin:
    told = _mapping(data, where, ("variables", "categories", "source", "date", "estimate"))
    variables = tuple(part.strip() for part in _text(told.get("variables"), f"{where}: variables").split(SLASH))
    _require(all(variables), f"{where}: variables")
    categories = told.get("categories")
    _require(isinstance(categories, Mapping), f"{where}: categories")
    amounts = {
        plain_category(str(name)): _figure(amount, f"{where}: categories: {name}")
        for name, amount in (categories.items() if isinstance(categories, Mapping) else ())
    }
    estimate = told.get("estimate", False)
    _require(isinstance(estimate, bool), f"{where}: estimate")
    return Margin(
        variables,
        amounts,
        _text(told.get("source", ""), f"{where}: source"),
        _text(told.get("date", ""), f"{where}: date"),
        is_estimate=bool(estimate),
    )


def plain_category(name: str) -> str:
    """A category without spaces around its parts."""
    return SLASH.join(BAR.join(value.strip() for value in part.split(BAR)) for part in name.split(SLASH))


def _base(data: object) -> BaseRule:
    if data is None or data in ("none", "sample"):
        return BaseRule(is_sample_field=data == "sample")
    told = _mapping(data, "base", ("frames", "persons", "assumed"))
    frames = _mapping(told.get("frames") or {}, "base: frames", FRAMES)
    assumed = told.get("assumed")
    return BaseRule(
        frames={name: _frame(frame, f"base: frames: {name}") for name, frame in frames.items()},
        persons=_text(told.get("persons", ""), "base: persons"),
        assumed=None if assumed is None else _figure(assumed, "base: assumed"),
    )


def _frame(data: object, where: str) -> FrameSize:
    told = _mapping(data, where, ("drawn", "size", "numbers"))
    return FrameSize(
        _figure(told.get("drawn"), f"{where}: drawn"),
        _figure(told.get("size"), f"{where}: size"),
        _text(told.get("numbers", ""), f"{where}: numbers"),
    )


def _mapping(data: object, where: str, known: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise RuleViolation("weigh_recipe", place=where or "–")
    for name in data:
        _require(name in known, f"{where}: {name}" if where else str(name))
    return data


def _listed(data: object, where: str) -> list[object]:
    _require(isinstance(data, list), where)
    return list(data) if isinstance(data, list) else []


def _text(data: object, where: str) -> str:
    """A text; YAML reads dates and years as something else."""
    _require(data is not None and not isinstance(data, (Mapping, list, bool)), where)
    text = str(data).strip()
    _require(len(text) <= LONGEST_TEXT, where)
    return text


def _figure(data: object, where: str) -> Decimal:
    _require(isinstance(data, (int, float, str)) and not isinstance(data, bool), where)
    try:
        figure = Decimal(str(data).strip().replace(",", "."))
    except InvalidOperation:
        raise RuleViolation("weigh_recipe", place=where) from None
    _require(figure.is_finite() and abs(figure) <= 10**12, where)
    return figure


def _word(words: type[_Word], data: object, where: str) -> _Word:
    try:
        return words(str(data))
    except ValueError:
        raise RuleViolation("weigh_recipe", place=where) from None


def _require(fits: bool, where: str) -> None:
    if not fits:
        raise RuleViolation("weigh_recipe", place=where)
