"""Which choices a question offers now, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.engine.expr.runtime import Runtime
from cati_app.engine.form import Choice, Form, Node
from cati_app.engine.rows import Row


class ChoiceItems:
    """The choice lists of a form as expressions see them."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def knows(self, name: str) -> bool:
        """Whether the form has such a list."""
        return name in self._form.lists

    def rows(self, name: str) -> Sequence[Mapping[str, str]]:
        """Every choice of a list, as its columns; the column "" holds its place."""
        return self._form.item_rows[name]

    def where(self, name: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """The choices whose column holds a value, found by an index."""
        index = self._form.item_index
        found = index.get((name, column))
        if found is None:
            found = {}
            for item in self._form.item_rows[name]:
                found.setdefault(item[column], []).append(item)
            index[name, column] = found
        return found.get(value, ())

    def label(self, name: str, value: str, language: str) -> str:
        """The label of a choice, blank when there is none."""
        choice = self._form.choices_by_name[name].get(value)
        if choice is None:
            return ""
        template = choice.label.get(language) or choice.label.get(self._form.default_language, ())
        return "".join(part for part in template if isinstance(part, str))


def places_offered(form: Form, node: Node, row: Row, runtime: Runtime) -> Sequence[int]:
    """Places in the list of the choices that the filter of a question lets through."""
    if node.rules.choice_filter < 0:
        return range(len(form.lists[node.choices]))
    places: list[str] = form.functions[node.rules.choice_filter](row, runtime, "")
    return [int(place) for place in places]


def offered(form: Form, node: Node, row: Row, runtime: Runtime) -> Sequence[Choice]:
    """The choices of a question that its filter lets through, in the order of the list."""
    choices = form.lists.get(node.choices, ())
    if node.rules.choice_filter < 0:
        return choices
    return [choices[place] for place in places_offered(form, node, row, runtime)]


def in_order(form: Form, node: Node, row: Row, runtime: Runtime) -> Sequence[int]:
    """Places of the choices as they are shown: shuffled where the form says so, fixed ones in their places."""
    places = places_offered(form, node, row, runtime)
    if not node.randomize:
        return places
    choices = form.lists[node.choices]
    loose = [str(place) for place in places if not choices[place].fixed]
    seed = form.functions[node.rules.seed](row, runtime, "") if node.rules.seed >= 0 else None
    order = iter(runtime.shuffled(loose, f"{node.index}.{row.k}", seed))
    return [place if choices[place].fixed else int(next(order)) for place in places]
