"""Types and labels of calculated variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.facts import DerivedFacts, StudyFacts
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.missing import UNKNOWN, unknown_beside
from cati_app.publish.dataset.outcomes import CalculatedType, CalculatedValues, outcome_of
from cati_app.publish.dataset.table import Coded, Kind, Value, Variable
from cati_app.publish.dataset.wording import FormTexts

RULES_VERSION = "rules_version"
_BEGINS = re.compile(r"\D{0,2}(\d+)")


class Calculated:
    """Gives a calculation its type, codes, labels and the version of the rules it follows."""

    def __init__(self, form: Form, study: StudyFacts, wording: FormTexts, labels: Labels) -> None:
        self._form = form
        self._study = study
        self._wording = wording
        self._labels = labels
        named = form.by_name.get(RULES_VERSION, ())
        self._version = _constant(form, named[0]) if named else ""

    def typed(
        self, node: Node, variable: Variable, missing: Mapping[str, int], zone: ZoneInfo
    ) -> tuple[Variable, Callable[[str], Value]]:
        """The variable with type and labels, and how its texts are read. Only `filtered` has a code here."""
        outcome = outcome_of(self._form, node)
        said = self._study.derived.get(node.name, DerivedFacts())
        if said.level is not None:
            variable = replace(variable, level=said.level)
        variable = replace(variable, label=self._label(node, variable, said), notes=self._notes())
        if outcome.result is CalculatedType.TEXT:
            return replace(variable, kind=Kind.TEXT), values.plain
        if outcome.result is CalculatedType.CATEGORIES:
            codes = self._codes(node, outcome, said)
            if not codes:
                note = self._labels.words("note_codes_named")
                return replace(variable, kind=Kind.TEXT, notes=(*variable.notes, note)), values.plain
            if said.level is None and in_order([coded.name for coded in codes]):
                variable = replace(variable, level=Level.ORDINAL)
            variable = self._labels.with_codes(variable, codes)
            variable = replace(variable, notes=(*variable.notes, self._labels.words("note_codes")))
            code_of: dict[str, Value] = {coded.name: coded.code for coded in codes}
            if UNKNOWN in outcome.categories and UNKNOWN not in code_of:
                unknown = unknown_beside(missing)
                missing = {**missing, UNKNOWN: unknown}
                code_of[UNKNOWN] = unknown
            return self._filtered(variable, missing), code_of.get
        kind = Kind(outcome.result.value)
        read: dict[Kind, Callable[[str], Value]] = {
            Kind.NUMBER: values.number,
            Kind.DATE: values.day,
            Kind.MOMENT: lambda text: values.moment(text, zone),
        }
        level = said.level or Level.SCALE
        return self._filtered(replace(variable, kind=kind, level=level), missing), read[kind]

    def _filtered(self, variable: Variable, missing: Mapping[str, int]) -> Variable:
        """The whole range is missing, though only one of its codes occurs."""
        return self._labels.with_missing(variable, missing)

    def _label(self, node: Node, variable: Variable, said: DerivedFacts) -> str:
        """What study.yaml says, else the questionnaire; else the quota dimension or, last, the name."""
        if variable.question and not said.label:
            return variable.label
        row = variable.label.removeprefix(self._wording.short(node) or node.name)
        if said.label or node.name == RULES_VERSION:
            return (said.label or self._labels.words("rules_version")) + row
        dimension = next((dimension.label for dimension in self._study.quotas if dimension.variable == node.name), "")
        return f"{dimension or node.name} ({self._labels.words('calculated')}){row}"

    def _notes(self) -> tuple[str, ...]:
        return (f"{self._labels.words('rule')}: {self._version}",) if self._version else ()

    def _codes(self, node: Node, outcome: CalculatedValues, said: DerivedFacts) -> tuple[Coded, ...]:
        """Numbers of the categories, none where nothing fixes them: as study.yaml declares them, which says at the same
        time that there are no others; else by a choice list of the calculation's name; else in the order of the quota
        dimension that reads it. Where they stand in a formula never matters.
        """
        numbers: dict[str, int] = dict(said.codes)
        if not numbers:
            listed = self._form.choices_by_name.get(node.name, {})
            numbers = {name: int(choice.code) for name, choice in listed.items() if name in outcome.categories}
        if not numbers:
            ordered = [
                value
                for dimension in self._study.quotas
                if dimension.variable == node.name
                for category in dimension.categories
                for value in category.values
            ]
            numbers = {name: number for number, name in enumerate(dict.fromkeys(ordered), 1)}
        if not numbers and set(outcome.categories) <= {"true", "false", UNKNOWN}:
            numbers = {"true": 1, "false": 0}
        if not said.codes and set(outcome.categories) - {UNKNOWN} - set(numbers):
            return ()
        return tuple(
            Coded(number, name, said.labels.get(name) or self._text(node, name, outcome))
            for name, number in numbers.items()
        )

    def _text(self, node: Node, name: str, outcome: CalculatedValues) -> str:
        """A list's label; else that of a quota category with this value alone; else the name itself."""
        listed = self._form.choices_by_name.get(node.name, {}).get(name)
        texts = self._wording.of_choice(listed.label if listed else outcome.categories.get(name, {}))
        if texts:
            return texts
        for dimension in self._study.quotas:
            for category in dimension.categories:
                if dimension.variable == node.name and category.values == (name,):
                    return category.label
        return self._labels.words.known(name) if name in (UNKNOWN, "true", "false") else name  # type: ignore[return-value]


def in_order(names: Sequence[str]) -> bool:
    """Whether categories are steps of a scale: each begins with a larger number than the one before."""
    begins = [_BEGINS.match(name) for name in names]
    numbers = [int(begin[1]) for begin in begins if begin is not None]
    return len(numbers) == len(names) > 2 and all(low < high for low, high in pairwise(numbers))


def _constant(form: Form, node: Node) -> str:
    """The text of a calculation that is one quoted text, else blank."""
    source = form.program[node.rules.calculation] if node.rules.calculation >= 0 else ""
    return source[1:-1] if source[:1] == source[-1:] == "'" and "'" not in source[1:-1] else ""
