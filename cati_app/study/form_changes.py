"""The renames that study.yaml tells: for matching versions, and checked against the questionnaire and its versions."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cati_app.domain.findings import Finding
from cati_app.engine.changes.steps import VARIABLES, Edition, Renaming
from cati_app.engine.form.model import Form
from cati_app.study.codes import finding
from cati_app.study.load import line_of
from cati_app.study.model import FormChange, Study

Note = Callable[..., None]
"""Takes a code, the path of the setting, and what the message names."""


def renamings(study: Study) -> tuple[Renaming, ...]:
    """The steps, in their order."""
    return tuple(Renaming(change.from_, change.renamed, change.options) for change in study.changes)


def check_changes(study: Study, form: Form, note: Note) -> None:
    """Finds steps that cannot be meant, and new names that the questionnaire does not have.

    A new name that a later step renames again may be missing.
    """
    known = {node.name for node in form.nodes[1:] if node.kind in VARIABLES}
    origins: set[str] = set()
    for position, change in enumerate(study.changes):
        where = f"changes[{position + 1}]"
        if change.from_ in (study.version, form.version):
            note("change-from-current", f"{where}.from", name=change.from_)
        if change.from_ in origins:
            note("change-from-twice", f"{where}.from", name=change.from_)
        origins.add(change.from_)
        _check_names(change.renamed, f"{where}.renamed", "change-name-twice", note)
        later = study.changes[position + 1 :]
        for old, new in change.renamed.items():
            if new not in known and not any(new in step.renamed for step in later):
                note("change-name-unknown", f"{where}.renamed.{old}", name=new, suggestion=_near(new, known))
        for question, options in change.options.items():
            _check_names(options, f"{where}.options.{question}", "change-option-twice", note)
            _check_options(form, f"{where}.options.{question}", question, options, study.changes[position:], note)


def _check_names(renamed: Mapping[str, str], where: str, twice: str, note: Note) -> None:
    """One name becomes one other."""
    first: dict[str, str] = {}
    for old, new in renamed.items():
        if new == old:
            note("change-same-name", f"{where}.{old}", name=old)
        if new in first:
            note(twice, f"{where}.{old}", first=first[new], second=old, name=new)
        first.setdefault(new, old)


def _check_options(
    form: Form, where: str, question: str, options: Mapping[str, str], steps: Sequence[FormChange], note: Note
) -> None:
    """The choices of a question; `steps`: this one, by whose old or new name the question goes, and the later ones."""
    name = question
    for step in steps:
        name = step.renamed.get(name, name)
    nodes = [node for node in form.by_name.get(name, ()) if node.kind in VARIABLES]
    if not nodes:
        known = {node.name for node in form.nodes[1:] if node.choices}
        note("change-question-unknown", where, name=name, suggestion=_near(name, known))
        return
    lists = [node.choices for node in nodes if node.choices]
    if not lists:
        note("change-without-choices", where, name=name)
        return
    choices = {choice for listed in lists for choice in form.choices_by_name.get(listed, ())}
    again = {old for step in steps[1:] for under in {name, question} for old in step.options.get(under, {})}
    for old, new in options.items():
        if new not in choices | again:
            note("change-option-unknown", f"{where}.{old}", name=name, option=new, suggestion=_near(new, choices))


def check_origins(study: Study, lines: Mapping[str, int], kept: Sequence[Edition]) -> Iterator[Finding]:
    """Finds steps from versions that nobody knows, and old names that the version did not have.

    Args:
        lines: Line of each setting in study.yaml, by path.
        kept: Versions before the present one; where none is, nothing is known.
    """
    if not kept:
        return
    called = ", ".join(f"{edition.versions[0]} ({edition.fingerprint[:8]})" for edition in kept)
    for position, change in enumerate(study.changes):
        where = f"changes[{position + 1}]"
        meant = [edition for edition in kept if edition.is_called(change.from_)]
        if not meant:
            if change.from_ != study.version:  # which is told already
                path = f"{where}.from"
                yield finding("change-from-unknown", line_of(path, lines), path, name=change.from_, known=called)
            continue
        names = frozenset().union(*(edition.variables() for edition in meant))
        yield from _lacking(change.renamed, names, f"{where}.renamed", lines, "change-old-name-unknown", change.from_)
        before = {new: old for old, new in change.renamed.items()}
        for question, options in change.options.items():
            asked = {question, before.get(question, question)}
            choices = frozenset().union(*(edition.choices(name) for edition in meant for name in asked))
            path = f"{where}.options.{question}"
            if choices:
                yield from _lacking(options, choices, path, lines, "change-old-option-unknown", change.from_)


def _lacking(
    old: Iterable[str], known: frozenset[str], where: str, lines: Mapping[str, int], code: str, version: str
) -> Iterator[Finding]:
    for name in old:
        if name not in known:
            path = f"{where}.{name}"
            suggestion = _near(name, known)
            yield finding(code, line_of(path, lines), path, name=name, version=version, suggestion=suggestion)


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return near[0] if near else ""
