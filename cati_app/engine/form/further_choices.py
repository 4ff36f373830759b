"""Codes that were made while answers were coded: choices of a question in data sets, which no interview offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FurtherChoice:
    """A code beside the choices of a question.

    Args:
        question: Name of the question; where several have it, each gets the code.
        name: As a name of a choice.
        code: Its number in data sets.
        label: By language; a language that is left out has the first one.
    """

    question: str
    name: str
    code: int
    label: Mapping[str, str]


def with_further(form: Form, further: Iterable[FurtherChoice]) -> Form:
    """The form with these choices at the end of lists of their own; a choice that the list has already stays as it is.

    Only for what reads answers that were given: filters and screens know nothing of them.
    """
    lists, nodes = dict(form.lists), list(form.nodes)
    for choice in further:
        for index, node in enumerate(nodes):
            known = lists.get(node.choices, ()) if node.name == choice.question and node.choosing is not None else ()
            if not known or choice.name in {each.name for each in known}:
                continue
            first = next(iter(choice.label.values()))
            label = {language: (choice.label.get(language) or first,) for language, _ in form.languages}
            columns = dict.fromkeys(known[0].columns, "")
            own = node.choices if node.choices not in form.lists else f"{node.choices}_{node.index}"
            lists[own] = (*known, Choice(choice.name, label, str(choice.code), columns=columns))
            nodes[index] = replace(node, choices=own)
    return form if len(lists) == len(form.lists) else replace(form, lists=lists, nodes=tuple(nodes))
