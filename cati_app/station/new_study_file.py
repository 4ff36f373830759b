"""The study.yaml of a new study, written whole: as a person would write it, with a word about each part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.study.check_study import likely_outcome
from cati_app.ui.setting_up.typed_quota import MODES, NESTED
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PlannedQuota:
    """A quota with its targets.

    Args:
        dimensions: Codes of the categories by variable, in order.
        targets: By cell.
        within: `sex=f`; blank: it counts everybody.
        sources: Where the margin of each variable comes from, and whether it is an estimate.
    """

    name: str
    mode: str
    dimensions: Mapping[str, Sequence[str]]
    targets: Mapping[str, int]
    within: str = ""
    sources: Mapping[str, tuple[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What a new study begins with; texts as they were typed.

    Args:
        form: Path of the questionnaire.
        first: Code of the language an interview starts in.
        further: Codes of the other languages, in their order.
        start, end: Of the field, as YYYY-MM-DD; blank: not known yet.
        weekdays, saturday: Calling hours, as 09:00-20:00; blank: none.
        country: Two letters, of numbers written without one and of the holidays.
        time_zone: IANA name.
        screener: Group that ends the screening; blank: none.
        quotas: As `typed_quota.as_text` has them; blank: the study has none.
        refused, full, not_eligible: How an interview ends early, in the first language; blank: in the program's words.
        made: Folder that was made already; then only people, sample, rehearsal and release are left.
        page: In front when it was left; blank: the first one.
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
    country: str = "DE"
    time_zone: str = "Europe/Berlin"
    state: str = ""
    start: str = ""
    end: str = ""
    weekdays: str = "09:00-20:00"
    saturday: str = "10:00-20:00"
    screener: str = ""
    quotas: str = ""
    refused: str = ""
    full: str = ""
    not_eligible: str = ""
    made: str = ""
    page: str = ""

    def codes(self) -> tuple[str, ...]:
        """Codes of the languages, the first one first, each once."""
        typed = [self.first, *self.further.replace(",", " ").split()]
        return tuple(dict.fromkeys(code for code in typed if code))


def study_yaml(
    study: NewStudy,
    questionnaire: str,
    form: Form | None,
    names: Mapping[str, str],
    quotas: Sequence[PlannedQuota] = (),
) -> str:
    """The whole file.

    Args:
        questionnaire: Name of the questionnaire in the study folder.
        form: For the labels of quota categories; None where the questionnaire has errors.
        names: What each language is called in itself, by code.
        quotas: The first is that of the study, the others count the same interviews as well.
    """
    parts = [
        _head(study, questionnaire, names),
        _people(study),
        _calling(study),
        _endings(study),
        _screener(study, form),
    ]
    parts.append(_quotas(form, quotas))
    written = ("".join(f"{line}\n" for line in part) for part in parts)
    return "\n".join(part for part in written if part)


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
    yield "# When the team may call: stricter than the German rules, never looser, in other countries too."
    yield "calling:"
    if study.country != "DE":
        yield f"  country: {_text(study.country)}"
        yield f"  time_zone: {_text(study.time_zone)}"
    if study.state or study.country == "DE":
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


def _endings(study: NewStudy) -> Iterator[str]:
    said = {name: getattr(study, name) for name in ("refused", "full", "not_eligible") if getattr(study, name)}
    if said:
        yield "# Read aloud where an interview ends early; without a text the program says it in its own words."
        yield "ending:"
        for name, text in said.items():
            yield f"  {name}: {{{study.codes()[0]}: {_text(text)}}}"


def _screener(study: NewStudy, form: Form | None) -> Iterator[str]:
    if study.screener:
        yield "# Once this group is left, the screening is over."
        yield f"screener: {_text(study.screener)}"
    ends = likely_outcome(form) if form is not None else None
    if ends is not None:
        yield "# This calculation names a result of the call where an interview has to end early; blank: it goes on."
        yield f"outcome: {_text(ends)}"


def _quotas(form: Form | None, quotas: Sequence[PlannedQuota]) -> Iterator[str]:
    if quotas:
        yield "# How many interviews of whom. `cati quota plan` says what planned targets rest on."
        yield "quota:"
        yield from _quota(form, quotas[0], "  ")
    if len(quotas) > 1:
        yield ""
        yield "# These count the same interviews as well: somebody is interviewed only if every quota takes the person."
        yield "further_quotas:"
    for quota in quotas[1:]:
        yield f"  - name: {_text(quota.name)}"
        if quota.within:
            variable, _, code = quota.within.partition(NESTED)
            yield f"    within: {{{_text(variable)}: [{_text(code)}]}}"
        yield from _quota(form, quota, "    ")


def _quota(form: Form | None, quota: PlannedQuota, indent: str) -> Iterator[str]:
    if quota.mode != MODES[0]:
        yield f"{indent}mode: {quota.mode}"
    yield f"{indent}total: {sum(quota.targets.values())}"
    yield f"{indent}dimensions:"
    for variable, codes in quota.dimensions.items():
        yield f"{indent}  - variable: {_text(variable)}"
        yield f"{indent}    label: {{de: {_text(_label(form, variable) or variable)}}}"
        if variable in quota.sources:
            source, is_estimate = quota.sources[variable]
            yield f"{indent}    source: {_text(source)}"
            yield f"{indent}    estimate: {'true' if is_estimate else 'false'}"
        yield f"{indent}    categories:"
        labels = choices_of(form, variable)
        for code in codes:
            label = labels.get(code, code)
            yield f"{indent}      - {{code: {_text(code)}, values: [{_text(code)}], label: {{de: {_text(label)}}}}}"
    yield f"{indent}targets:"
    for cell, target in quota.targets.items():
        yield f"{indent}  {_text(cell)}: {target}"


def _node(form: Form | None, variable: str) -> Node | None:
    return next(iter(form.by_name.get(variable, ())), None) if form is not None else None


def _label(form: Form | None, variable: str) -> str:
    node = _node(form, variable)
    return node.name.replace("_", " ").capitalize() if node is not None else ""


def choices_of(form: Form | None, variable: str) -> Mapping[str, str]:
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
