"""A data set as questions that can be tabulated: the interviews that count, their answers as numbers of categories."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from math import isnan
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.errors import RuleViolation
from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, Floats, TabulatedVariable
from cati_app.domain.weighting.respondents import says
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import ScreenLayout
from cati_app.publish.dataset.fieldwork import WEIGHT
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Value, Variable
from cati_app.publish.dataset.told_variables import NOT_ASKED
from cati_app.publish.dataset.typed import TextColumn, typed_table
from cati_app.publish.dataset.weighed import said_value
from cati_app.values import dataclass

Said: TypeAlias = NDArray[Any]
"""Numbers or texts."""
_MOST_STEPS = 11  # values of a scale that are rows of a table: 0 to 10
_LONG_LIST = 50  # categories; of longer lists only those that somebody named are rows


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
        asked: Interviews that were asked; of a recode the question that it is made of.
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
    asked: Bools
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
        self._typed = typed_table(table)
        self._counted = np.array(table.counted, np.bool_)
        self.interviews = int(self._counted.sum())
        self._read_names = frozenset(variable.name for variable in table.variables if _is_read(variable))
        self._known: dict[str, TabulatedQuestion] = {}

    @cached_property
    def weights(self) -> Floats:
        """Of the interviews."""
        return np.nan_to_num(self._typed.numbers(WEIGHT).numbers[self._counted])

    @property
    def is_weighed(self) -> bool:
        """Whether interviews have different weights."""
        return bool(len(self.weights)) and float(self.weights.min()) != float(self.weights.max())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Questions and calculated variables that have a table, in the order of the questionnaire."""
        named: dict[str, None] = {}
        for variable in self.table.variables:
            if variable.origin in ("question", "calculation") and variable.name in self._read_names:
                named[variable.set_name or variable.name] = None
        return tuple(named)

    def has(self, name: str) -> bool:
        """Whether the data set has a variable or set of that name."""
        return name in self._variables or name in self._sets

    def label(self, name: str) -> str:
        """What a question that has a table is called; nothing of the interviews is read for it."""
        return self._sets[name].label if name in self._sets else self._variables[name].label

    def grid_of(self, name: str) -> str:
        """As `TabulatedQuestion.grid`, without reading of the interviews."""
        return self._grid(self._variables[name]) if name in self._variables else ""

    def question(self, name: str, named_in: str) -> TabulatedQuestion:
        """A question by its name.

        Raises:
            RuleViolation: `tables_variable_unknown`, `tables_no_categories` with the place that names it.
        """
        if name not in self._known:
            self._known[name] = self._read(name, named_in)
        return self._known[name]

    def _read(self, name: str, named_in: str) -> TabulatedQuestion:
        if name in self._sets:
            return self._multiple(self._sets[name])
        variable = self._variable(name, named_in)
        if variable.kind is not Kind.NUMBER and not variable.codes:
            raise RuleViolation("tables_no_categories", variable=name, place=named_in)
        return self._single(variable)

    def _variable(self, name: str, named_in: str) -> Variable:
        if name not in self._read_names:
            if name in self._variables:
                raise RuleViolation("tables_no_categories", variable=name, place=named_in)
            near = ", ".join(difflib.get_close_matches(name, [*self._sets, *sorted(self._read_names)], 3)) or "–"
            raise RuleViolation("tables_variable_unknown", variable=name, near=near, place=named_in)
        return self._variables[name]

    def _said(self, name: str) -> Said:
        """What the interviews say: numbers with the codes of missing values in their places, or texts."""
        column = self._typed.column(name)
        if isinstance(column, TextColumn):
            return np.array(column.texts, np.object_)[self._counted]
        return column.coded[self._counted]

    def _single(self, variable: Variable) -> TabulatedQuestion:
        said = self._said(variable.name)
        categories, kind = self._categories(variable, said)
        figures = None
        if kind is not Tabulation.SINGLE:
            figures = self._typed.numbers(variable.name).numbers[self._counted]
        if kind is Tabulation.NUMBER and figures is not None:
            index = np.where(np.isnan(figures), -1, 0)
        else:
            index = np.full(self.interviews, -1)
            for number, value in enumerate(categories):
                index[said == value] = number
        answers = TabulatedVariable(tuple(categories.values()), index.astype(np.intp), None, figures)
        silent = self._silent(variable)
        return TabulatedQuestion(
            variable.name,
            variable.label,
            variable.question or variable.label,
            kind,
            answers,
            silent,
            (answers.answered | silent).astype(np.bool_),
            self._grid(variable),
            variable.field,
            variable.theme,
        )

    def _silent(self, variable: Variable) -> Bools:
        codes = [code for reason, code in variable.missing.items() if reason not in NOT_ASKED]
        column = self._typed.column(variable.name)
        if isinstance(column, TextColumn):
            return np.zeros(self.interviews, np.bool_)
        return np.isin(column.reasons[self._counted], codes)

    def _categories(self, variable: Variable, values: Said) -> tuple[dict[Value, AnswerCategory], Tabulation]:
        if variable.codes:
            said = {coded.code for coded in variable.codes}
            if len(variable.codes) > _LONG_LIST:
                said &= set(values.tolist())
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
        columns = [self._typed.numbers(variable.name) for variable in members]
        chosen = np.array([column.numbers[self._counted] == of_set.counted for column in columns], np.bool_)
        answered = np.logical_or.reduce([column.is_valid[self._counted] for column in columns])
        first = members[0]
        silent = self._silent(first)
        suffixes = [variable.name.removeprefix(f"{of_set.name}_") for variable in members]
        numbered = all(map(str.isdigit, suffixes))  # a number beside names of choices would pass for a code
        categories = tuple(
            AnswerCategory(
                suffix, variable.name if suffix.isdigit() and not numbered else suffix, variable.item or variable.label
            )
            for suffix, variable in zip(suffixes, members, strict=True)
        )
        return TabulatedQuestion(
            of_set.name,
            of_set.label,
            first.question or of_set.label,
            Tabulation.MULTIPLE,
            TabulatedVariable(categories, np.where(answered, 0, -1).astype(np.intp), chosen),
            silent,
            (answered | silent).astype(np.bool_),
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

    def belonging(self, name: str, values: Sequence[str], named_in: str) -> Bools:
        """Which interviews have one of these values.

        Raises:
            RuleViolation: as `question`; `tables_value_unknown` of a value that the questionnaire does not know.
        """
        if name in self._sets:
            return self._chosen(name, values, named_in)
        variable = self._variable(name, named_in)
        names = {coded.name for coded in variable.codes}
        known = names | {str(coded.code) for coded in variable.codes} | set(variable.missing)
        for value in values:
            if names and value not in known:
                raise RuleViolation(
                    "tables_value_unknown", variable=name, value=value, known=", ".join(sorted(known)), place=named_in
                )
        each, number = np.unique(self._said(name), return_inverse=True)
        told = [said_value(variable, None if _is_nan(value) else value, names) for value in each.tolist()]
        fits = np.array([any(says(value, wanted) for wanted in values) for value in told], np.bool_)
        belongs: Bools = fits[number]
        return belongs

    def _chosen(self, name: str, values: Sequence[str], named_in: str) -> Bools:
        answers = self.question(name, named_in).answers
        numbers = [categories_named(answers, value, name, named_in) for value in values]
        belongs: Bools = np.logical_or.reduce([answers.members(number) for number in numbers])
        return belongs


def categories_named(answers: TabulatedVariable, value: str, name: str, named_in: str) -> int:
    """The number of a category by its name or code. RuleViolation: `tables_value_unknown`."""
    for number, category in enumerate(answers.categories):
        if value in (category.name, category.code):
            return number
    known = ", ".join(category.name for category in answers.categories)
    raise RuleViolation("tables_value_unknown", variable=name, value=value, known=known, place=named_in)


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


def _is_nan(value: float | str) -> bool:
    return isinstance(value, float) and isnan(value)
