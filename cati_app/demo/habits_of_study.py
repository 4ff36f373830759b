"""The simulated people of one study: respondents.yaml held against its questionnaire and its quota."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import prod

from cati_app.demo.habits import (
    APPOINTMENT,
    LANGUAGE,
    NEVER_AGAIN,
    OF_QUOTA,
    RESPONDENTS,
    Habits,
    Population,
    read_habits,
)
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding
from cati_app.domain.outcomes.result_book import ResultBook
from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.nearest import Nearest
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.kinds.facts import Choosing
from cati_app.station.loading import LoadedStudy
from cati_app.study.codes import finding
from cati_app.study.load import line_of
from cati_app.study.model import Dimension, Study

_DESCRIBED = ("value-invalid", "study-empty", "study-too-big", "yaml-too-many")
_MOST_CELLS = 20_000
_Misfit = tuple[str, Phrase]
"""A place in the file, and what is wrong there."""


def habits_of(loaded: LoadedStudy) -> Habits:
    """How the people of a study are; the usual ones where its folder says nothing of them.

    Where the file names no population, categories of quota questions are as frequent as study.yaml wants them.

    Raises:
        EnvironmentProblem: `respondents_unreadable`: the file cannot be read, or fits neither itself nor the study.
    """
    read = read_habits(loaded.folder)
    if read.settings is None:
        raise _unreadable(read.findings[0], len(read.findings))
    habits = read.settings
    misfits = list(_misfits(habits, loaded.study, loaded.form, loaded.source.rules(1.0).results))
    if misfits:
        setting, reason = misfits[0]
        first = finding("value-invalid", line_of(setting, read.lines), setting, reason=reason)
        raise _unreadable(first, len(misfits))
    return habits if habits.population.margins else _as_quota_wants(habits, loaded.study, loaded.form)


def _unreadable(first: Finding, count: int) -> EnvironmentProblem:
    where = Phrase("line {line}", line=first.row) if first.row else RESPONDENTS
    told = Phrase(
        "{file} cannot be read: {place}: {message}",
        file=RESPONDENTS,
        place=Phrase("{place}, {setting}", place=where, setting=first.column) if first.column else where,
        message=first.message,
    )
    if count > 1:
        told = Phrase("{told} Further places that are wrong: {count}.", told=told, count=count - 1)
    cure = Phrase("docs/rehearsal.md describes every block; without the file people are as usual.")
    return EnvironmentProblem("respondents_unreadable", told, cure if first.code in _DESCRIBED else first.cure)


def _misfits(habits: Habits, study: Study, form: Form, results: ResultBook) -> Iterator[_Misfit]:
    """What in the file has no place in the study, or in another block of the file."""
    for result in habits.calls:
        if results.find(result) is None and result not in (LANGUAGE, APPOINTMENT, NEVER_AGAIN):
            yield f"calls.{result}", _unknown(result, [*results.results, LANGUAGE, APPOINTMENT, NEVER_AGAIN])
    margins = {name: list(margin) for name, margin in habits.population.margins.items()}
    dimensions = _dimensions(study)
    for name, categories in margins.items():
        if name in dimensions:
            known = [category.code for category in dimensions[name].categories]
            yield from _names(f"population.margins.{name}", categories, known)
    yield from _cells(habits.population)
    questions = [node.name for node in form.nodes[1:] if node.kind is NodeKind.QUESTION]
    by_category: Mapping[str, Mapping[str, Collection[str]]] = {
        "answers_of": habits.answers_of,
        "willingness.categories": habits.willingness.categories,
        "contact.kinds": habits.contact.kinds,
    }
    for block, named in by_category.items():
        yield from _names(block, named, margins)
        for margin, categories_named in named.items():
            yield from _names(f"{block}.{margin}", categories_named, margins.get(margin, categories_named))
    for margin, answered in habits.answers_of.items():
        for category, answers in answered.items():
            yield from _names(f"answers_of.{margin}.{category}", answers, questions)
    yield from _names("break_off.at", habits.break_off.at, questions)
    yield from _names("seconds.thinking_of", habits.seconds.thinking_of, questions)


def _names(block: str, given: Collection[str], known: Collection[str]) -> Iterator[_Misfit]:
    for name in given:
        if name not in known:
            yield f"{block}.{name}", _unknown(name, known)


def _unknown(name: str, known: Collection[str]) -> Phrase:
    near = Nearest()(name, known)
    if near:
        return Phrase("“{name}” is not known here – is “{near}” meant?", name=name, near=near)
    few = ", ".join(list(known)[:12]) or "–"
    return Phrase("“{name}” is not known here; known are: {known}", name=name, known=few)


def _cells(population: Population) -> Iterator[_Misfit]:
    margins = list(population.margins.values())
    if prod(map(len, margins)) > _MOST_CELLS:
        yield "population.margins", Phrase("together they have more than {most} combinations", most=_MOST_CELLS)
        return
    lengths = {len(name.split("/")) for name in population.cells}
    if len(lengths) > 1 or (lengths and max(lengths) > len(margins)):
        yield "population.cells", Phrase("each entry names one category of each of the first margins: a/b")
        return
    unknown = [
        (f"population.cells.{name}", _unknown(category, margin))
        for name in population.cells
        for category, margin in zip(name.split("/"), margins, strict=False)
        if category not in margin
    ]
    yield from unknown
    if not unknown:
        try:
            population.table()
        except RuleViolation as rule:
            lacking = rule.context.get("category")
            reason = Phrase("they cannot be brought to the margins: too many of them are 0 or missing")
            if lacking is not None:
                reason = Phrase("no entry of “{category}” is above 0, which has a share", category=lacking)
            yield "population.cells", reason


def _dimensions(study: Study) -> Mapping[str, Dimension]:
    """Of all quotas, by variable; of several of one variable the first."""
    quotas = [*([study.quota] if study.quota is not None else []), *study.further_quotas]
    told: dict[str, Dimension] = {}
    for quota in quotas:
        for dimension in quota.dimensions:
            told.setdefault(dimension.variable, dimension)
    return told


def _as_quota_wants(habits: Habits, study: Study, form: Form) -> Habits:
    """With the margins of quota questions with one choice, where study.yaml gives their shares."""
    margins: dict[str, dict[str, float]] = {}
    answers: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    for name, dimension in _dimensions(study).items():
        shares = {category.code: category.share for category in dimension.categories}
        if not _is_choice(form, name) or dimension.overlap or name in habits.answers:
            continue
        if dimension.from_ != "form" or None in shares.values():
            continue
        margins[name] = {code: share or 0.0 for code, share in shares.items()}
        answers[name] = {each.code: {name: dict.fromkeys(each.values, 1.0)} for each in dimension.categories}
    if not margins:
        return habits
    population = Population(source=OF_QUOTA, margins=margins)
    return habits.model_copy(update={"population": population, "answers_of": answers})


def _is_choice(form: Form, name: str) -> bool:
    nodes = form.by_name.get(name, ())
    return bool(nodes) and _asks_for_one(nodes[0])


def _asks_for_one(node: Node) -> bool:
    return node.question is not None and node.question.facts.choosing is Choosing.ONE
