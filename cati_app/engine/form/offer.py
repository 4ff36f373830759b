"""Which choices a question offers now, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.engine.expressions.functions import one_word
from cati_app.engine.expressions.runtime import Runtime
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.engine.form.rows import RepeatRow


class ChoiceItems:
    """The choice lists and files of a form as expressions see them."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.records = form.indexes.records
        self.where = form.indexes.where
        self.cell = form.indexes.cell
        self.pulled = form.indexes.pulled

    def itext(self, identifier: str, language: str) -> str:
        """The label of the choice that has an identifier, blank when there is none."""
        name, index = self._form.itext_places.get(identifier, ("", 0))
        return self.label(name, self._form.lists[name][index].name, language) if name else ""

    def label(self, name: str, value: str, language: str) -> str:
        """The label of a choice, blank when there is none."""
        choice = self._form.choices_by_name[name].get(value)
        if choice is None:
            return ""
        template = choice.label.get(language) or choice.label.get(self._form.default_language, ())
        return "".join(part for part in template if isinstance(part, str))


def rows_offered(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> Mapping[str, str]:
    """The rows of a repeat that a question offers, in their order and each name once: how they are stored and called.

    Among several answers a name of several words is stored in one, as `selected()` looks for it.
    """
    names: list[str] = form.functions[node.rules.choice_filter](row, runtime, "")
    several = node.question is not None and node.question.facts.tokens
    offered: dict[str, str] = {}
    for name in names:
        offered.setdefault(one_word(name) if several else name, name)
    return offered


def places_offered(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> Sequence[int]:
    """Indexes in the list of the choices that the filter of a question lets through."""
    if node.rules.choice_filter < 0:
        return range(len(form.lists[node.choices]))
    places: list[int] = form.functions[node.rules.choice_filter](row, runtime, "")
    return places


def place_of(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> Mapping[str, int]:
    """Names offered now with their indexes in the list."""
    if node.from_rows:
        return {word: index for index, word in enumerate(rows_offered(form, node, row, runtime))}
    if node.rules.choice_filter < 0:
        return form.places_by_name[node.choices]
    choices = form.lists[node.choices]
    return {choices[index].name: index for index in reversed(places_offered(form, node, row, runtime))}


def in_order(form: Form, node: Node, row: RepeatRow, runtime: Runtime) -> Sequence[int]:
    """Indexes of the choices as shown: shuffled where the form says so, fixed ones kept in position."""
    places = places_offered(form, node, row, runtime)
    if not node.randomize:
        return places
    choices = form.lists[node.choices]
    loose = [str(index) for index in places if not choices[index].fixed]
    seed = form.functions[node.rules.seed](row, runtime, "") if node.rules.seed >= 0 else None
    order = iter(runtime.shuffled(loose, f"{node.index}.{row.k}", seed))
    return [index if choices[index].fixed else int(next(order)) for index in places]
