"""Setting a study up: what was filled in so far is kept, looked through as a whole, and becomes a folder at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.domain.quota.planning import plan_targets
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.facts import Choosing
from cati_app.engine.xlsform.load import load_form
from cati_app.sample_files.published import read_tables
from cati_app.station.joined_folder import put_in_place, written_beside
from cati_app.station.new_study_file import NewStudy, PlannedQuota, choices_of, study_yaml
from cati_app.station.planning import sources_of
from cati_app.station.sampling import unreadable_in_words
from cati_app.store.exchange import synced
from cati_app.study.files import FolderFiles, read_file
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.ui.setting_up.typed_quota import TypedQuota, quotas_of
from cati_app.values import dataclass

_KEPT = "new-study.json"
_LONGEST = 1_000_000
_MOST_DIGITS = 6

CheckFolder = Callable[[Path], tuple[Sequence[Finding], Form | None]]
"""The findings on a study folder, and its form."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a study that is being set up.

    Args:
        findings: Of questionnaire and settings together, as `cati check` tells them.
        languages: Of the questionnaire, code and name.
        groups: Names of its groups, of which one may be the screener.
        questions: How many it asks.
        variables: What a quota may count by: code and label of each category, by name.
        planned: Variables of each quota, by its name.
        title: Of the questionnaire, as it names itself; blank: it does not.
    """

    findings: tuple[Finding, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    groups: tuple[str, ...] = ()
    questions: int = 0
    variables: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    planned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""


class UnfinishedStudy:
    """What was filled in and is no study yet, in the state folder; whatever keeps it from being written is no harm."""

    def __init__(self, state: Path) -> None:
        self._path = state / _KEPT

    def read(self) -> NewStudy | None:
        """What was left in the middle; None where nothing was."""
        try:
            content = json.loads(self._path.read_bytes()[:_LONGEST])
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(content, dict):
            return None
        known = {each.name for each in fields(NewStudy)}
        return NewStudy(**{name: str(text) for name, text in content.items() if name in known})

    def keep(self, study: NewStudy) -> None:
        """Remember it."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = self._path.with_name(f"{_KEPT}.part")
            part.write_text(json.dumps(asdict(study), ensure_ascii=False), encoding="utf-8")
            synced(part)
            part.replace(self._path)

    def forget(self) -> None:
        """It has become a study."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def looked(study: NewStudy, check: CheckFolder, names: Callable[[str], str]) -> Looked:
    """Look through everything so far, in a folder of its own that goes at once.

    Args:
        names: What a language is called in itself, by its code.

    Raises:
        EnvironmentProblem: `sample_unreadable` for the published tables.
        RuleViolation: as `plan_targets`, `plan_total_needed`.
    """
    with TemporaryDirectory(prefix="cati-new-") as name:
        folder = Path(name)
        files, read = _files_and_form(_not_blank(study), names)
        for file, data in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        findings, form = check(folder)
    form = form or read  # settings that are wrong leave the questionnaire as it is
    if form is None:
        return Looked(tuple(findings))
    groups = tuple(node.name for node in form.nodes if node.kind is NodeKind.GROUP and node.index)
    questions = sum(node.kind is NodeKind.QUESTION for node in form.nodes)
    planned = {quota.name: tuple(quota.dimensions) for quota in _planned(study, form)}
    return Looked(tuple(findings), form.languages, groups, questions, _variables(form), planned, _title(form, study))


def _title(form: Form, study: NewStudy) -> str:
    """What the questionnaire calls itself; a form without a name is called by its file, which is no title."""
    return "" if form.title in ("", Path(study.form).name, Path(study.form).stem) else form.title


def _variables(form: Form) -> dict[str, tuple[tuple[str, str], ...]]:
    """Questions with one answer of several, and calculations whose values can be told, outside repeats."""
    known = {}
    for node in form.nodes:
        codes: tuple[str, ...] = ()
        if node.choosing is Choosing.ONE:
            codes = tuple(choice.name for choice in form.lists.get(node.choices, ()))
        elif node.kind is NodeKind.CALCULATION:
            codes = tuple(value for value in node.possible if value)
        if len(codes) > 1 and not node.frame:
            labels = choices_of(form, node.name)
            known[node.name] = tuple((code, labels.get(code, code)) for code in dict.fromkeys(codes))
    return known


_GERMANY, _ANY_STATE = "DE", "NI"


def _not_blank(study: NewStudy) -> NewStudy:
    """With something in what was not asked yet, so that the rest is looked through all the same."""
    return replace(
        study,
        title=study.title or "–",
        study=study.study or "new-study",
        institute=study.institute or "–",
        client=study.client or "–",
        controller=study.controller or "–",
        contact_phone=study.contact_phone or "–",
        contact_email=study.contact_email or "–",
        state=study.state or (_ANY_STATE if study.country == _GERMANY else ""),
    )


def files_of(study: NewStudy, names: Callable[[str], str]) -> Mapping[str, bytes]:
    """What the study folder is to hold: the questionnaire, the lists it reads from files, and study.yaml.

    Raises:
        EnvironmentProblem: `new_study_form` where the questionnaire cannot be read; as `looked`.
        RuleViolation: as `looked`.
    """
    return _files_and_form(study, names)[0]


def _files_and_form(study: NewStudy, names: Callable[[str], str]) -> tuple[Mapping[str, bytes], Form | None]:
    path = Path(study.form).expanduser()
    if study.form and not path.exists():
        raise EnvironmentProblem(
            "new_study_form",
            Phrase("The questionnaire {path} is not there.", path=path),
            "Bring it back, or name another file on the first page.",
        )
    data, problem = read_file(path)
    if data is None:
        reason = problem.message if problem is not None else Phrase("unknown reason")
        raise EnvironmentProblem(
            "new_study_form",
            Phrase("The questionnaire {path} cannot be read. {reason}", path=path, reason=reason),
            "Choose another file, or give yourself the right to read it.",
        )
    files = FolderFiles(path.parent)
    result = load_form(data, path.name, attachments=files, unnamed=study.first)
    beside = {file: files[file] for file in result.files if file in files}
    known = dict(result.form.languages) if result.form is not None else {}
    study = replace(study, first=study.first or next(iter(known), "de"))
    called = {code: known.get(code, "").removesuffix(f"({code})").strip() or names(code) for code in study.codes()}
    text = study_yaml(study, path.name, result.form, called, _planned(study, result.form))
    return {path.name: data, **beside, STUDY_SHEET: text.encode()}, result.form


def _planned(study: NewStudy, form: Form | None) -> tuple[PlannedQuota, ...]:
    return tuple(_quota(quota, form) for quota in quotas_of(study.quotas))


def _quota(quota: TypedQuota, form: Form | None) -> PlannedQuota:
    if not quota.table:
        known = _variables(form) if form is not None else {}
        dimensions = {name: tuple(code for code, _ in known.get(name, ())) for name in quota.variables}
        targets = {cell: int(text) for cell, text in quota.targets.items()}
        return PlannedQuota(quota.name, quota.mode, dimensions, targets, quota.within)
    if not quota.total.isdecimal() or len(quota.total) > _MOST_DIGITS or not int(quota.total):
        raise RuleViolation("plan_total_needed")
    path = Path(quota.table).expanduser()
    with unreadable_in_words(path):
        tables = read_tables(path)
    plan = plan_targets(tables, int(quota.total))
    codes = {
        variable: tuple(dict.fromkeys(cell.cell[position] for cell in plan.cells))
        for position, variable in enumerate(plan.dimensions)
    }
    return PlannedQuota(quota.name, quota.mode, codes, plan.targets(), quota.within, sources_of(plan, tables))


def make(study: NewStudy, names: Callable[[str], str]) -> Path:
    """Make the study folder, whole or not at all; one that is there already is never written over.

    Raises:
        EnvironmentProblem: `new_study_there`; as `files_of`; what the disk says.
        RuleViolation: as `looked`.
    """
    folder = Path(study.folder).expanduser()
    if folder.exists():
        raise EnvironmentProblem(
            "new_study_there",
            Phrase("{path} is there already. Nothing was changed.", path=folder),
            "Name a folder that is not there yet; a study that is there is opened from the start page.",
        )
    files = files_of(study, names)
    with written_beside(folder, files) as part:
        put_in_place(part, folder, files)
    return folder


def short_name(title: str) -> str:
    """A short name from a title: small letters, digits and hyphens."""
    plain = title.casefold()
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(letter, written)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50]


def as_iso(day: str) -> str:
    """A day as YYYY-MM-DD where it was typed as 24.12.2026; anything else as it is, for the check to say so."""
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", day.strip())
    return f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}" if german else day.strip()


def tidied(study: NewStudy) -> NewStudy:
    """The same with days as study.yaml has them."""
    return replace(study, start=as_iso(study.start), end=as_iso(study.end))
