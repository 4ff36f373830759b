"""Types and labels of calculated variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.outcomes import CalculatedType, CalculatedValues, outcome_of
from cati_app.publish.dataset.table import Coded, Kind, Value, Variable
from cati_app.publish.dataset.wording import FormTexts

RULES_VERSION = "rules_version"
UNKNOWN = "unknown"


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
        variable = replace(variable, label=self._label(node, variable), notes=self._notes())
        if outcome.result is CalculatedType.TEXT:
            return replace(variable, kind=Kind.TEXT), values.plain
        if outcome.result is CalculatedType.CATEGORIES:
            codes = self._codes(node, outcome)
            variable = self._labels.with_codes(variable, codes)
            variable = replace(variable, notes=(*variable.notes, self._labels.words("note_codes")))
            code_of: Mapping[str, Value] = {coded.name: coded.code for coded in codes}
            return self._filtered(variable, missing), code_of.get
        kind = Kind(outcome.result.value)
        read: dict[Kind, Callable[[str], Value]] = {
            Kind.NUMBER: values.number,
            Kind.DATE: values.day,
            Kind.MOMENT: lambda text: values.moment(text, zone),
        }
        return self._filtered(replace(variable, kind=kind, level=Level.SCALE), missing), read[kind]

    def _filtered(self, variable: Variable, missing: Mapping[str, int]) -> Variable:
        """The whole range is missing, though only one of its codes occurs."""
        return self._labels.with_missing(variable, missing)

    def _label(self, node: Node, variable: Variable) -> str:
        dimension = next((dimension.label for dimension in self._study.quotas if dimension.variable == node.name), "")
        if variable.question:
            return variable.label
        words = f"{dimension or node.name} ({self._labels.words('calculated')})"
        ending = variable.label.removeprefix(node.name)
        return words + ending

    def _notes(self) -> tuple[str, ...]:
        return (f"{self._labels.words('rule')}: {self._version}",) if self._version else ()

    def _codes(self, node: Node, outcome: CalculatedValues) -> tuple[Coded, ...]:
        """Numbers of the categories, from 1: in the order of a choice list of the calculation's name, if there is one,
        else of the quota dimension that reads it, else of appearance.
        """
        listed = [*self._form.choices_by_name.get(node.name, {})]
        for dimension in self._study.quotas:
            if dimension.variable == node.name:
                listed += [value for category in dimension.categories for value in category.values]
        names = [*(name for name in listed if name in outcome.categories), *outcome.categories]
        names = [name for name in dict.fromkeys(names) if name != UNKNOWN]
        coded = [Coded(number, name, self._text(node, name, outcome)) for number, name in enumerate(names, 1)]
        if UNKNOWN in outcome.categories:
            coded.append(Coded(0, UNKNOWN, self._text(node, UNKNOWN, outcome)))
        return tuple(coded)

    def _text(self, node: Node, name: str, outcome: CalculatedValues) -> str:
        """A list's label; else that of a quota category with this value alone; else the name itself."""
        listed = self._form.choices_by_name.get(node.name, {}).get(name)
        texts = self._wording.of_choice(listed.label if listed else outcome.categories[name])
        if texts:
            return texts
        for dimension in self._study.quotas:
            for category in dimension.categories:
                if dimension.variable == node.name and category.values == (name,):
                    return category.label
        return self._labels.words.known(name) if name in (UNKNOWN, "true", "false") else name  # type: ignore[return-value]


def _constant(form: Form, node: Node) -> str:
    """The text of a calculation that is one quoted text, else blank."""
    source = form.program[node.rules.calculation] if node.rules.calculation >= 0 else ""
    return source[1:-1] if source[:1] == source[-1:] == "'" and "'" not in source[1:-1] else ""
