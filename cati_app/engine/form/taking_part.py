"""Which question of a form asks whether a person takes part, and which of its answers says no."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node

NO_WORDS: frozenset[str] = frozenset({"no", "nein", "hayır", "нет", "ні", "nie", "لا", "non", "nee", "não"})
"""What the choice says that means no, where a study does not name it."""
TAKING_PART: tuple[str, ...] = ("willing", "willingness", "taking_part", "take_part", "takes_part", "participate")
"""Names of the question whether a person takes part, where a study does not name it."""


def taking_part(form: Form, names: Collection[str]) -> Iterator[tuple[Node, frozenset[str]]]:
    """The questions whether a person takes part, with their answers that say no.

    Args:
        names: As the study names them; none: those with a usual name that can be answered with a no.
    """
    for name in names or TAKING_PART:
        node = next((n for n in form.by_name.get(name, ()) if n.frame == 0 and n.asks), None)
        noes = noes_of(form, node) if node is not None else frozenset()
        if node is not None and noes:
            yield node, noes


def noes_of(form: Form, node: Node) -> frozenset[str]:
    """The choices of a question that say no, by their names or labels."""
    if not node.choices:
        return frozenset()
    noes = set()
    for choice in form.lists[node.choices]:
        labels = ("".join(map(str, text)) for text in choice.label.values())
        words = {word.strip(" .,!").lower() for word in (choice.name, *labels)}
        if words & NO_WORDS:
            noes.add(choice.name)
    return frozenset(noes)
