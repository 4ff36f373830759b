"""Checks what study.yaml says of coding: texts that get codes, and codes beside choices."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from itertools import count

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind
from cati_app.engine.kinds.facts import Exported
from cati_app.study.check_quotas import Note
from cati_app.study.model import Study


def check_coding(study: Study, form: Form, note: Note) -> None:
    """Texts that get codes are texts, and codes beside choices are other ones than these."""
    _coded_texts(study, form, note)
    _further_codes(study, form, note)


def _coded_texts(study: Study, form: Form, note: Note) -> None:
    """Texts that get codes are texts, and the codes are choices of a question."""
    texts = [node.name for node in form.nodes[1:] if is_open_text(node)]
    asked = {node.name: node for node in form.nodes[1:] if has_choices(node)}
    seen = set[str]()
    for number, entry in enumerate(study.coding, 1):
        here, node = f"coding[{number}]", asked.get(entry.question)
        if entry.text not in texts:
            note("coding-text-unknown", f"{here}.text", name=entry.text, suggestion=_near(entry.text, texts))
        elif entry.text in seen:
            note("coding-twice", f"{here}.text", name=entry.text)
        seen.add(entry.text)
        if node is None:
            near = _near(entry.question, asked)
            note("coding-question-unknown", f"{here}.question", name=entry.question, suggestion=near)
            continue
        known = form.choices_by_name[node.choices]
        for value in entry.choices:
            if value not in known:
                near = _near(value, known)
                note("coding-choice-unknown", f"{here}.choices", name=node.name, value=value, suggestion=near)


def _further_codes(study: Study, form: Form, note: Note) -> None:
    """Codes beside choices are other ones than these, by number, name and text."""
    asked = {node.name: node for node in form.nodes[1:] if has_choices(node)}
    seen: dict[str, dict[str, str]] = {}
    for number, entry in enumerate(study.further_codes, 1):
        here, node = f"further_codes[{number}]", asked.get(entry.question)
        if node is None:
            near = _near(entry.question, asked)
            note("further-code-question-unknown", f"{here}.question", name=entry.question, suggestion=near)
            continue
        known = form.choices_by_name[node.choices]
        if entry.name in known:
            note("further-code-in-form", f"{here}.name", name=node.name, choice=entry.name)
            continue
        codes = seen.setdefault(entry.question, {choice.code: choice.name for choice in known.values()})
        if entry.name in codes.values():
            note("further-code-name-taken", f"{here}.name", name=node.name, choice=entry.name)
        if str(entry.code) in codes:
            holder = codes[str(entry.code)]
            free = free_code(codes)
            note("further-code-taken", f"{here}.code", name=node.name, code=entry.code, choice=holder, free=free)
        alike = labels_alike(known.values(), entry.label.values())
        if alike is not None:
            label = next(iter(entry.label.values()))
            note("further-code-label-taken", f"{here}.label", label=label, name=node.name, choice=alike)
        codes.setdefault(str(entry.code), entry.name)


def is_open_text(node: Node) -> bool:
    """Whether a node asks for a text in one's own words."""
    return (
        node.kind is NodeKind.QUESTION and node.question is not None and node.question.facts.exported is Exported.TEXT
    )


def has_choices(node: Node) -> bool:
    """Whether a node is answered by choices of a list that stands in the questionnaire."""
    return node.kind is NodeKind.QUESTION and node.choosing is not None and bool(node.choices)


def free_code(taken: Collection[str]) -> int:
    """The smallest number from 1 that is no code yet."""
    return next(number for number in count(1) if str(number) not in taken)


def labels_alike(choices: Iterable[Choice], labels: Iterable[str]) -> str | None:
    """Name of a choice that reads like one of these texts, in any language; None: none does."""
    wanted = {" ".join(label.split()).casefold() for label in labels}
    for choice in choices:
        texts = (" ".join(part for part in text if isinstance(part, str)) for text in choice.label.values())
        if wanted.intersection(" ".join(text.split()).casefold() for text in texts):
            return choice.name
    return None


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return near[0] if near else ""
