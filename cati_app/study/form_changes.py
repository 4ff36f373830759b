"""The renames that study.yaml tells: for the matching of versions, and checked against the questionnaire."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

from cati_app.engine.changes.steps import VARIABLES, Renaming
from cati_app.engine.form.model import Form
from cati_app.study.model import FormChange, Study


def renamings(study: Study) -> tuple[Renaming, ...]:
    """The steps, in their order."""
    return tuple(Renaming(change.from_, change.renamed, change.options) for change in study.changes)


def check_changes(study: Study, form: Form, note: Callable[..., None]) -> None:
    """Finds new names that the questionnaire does not have, unless a later step renames them again."""
    known = {node.name for node in form.nodes[1:] if node.kind in VARIABLES}
    for position, change in enumerate(study.changes):
        later = study.changes[position + 1 :]
        for new in change.renamed.values():
            if new not in known and not any(new in step.renamed for step in later):
                where = f"changes[{position + 1}].renamed"
                note("change-name-unknown", where, name=new, suggestion=_near(new, known))
        for question, options in change.options.items():
            _check_options(form, f"changes[{position + 1}].options", question, options.values(), later, note)


def _check_options(
    form: Form,
    where: str,
    question: str,
    options: Iterable[str],
    later: Sequence[FormChange],
    note: Callable[..., None],
) -> None:
    name = question
    for step in later:
        name = step.renamed.get(name, name)
    lists = [node.choices for node in form.by_name.get(name, ()) if node.choices]
    known = {choice for listed in lists for choice in form.choices_by_name.get(listed, ())}
    for new in options:
        if lists and new not in known and not any(new in step.options.get(name, {}) for step in later):
            note("change-option-unknown", where, name=question, option=new, suggestion=_near(new, known))


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return near[0] if near else ""
