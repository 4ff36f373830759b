"""The study.yaml of a new study, written whole: as a person would write it, with a word about each part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cati_app.domain.quota.planning import TargetPlan
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What a new study begins with; texts as they were typed.

    Args:
        form: Path of the questionnaire.
        first: Code of the language an interview starts in.
        further: Codes of the other languages, in their order.
        start, end: Of the field, as YYYY-MM-DD; blank: not known yet.
        weekdays, saturday: Calling hours, as 09:00-20:00; blank: none.
        screener: Group that ends the screening; blank: none.
        table: Path of published tables for the quota; blank: the study has none.
        total: Interviews wanted, with a table.
        made: Folder that was made already; then only people, sample, rehearsal and release are left.
    """

    form: str = ""
    title: str = ""
    study: str = ""
    folder: str = ""
    first: str = ""
    further: str = ""
    institute: str = ""
    client: str = ""
    controller: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    legal_basis: str = "Art. 6(1)(a) GDPR – consent"
    state: str = "NI"
    start: str = ""
    end: str = ""
    weekdays: str = "09:00-20:00"
    saturday: str = "10:00-20:00"
    screener: str = ""
    table: str = ""
    total: str = ""
    made: str = ""

    def codes(self) -> tuple[str, ...]:
        """Codes of the languages, the first one first, each once."""
        typed = [self.first, *self.further.replace(",", " ").split()]
        return tuple(dict.fromkeys(code for code in typed if code))


def study_yaml(
    study: NewStudy, questionnaire: str, form: Form | None, names: Mapping[str, str], plan: TargetPlan | None
) -> str:
    """The whole file.

    Args:
        questionnaire: Name of the questionnaire in the study folder.
        form: For the labels of quota categories; None where the questionnaire has errors.
        names: What each language is called in itself, by code.
        plan: Targets of the quota; None: the study has none.
    """
    parts = [_head(study, questionnaire, names), _people(study), _calling(study)]
    if plan is not None:
        parts.append(_quota(study, form, plan))
    elif study.screener:
        parts.append(_screener(study.screener))
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _head(study: NewStudy, questionnaire: str, names: Mapping[str, str]) -> Iterator[str]:
    yield "# Settings of this study; docs/study-yaml.md has every setting. Lines that start with # are comments."
    yield ""
    yield f"id: {_text(study.study)}"
    yield f"title: {{de: {_text(study.title)}}}"
    yield "# Raise the version whenever a question, a rule or a target changes; it stands on every export and report."
    yield 'version: "1"'
    yield f"questionnaire: {_text(questionnaire)}"
    yield ""
    yield "# An interview starts in the first one. status: draft, checked (read by a native speaker), approved."
    yield "languages:"
    for code in study.codes():
        yield f"  - {{code: {_text(code)}, name: {_text(names.get(code, code))}, status: draft}}"


def _people(study: NewStudy) -> Iterator[str]:
    yield "# Whom the interviewer names; the questionnaire fetches these as ${study_institute} and so on."
    yield "introduction:"
    for name in ("institute", "client", "controller", "contact_phone", "contact_email"):
        yield f"  {name}: {_text(getattr(study, name))}"
    yield ""
    yield "# Questions on origin, religion, health or politics are named in special_categories, and in asked_in the"
    yield "# question that asks for consent to them."
    yield "consent:"
    yield f"  legal_basis: {_text(study.legal_basis)}"


def _calling(study: NewStudy) -> Iterator[str]:
    yield "# When the team may call: stricter than the German rules, never looser. Holidays are those of the state."
    yield "calling:"
    yield f"  state: {_text(study.state)}"
    for name in ("weekdays", "saturday"):
        start, _, end = (part.strip() for part in getattr(study, name).replace("–", "-").partition("-"))
        if start or end:
            yield f"  {name}: {{start: {_text(start)}, end: {_text(end)}}}"
        elif name == "saturday":
            yield "  saturday: null"
    period = [f"{name}: {_day(day)}" for name, day in (("start", study.start), ("end", study.end)) if day]
    if period:
        yield f"  field: {{{', '.join(period)}}}"


def _screener(screener: str) -> Iterator[str]:
    yield "# Once this group is left, the screening is over."
    yield f"screener: {_text(screener)}"


def _quota(study: NewStudy, form: Form | None, plan: TargetPlan) -> Iterator[str]:
    if study.screener:
        yield from _screener(study.screener)
        yield ""
    yield "# Targets planned from published tables: `cati quota plan` says what they rest on."
    yield "quota:"
    yield f"  total: {plan.total}"
    yield "  dimensions:"
    for position, variable in enumerate(plan.dimensions):
        codes = dict.fromkeys(cell.cell[position] for cell in plan.cells)
        yield f"    - variable: {_text(variable)}"
        yield f"      label: {{de: {_text(_label(form, variable) or variable)}}}"
        yield "      categories:"
        labels = _choices(form, variable)
        for code in codes:
            label = labels.get(code, code)
            yield f"        - {{code: {_text(code)}, values: [{_text(code)}], label: {{de: {_text(label)}}}}}"
    yield "  targets:"
    for cell, target in plan.targets().items():
        yield f"    {_text(cell)}: {target}"


def _node(form: Form | None, variable: str) -> Node | None:
    return next(iter(form.by_name.get(variable, ())), None) if form is not None else None


def _label(form: Form | None, variable: str) -> str:
    node = _node(form, variable)
    return node.name.replace("_", " ").capitalize() if node is not None else ""


def _choices(form: Form | None, variable: str) -> Mapping[str, str]:
    """Labels of the choices of a question in German, else in its own language; by name."""
    node = _node(form, variable)
    if form is None or node is None:
        return {}
    labels = {}
    for choice in form.lists.get(node.choices, ()):
        template = choice.label.get("de") or next(iter(choice.label.values()), ())
        labels[choice.name] = " ".join("".join(part for part in template if isinstance(part, str)).split())
    return {name: label for name, label in labels.items() if label}


def _day(day: str) -> str:
    """A day as YAML has it; what is none is a text, which the check then names."""
    return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else _text(day)


def _text(text: str) -> str:
    """A text of YAML in quotation marks: what begins with a digit or holds a colon is a text all the same."""
    return json.dumps(text, ensure_ascii=False)
