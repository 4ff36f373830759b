"""Reads focus-groups.yaml, the plan of a study's focus groups: the checked plan, or every finding with its line."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cati_app.domain.findings import Finding, Severity
from cati_app.domain.focus_groups.group_plan import GroupPlan, Mix, SeatRange
from cati_app.domain.focus_groups.planned_group import PlannedGroup
from cati_app.domain.phrases import Phrase
from cati_app.study.codes import finding
from cati_app.study.files import read_file
from cati_app.study.languages import LanguageCode
from cati_app.study.load import CheckedFile, line_of, read_settings
from cati_app.study.model import Dimension, Study
from cati_app.study.part import StrictSettings

FOCUS_GROUPS_FILE = "focus-groups.yaml"
_DESCRIBED = ("value-invalid", "study-empty")

FeatureName = Annotated[str, Field(min_length=1, max_length=100)]
FeatureValue = Annotated[str, Field(min_length=1, max_length=100)]
SeatCount = Annotated[int, Field(ge=0, le=20)]
SeatsFromTo = Annotated[list[SeatCount], Field(min_length=2, max_length=2)]


class FocusGroupSettings(StrictSettings):
    """One focus group."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=32)
    date: date
    at: time = Field(description="When it begins, on the study's clock.")
    language: LanguageCode
    venue: str = Field(default="", max_length=200, description="Where it meets, as letters say it.")
    seats: int = Field(default=8, ge=6, le=10)
    invite: int | None = Field(
        default=None, ge=1, le=40, description="How many are invited; without it 1.3 for each seat, rounded up."
    )
    least: int = Field(default=6, ge=2, le=10, description="With fewer the group does not take place.")
    only: dict[FeatureName, Annotated[list[FeatureValue], Field(min_length=1, max_length=100)]] = Field(
        default={}, max_length=10, description="Categories that a person must have, by dimension of the quota."
    )
    mix: dict[FeatureName, Annotated[dict[FeatureValue, SeatsFromTo], Field(min_length=1, max_length=100)]] = Field(
        default={}, max_length=10, description="Seats of a category, at least and at most, by dimension of the quota."
    )


class FocusGroupsFile(StrictSettings):
    """The focus groups of a study (file `focus-groups.yaml` beside study.yaml)."""

    seed: str = Field(min_length=1, max_length=100, description="Of the draw; it is told to whoever asks.")
    groups: list[FocusGroupSettings] = Field(min_length=1, max_length=100)
    name_in: str = Field(
        default="", max_length=100, description="Contact question whose answer is the name on letters and lists."
    )
    number_in: str = Field(
        default="", max_length=100, description="Contact question whose answer is the number to call first."
    )
    address_in: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        default=[], max_length=10, description="Contact questions whose answers stand below the name on a letter."
    )
    letter: dict[LanguageCode, Annotated[str, Field(min_length=1, max_length=5000)]] = Field(
        default={},
        description="Text of the letter by language of the group, with {name}, {date}, {time}, {venue}, {institute},"
        " {phone} and {email}; without it the program has one in German and in English.",
    )
    allowance: str = Field(default="", max_length=100, description="What people get for coming, as receipts say it.")


def read_focus_groups(folder: Path, study: Study) -> CheckedFile[FocusGroupsFile]:
    """focus-groups.yaml of a study folder, checked; nothing and no finding where there is none."""
    path = folder / FOCUS_GROUPS_FILE
    if not path.exists():
        return CheckedFile(None, ())
    content, problem = read_file(path)
    if content is None:
        return CheckedFile(None, (problem,) if problem is not None else ())
    return load_focus_groups(content, study)


def load_focus_groups(data: bytes, study: Study) -> CheckedFile[FocusGroupsFile]:
    """Read and check the text of focus-groups.yaml.

    Args:
        study: Whose quota says what a person is told apart by.
    """
    read = read_settings(data, FocusGroupsFile)
    findings = list(read.findings)
    if read.settings is not None:
        findings += _check(read.settings, study, read.lines)
    faulty = any(each.severity is Severity.ERROR for each in findings)
    told = tuple(_of_groups(each) for each in findings)
    return replace(read, settings=None if faulty else read.settings, findings=told)


def plans_of(settings: FocusGroupsFile, study: Study) -> tuple[GroupPlan, ...]:
    """The domain's plans of a checked file, in its order."""
    return tuple(_plan(group, study) for group in settings.groups)


def _plan(group: FocusGroupSettings, study: Study) -> GroupPlan:
    dimensions = _dimensions(study)
    mix = {}
    for feature, ranges in group.mix.items():
        known = {category.code for category in dimensions[feature].categories} if feature in dimensions else set()
        met = known.intersection(group.only.get(feature, known))
        held = {value: SeatRange(*seats) for value, seats in ranges.items()}
        mix[feature] = Mix(held, others=feature not in dimensions or not met <= held.keys())
    return GroupPlan(group.id, group.seats, {name: frozenset(values) for name, values in group.only.items()}, mix)


def _dimensions(study: Study) -> dict[str, Dimension]:
    return {dimension.variable: dimension for _, dimension in study.quota_dimensions}


_Note = Callable[..., Finding]


def _check(settings: FocusGroupsFile, study: Study, lines: Mapping[str, int]) -> list[Finding]:
    def note(entry: str, path: str, /, **fields: object) -> Finding:
        return finding(entry, line_of(path, lines), path, **fields)

    findings: list[Finding] = []
    ids = [group.id for group in settings.groups]
    segments = Counter(_segment(group) for group in settings.groups)
    languages = [language.code for language in study.languages]
    for number, group in enumerate(settings.groups, 1):
        path = f"groups[{number}]"
        if group.id in ids[: number - 1]:
            findings.append(note("group-twice", f"{path}.id", group=group.id))
        if group.invite is not None and group.invite < group.seats:
            findings.append(note("group-invites-few", f"{path}.invite", invite=group.invite, seats=group.seats))
        if group.least > group.seats:
            findings.append(note("group-least-many", f"{path}.least", least=group.least, seats=group.seats))
        if group.language not in languages:
            known = ", ".join(languages)
            findings.append(note("group-language-unknown", f"{path}.language", code=group.language, known=known))
        if segments[_segment(group)] == 1:
            findings.append(note("group-alone", path, group=group.id))
        features = list(_check_features(group, study, path, note))
        findings += features
        if not any(each.severity is Severity.ERROR for each in features):
            findings += _check_seats(group, study, path, note)
    return findings


def _segment(group: FocusGroupSettings) -> frozenset[tuple[str, frozenset[str]]]:
    """What all people of a group have in common."""
    return frozenset((name, frozenset(values)) for name, values in group.only.items())


def _check_features(group: FocusGroupSettings, study: Study, path: str, note: _Note) -> Iterator[Finding]:
    dimensions = _dimensions(study)
    for part, features in (("only", group.only), ("mix", group.mix)):
        for feature, values in features.items():
            where = f"{path}.{part}.{feature}"
            if feature not in dimensions:
                yield note("group-feature-unknown", where, name=feature, suggestion=_near(feature, dimensions))
                continue
            known = [category.code for category in dimensions[feature].categories]
            for value in values:
                if value not in known:
                    near = _near(value, known)
                    yield note("group-value-unknown", where, name=feature, value=value, suggestion=near)
    for feature, ranges in group.mix.items():
        for value, (least, most) in ranges.items():
            where = f"{path}.mix.{feature}.{value}"
            if least > most:
                yield note("group-range-order", where, least=least, most=most)
            if least and value not in group.only.get(feature, [value]):
                yield note("group-mix-outside", where, name=feature, value=value)


def _check_seats(group: FocusGroupSettings, study: Study, path: str, note: _Note) -> Iterator[Finding]:
    misfit = _plan(group, study).contradiction()
    if misfit is None:
        return
    if misfit.wanted > group.seats:
        yield note("group-minima-many", f"{path}.mix.{misfit.feature}", wanted=misfit.wanted, seats=group.seats)
    else:
        yield note("group-maxima-few", f"{path}.mix.{misfit.feature}", most=misfit.there, seats=group.seats)


def _near(name: str, known: Mapping[str, object] | list[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return near[0] if near else ""


def _of_groups(finding: Finding) -> Finding:
    cure = Phrase("docs/focus-groups.md shows how it is written.") if finding.code in _DESCRIBED else finding.cure
    return replace(finding, sheet=FOCUS_GROUPS_FILE, cure=cure)


def planned_groups(settings: FocusGroupsFile, study: Study) -> tuple[PlannedGroup, ...]:
    """The groups of a checked file with their dates, in its order."""
    plans = plans_of(settings, study)
    return tuple(
        PlannedGroup(plan, group.invite, group.least, group.date, group.at, group.language)
        for plan, group in zip(plans, settings.groups, strict=True)
    )
