"""A data set as questions that can be tabulated: the interviews that count, their answers as numbers of categories."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import compress

import numpy as np

from cati_app.domain.errors import RuleViolation
from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, Floats, TabulatedVariable
from cati_app.domain.weighting.respondents import says
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import ScreenLayout
from cati_app.publish.dataset.fieldwork import WEIGHT
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Value, Variable
from cati_app.publish.dataset.weighed import said_value

_MOST_STEPS = 11  # values of a scale that are rows of a table: 0 to 10
_LONG_LIST = 50  # categories; of longer lists only those that somebody named are rows
_NOT_ASKED = ("filtered", "not_reached", "removed")


class Tabulation(StrEnum):
    """What a table of a question tells."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"  # categories and a mean
    NUMBER = "number"  # a mean alone


@dataclass(frozen=True, slots=True)
class TabulatedQuestion:
    """A question, calculated variable or recode.

    Args:
        name: In the data set; of a multiple question that of its set.
        label: Short.
        text: As it is read aloud.
        answers: What interviews answer.
        silent: Interviews that were asked and gave no valid answer.
        grid: The path of the group whose rows stand together on one screen; blank of any other question.
        field: Of the questionnaire; blank where it says nothing.
        theme: The same.
    """

    name: str
    label: str
    text: str
    kind: Tabulation
    answers: TabulatedVariable
    silent: Bools
    grid: str = ""
    field: str = ""
    theme: str = ""


class TabulatedData:
    """The interviews of a data set that count, read once.

    Args:
        table: The data set, with the weights that are to be used.
        form: The questionnaire as it is now: grids, and where scales begin and end.
    """

    def __init__(self, table: DataTable, form: Form) -> None:
        self.table = table
        self._form = form
        self._variables = {variable.name: variable for variable in table.variables}
        self._sets = {each.name: each for each in table.sets}
        wanted = [number for number, variable in enumerate(table.variables) if _is_read(variable)]
        columns: list[list[Value]] = [[] for _ in wanted]
        self.interviews = 0
        for row in compress(table.rows, table.counted):
            self.interviews += 1
            for column, number in zip(columns, wanted, strict=True):
                column.append(row[number])
        self._values = {table.variables[number].name: column for number, column in zip(wanted, columns, strict=True)}
        self._known: dict[str, TabulatedQuestion] = {}

    @cached_property
    def weights(self) -> Floats:
        """Of the interviews."""
        told = [float(value) if isinstance(value, int | float) else 0.0 for value in self._values[WEIGHT]]
        return np.array(told, np.float64)

    @property
    def is_weighed(self) -> bool:
        """Whether interviews have different weights."""
        return bool(len(self.weights)) and float(self.weights.min()) != float(self.weights.max())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Questions and calculated variables that have a table, in the order of the questionnaire."""
        named: dict[str, None] = {}
        for variable in self.table.variables:
            if variable.origin in ("question", "calculation") and variable.name in self._values:
                named[variable.set_name or variable.name] = None
        return tuple(named)

    def has(self, name: str) -> bool:
        """Whether the data set has a variable or set of that name."""
        return name in self._variables or name in self._sets

    def question(self, name: str, place: str) -> TabulatedQuestion:
        """A question by its name.

        Raises:
            RuleViolation: `tables_variable_unknown`, `tables_no_categories` with the place that names it.
        """
        if name not in self._known:
            self._known[name] = self._read(name, place)
        return self._known[name]

    def _read(self, name: str, place: str) -> TabulatedQuestion:
        if name in self._sets:
            return self._multiple(self._sets[name])
        variable = self._variable(name, place)
        if variable.kind is not Kind.NUMBER and not variable.codes:
            raise RuleViolation("tables_no_categories", variable=name, place=place)
        return self._single(variable)

    def _variable(self, name: str, place: str) -> Variable:
        if name not in self._values:
            if name in self._variables:
                raise RuleViolation("tables_no_categories", variable=name, place=place)
            near = ", ".join(difflib.get_close_matches(name, [*self._sets, *self._values], 3)) or "–"
            raise RuleViolation("tables_variable_unknown", variable=name, near=near, place=place)
        return self._variables[name]

    def _single(self, variable: Variable) -> TabulatedQuestion:
        values = self._values[variable.name]
        reasons = {code: reason for reason, code in variable.missing.items()}
        categories, kind = self._categories(variable, values, reasons)
        figures = None
        if kind in (Tabulation.SCALE, Tabulation.NUMBER):
            valid = [isinstance(value, int | float) and value not in reasons for value in values]
            told = [value if fits else np.nan for value, fits in zip(values, valid, strict=True)]
            figures = np.array(told, np.float64)
        if kind is Tabulation.NUMBER and figures is not None:
            index = np.where(np.isnan(figures), -1, 0)
        else:
            place_of: dict[Value, int] = {category: n for n, category in enumerate(categories)}
            index = np.array([place_of.get(value, -1) for value in values], np.intp)
        answers = TabulatedVariable(tuple(categories.values()), index.astype(np.intp), None, figures)
        return TabulatedQuestion(
            variable.name,
            variable.label,
            variable.question or variable.label,
            kind,
            answers,
            _silent(values, reasons),
            self._grid(variable),
            variable.field,
            variable.theme,
        )

    def _categories(
        self, variable: Variable, values: Sequence[Value], reasons: Mapping[int, str]
    ) -> tuple[dict[Value, AnswerCategory], Tabulation]:
        if variable.codes:
            said = set(values) if len(variable.codes) > _LONG_LIST else {coded.code for coded in variable.codes}
            return {
                coded.code: AnswerCategory(coded.name, str(coded.code), coded.text)
                for coded in variable.codes
                if coded.code in said
            }, Tabulation.SINGLE
        steps = self._steps(variable)
        if not steps:
            return {}, Tabulation.NUMBER
        texts = {
            **{step: str(step) for step in steps},
            **{s: variable.labels[s] for s in steps if s in variable.labels},
        }
        return {step: AnswerCategory(str(step), str(step), texts[step]) for step in steps}, Tabulation.SCALE

    def _steps(self, variable: Variable) -> range:
        """The numbers of a scale, or of the places of a ranking; none of any other number."""
        if variable.origin != "question":
            return range(0)
        if variable.item:
            return range(1, 1 + sum(other.source == variable.source for other in self._variables.values()))
        nodes = [node for node in self._form.nodes if node.path == _plain(variable.source)]
        if not nodes or not (nodes[0].whole or nodes[0].step == 1):
            return range(0)
        least, most = nodes[0].minimum, nodes[0].maximum
        if least is None or most is None or not 0 < most - least < _MOST_STEPS:
            return range(0)
        return range(int(least), int(most) + 1)

    def _multiple(self, of_set: ResponseSet) -> TabulatedQuestion:
        members = [self._variables[name] for name in of_set.variables]
        columns = [self._values[variable.name] for variable in members]
        chosen = np.array([[value == of_set.counted for value in column] for column in columns], np.bool_)
        missing = [set(variable.missing.values()) for variable in members]
        answered = np.zeros(self.interviews, np.bool_)
        for column, codes in zip(columns, missing, strict=True):
            answered |= np.array([value is not None and value not in codes for value in column], np.bool_)
        first = members[0]
        suffixes = [variable.name.removeprefix(f"{of_set.name}_") for variable in members]
        categories = tuple(
            AnswerCategory(suffix, suffix, variable.item or variable.label)
            for suffix, variable in zip(suffixes, members, strict=True)
        )
        reasons = {code: reason for reason, code in first.missing.items()}
        return TabulatedQuestion(
            of_set.name,
            of_set.label,
            first.question or of_set.label,
            Tabulation.MULTIPLE,
            TabulatedVariable(categories, np.where(answered, 0, -1).astype(np.intp), chosen),
            _silent(columns[0], reasons),
            "",
            first.field,
            first.theme,
        )

    def _grid(self, variable: Variable) -> str:
        path = _plain(variable.source)
        for node in self._form.nodes:
            if node.path == path:
                plan = self._form.screen_of.get(node.index)
                if plan is not None and plan.layout is ScreenLayout.GRID:
                    return self._form.nodes[plan.group].path
        return ""

    def belonging(self, name: str, values: Sequence[str], place: str) -> Bools:
        """Which interviews have one of these values.

        Raises:
            RuleViolation: as `question`; `tables_value_unknown` of a value that the questionnaire does not know.
        """
        if name in self._sets:
            return self._chosen(name, values, place)
        variable = self._variable(name, place)
        names = {coded.name for coded in variable.codes}
        known = names | {str(coded.code) for coded in variable.codes} | set(variable.missing)
        for value in values:
            if names and value not in known:
                raise RuleViolation(
                    "tables_value_unknown", variable=name, value=value, known=", ".join(sorted(known)), place=place
                )
        column = self._values[name]
        said = {each: said_value(variable, each, names) for each in set(column)}
        fits = {each: any(says(told, wanted) for wanted in values) for each, told in said.items()}
        return np.array([fits[each] for each in column], np.bool_)

    def _chosen(self, name: str, values: Sequence[str], place: str) -> Bools:
        answers = self.question(name, place).answers
        numbers = [categories_named(answers, value, name, place) for value in values]
        belongs: Bools = np.logical_or.reduce([answers.members(number) for number in numbers])
        return belongs


def categories_named(answers: TabulatedVariable, value: str, name: str, place: str) -> int:
    """The number of a category by its name or code. RuleViolation: `tables_value_unknown`."""
    for number, category in enumerate(answers.categories):
        if value in (category.name, category.code):
            return number
    known = ", ".join(category.name for category in answers.categories)
    raise RuleViolation("tables_value_unknown", variable=name, value=value, known=known, place=place)


def _is_read(variable: Variable) -> bool:
    if variable.origin == "reason":
        return False
    return variable.kind is Kind.NUMBER or bool(variable.codes) or bool(variable.set_name)


def _plain(source: str) -> str:
    """The path of a reference, without rows of repeats."""
    plain, rest = "", source
    while rest:
        before, bracket, after = rest.partition("[")
        plain += before
        rest = after.partition("]")[2] if bracket else ""
    return plain


def _silent(values: Sequence[Value], reasons: Mapping[int, str]) -> Bools:
    codes = {code for code, reason in reasons.items() if reason not in _NOT_ASKED}
    return np.array([value in codes for value in values], np.bool_)
