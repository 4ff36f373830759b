"""Checks what a study says of sample fields against the sample in its folder: weights, quotas, values handed in."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.domain.sittings.guide import Sector
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.fieldwork.interview.handed_in import HANDED_IN, TOLD_OF_PLACE, of_introduction, of_sample
from cati_app.sample_files.columns import ColumnMap, map_columns
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import OpenedFile
from cati_app.station.sampling import read_settings, why_unreadable
from cati_app.station.study_rules import with_sealed_columns
from cati_app.study.check_quotas import LIMITS, margin_of
from cati_app.study.codes import finding
from cati_app.study.load import line_of
from cati_app.study.model import Dimension, ExpertList, Introduction, SampleFile, Study
from cati_app.study.rules import clear_columns
from cati_app.values import dataclass

_WEIGHT = "outcomes.weight"
_SECTOR = "sector"
_STUDY = of_introduction("")


def check_sample(study: Study, form: Form | None, file: Path | None, lines: Mapping[str, int]) -> list[Finding]:
    """What names a sample field that no case will have, or puts the cases into no category.

    Args:
        study: The study.
        form: Its questionnaire, if it has no errors.
        file: The sample in the folder, if there is one.
        lines: Line of each setting in study.yaml, by path.
    """
    settings, here = study.case_list or SampleFile(), f"{study.list_setting}.file"
    findings: list[Finding] = []
    opened: OpenedFile | None = None
    columns: ColumnMap | None = None
    if file is not None:
        reading = read_settings(settings)
        try:
            opened = OpenedFile(file, reading)
            with opened:
                columns = map_columns(opened.header, reading.columns, others=reading.keep_others)
        except SampleUnreadable as problem:
            reason, cure = why_unreadable(file.name, problem), problem.cure
            findings.append(finding("sample-not-taken", line_of(here, lines), here, reason=reason, cure=cure))
    known = _fields(settings, columns)
    findings += _sealed_values(study, form, known, lines)
    if known is None:
        return findings + _handed_in(study, form, None, lines)
    findings += _declared(study, known, form, lines)
    weight = study.outcomes.weight
    if weight is not None and weight not in known:
        suggestion = _near(weight, known)
        findings.append(finding("weight-unknown", line_of(_WEIGHT, lines), _WEIGHT, name=weight, suggestion=suggestion))
    told: dict[str, Dimension] = {}
    for path, dimension in study.quota_dimensions:
        if dimension.from_ == "sample" and dimension.variable in known:
            told[path] = dimension
        elif dimension.from_ == "sample":
            name, near, spot = dimension.variable, _near(dimension.variable, known), f"{path}.variable"
            findings.append(finding("quota-field-unknown", line_of(spot, lines), spot, name=name, suggestion=near))
    if told and opened is not None and columns is not None:
        margins = {
            f"{path}.dimensions[{number}]": margin_of(quota, dimension)
            for path, quota in study.quotas
            if quota.mode in LIMITS
            for number, dimension in enumerate(quota.dimensions, 1)
        }
        findings += _categories(opened, columns, told, margins, lines)
    if study.people is not None and opened is not None and columns is not None:
        findings += _experts(study.people, opened, columns, lines)
    return findings + _handed_in(study, form, known, lines)


@dataclass(frozen=True, slots=True)
class KeptColumns:
    """Names of sample fields: those in the open with what they are declared for, and those that are sealed."""

    clear: Mapping[str, str] = field(default_factory=dict)
    sealed: tuple[str, ...] = ()


def kept_columns(study: Study, file: Path | None) -> KeptColumns:
    """Which columns of the sample are sealed; none where neither study.yaml nor a readable file tells."""
    settings, uses = study.case_list or SampleFile(), clear_columns(study)
    reading = read_settings(settings)
    columns: ColumnMap | None = None
    if file is not None:
        with suppress(SampleUnreadable), OpenedFile(file, reading) as opened:
            columns = map_columns(opened.header, reading.columns, others=reading.keep_others)
    known = _fields(settings, columns) or []
    clear = {name: uses[name].value for name in known if name in uses}
    return KeptColumns(clear, tuple(name for name in known if name not in uses))


def _declared(study: Study, known: Sequence[str], form: Form | None, lines: Mapping[str, int]) -> Iterable[Finding]:
    """Names declared clear that nothing has."""
    handed_in = {node.name for node in form.nodes if node.kind is NodeKind.HIDDEN} if form is not None else set()
    for name in (study.case_list or SampleFile()).clear:
        if name not in known and handed_in.isdisjoint((name, of_sample(name))):
            path = f"{study.list_setting}.clear.{name}"
            row = line_of(path, lines)
            yield finding("clear-unknown", row, path, name=name, suggestion=_near(name, known))


def _sealed_values(
    study: Study, form: Form | None, known: Collection[str] | None, lines: Mapping[str, int]
) -> Iterable[Finding]:
    """Hidden questions that receive sealed columns and are to be exported, and what is calculated from such."""
    setting = study.form_setting
    row = line_of(setting, lines)
    for node in with_sealed_columns(study, form).nodes if form is not None else ():
        if node.kind is not NodeKind.HIDDEN or not node.contact:
            continue
        if node.field or node.theme:
            yield finding("marked-column-sealed", row, setting, name=node.name)
        assert form is not None
        names = [form.nodes[index].name for index in sorted(_calculated_from(form, node.index))]
        if names and (known is None or node.name in {*known, *map(of_sample, known)}):
            facts = {"names": ", ".join(names), "column": node.name}
            yield finding("column-becomes-answer", row, setting, **facts)


def _calculated_from(form: Form, index: int) -> set[int]:
    """Calculations, and questions with a computed value, that read a node, directly or through others."""
    reached: set[int] = set()
    todo = [index]
    while todo:
        for edge in form.edges[todo.pop()]:
            target = form.nodes[edge.target]
            if target.index not in reached and (target.rules.calculation >= 0 or target.rules.default >= 0):
                reached.add(target.index)
                todo.append(target.index)
    return reached


def _fields(settings: SampleFile, columns: ColumnMap | None) -> list[str] | None:
    """Names of the fields cases will have; None where neither study.yaml nor a readable file tells."""
    if settings.columns.fields:
        return list(settings.columns.fields)
    if settings.other_columns == "drop":
        return []
    return list(columns.fields) if columns is not None else None


@dataclass(frozen=True, slots=True)
class _Told:
    """A dimension of the quota as the rows of the sample tell it, and how many rows tell which value."""

    path: str
    dimension: Dimension
    column: int
    rows: Counter[str]


def _categories(
    opened: OpenedFile,
    columns: ColumnMap,
    dimensions: Mapping[str, Dimension],
    margins: Mapping[str, Mapping[str, int]],
    lines: Mapping[str, int],
) -> Iterable[Finding]:
    """Rows that belong to no category, and categories with fewer rows than interviews; values are never shown.

    Args:
        margins: By path of the dimension, how many interviews are wanted of each category.
    """
    told = [_Told(path, asked, columns.fields[asked.variable], Counter()) for path, asked in dimensions.items()]
    try:
        for row in opened.rows:
            if row.problem is None and any(cell.strip() for cell in row.cells):
                for told_of in told:
                    at = told_of.column
                    told_of.rows[row.cells[at].strip() if at < len(row.cells) else ""] += 1
    except SampleUnreadable:
        return  # what is wrong with a row that keeps the file from being read is said at the import
    for told_of in told:
        dimension, path = told_of.dimension, f"{told_of.path}.categories"
        placed = {value for category in dimension.categories for value in category.values} | {*dimension.outside}
        count = sum(rows for value, rows in told_of.rows.items() if value not in placed)
        facts = {"name": dimension.variable, "rows": told_of.rows.total()}
        if count:
            yield finding("quota-rows-outside", line_of(path, lines), path, count=count, **facts)
        wanted = margins.get(told_of.path, {})
        for number, category in enumerate(dimension.categories, 1):
            here, cases = f"{path}[{number}].values", sum(told_of.rows[value] for value in category.values)
            if told_of.rows and not cases:
                yield finding("quota-category-empty", line_of(here, lines), here, code=category.code, **facts)
            elif told_of.rows and cases < wanted.get(category.code, 0):
                target = {"target": wanted[category.code], "cases": cases}
                yield finding(
                    "quota-rows-few", line_of(here, lines), here, code=category.code, name=dimension.variable, **target
                )


def _experts(people: ExpertList, opened: OpenedFile, columns: ColumnMap, lines: Mapping[str, int]) -> Iterable[Finding]:
    """Rows without a sector, and fewer rows than experts wanted; values are never shown."""
    path, column = "people.file", columns.fields.get(_SECTOR)
    row = line_of(path, lines)
    try:
        filled = [each.cells for each in opened.rows if each.problem is None and any(map(str.strip, each.cells))]
    except SampleUnreadable:
        return  # said at the import, as of quotas
    if column is None:
        yield finding("people-sector-missing", row, path)
    else:
        told = Counter(cells[column].strip() if column < len(cells) else "" for cells in filled)
        count = sum(cases for value, cases in told.items() if value not in frozenset(Sector))
        if count:
            facts = {"count": count, "rows": len(filled), "known": ", ".join(Sector)}
            yield finding("people-sector-unknown", row, path, **facts)
    if len(filled) < people.target:
        target = "people.target"
        yield finding("people-few", line_of(target, lines), target, rows=len(filled), target=people.target)


def _handed_in(
    study: Study, form: Form | None, fields: Iterable[str] | None, lines: Mapping[str, int]
) -> list[Finding]:
    """Hidden questions that nothing is handed in for.

    Args:
        fields: Of the sample; None: not known, so that only names that cannot be one of them are judged.
    """
    if form is None:
        return []
    ours = {*HANDED_IN, *TOLD_OF_PLACE, *map(of_introduction, Introduction.model_fields)}
    theirs = {*fields, *map(of_sample, fields)} if fields is not None else set[str]()
    notes = []
    for node in form.nodes[1:]:
        judged = fields is not None or node.name.startswith(_STUDY)
        if node.kind is NodeKind.HIDDEN and judged and node.name not in ours | theirs and node.rules.default < 0:
            near = _near(node.name, [*ours, *theirs])
            setting = study.form_setting
            row = line_of(setting, lines)
            notes.append(finding("hidden-never-filled", row, setting, name=node.name, suggestion=near))
    return notes


def _near(name: str, known: Iterable[str]) -> str:
    folded = {other.casefold(): other for other in sorted(known)}
    near = difflib.get_close_matches(name.casefold(), folded, 1)
    return folded[near[0]] if near else ""
