"""Choices whose labels hold references, which only the question that shows them can fill in."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.engine.expressions.labels import REFERENCE
from cati_app.engine.form.nodes import Choice


def itext_labels(
    piped: Mapping[str, Mapping[str, Mapping[str, str]]],
    places: Mapping[str, tuple[str, int]],
    lists: Mapping[str, tuple[Choice, ...]],
) -> dict[str, Mapping[str, str] | None]:
    """By identifier of every label: its texts by language where one of them holds a reference, else None."""
    return {
        identifier: piped.get(name, {}).get(lists[name][index].name) for identifier, (name, index) in places.items()
    }


def piped_labels(lists: Mapping[str, tuple[Choice, ...]]) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """By list and choice: the labels by language, where one of them holds a reference."""
    labels: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for name, choices in lists.items():
        named: dict[str, Mapping[str, str]] = {}
        for choice in choices:
            texts = {code: "".join(map(str, text)) for code, text in choice.label.items()}
            if any(("$" in text or "<" in text) and REFERENCE.search(text) for text in texts.values()):
                named.setdefault(choice.name, texts)
        if named:
            labels[name] = named
    return labels
