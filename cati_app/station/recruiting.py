"""Composition of focus groups: the plan in the study folder, consents and facts of the study, and who may do what."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Severity
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.recruiting.draw_groups import DrawGroups
from cati_app.fieldwork.recruiting.invite import KeepInvitations
from cati_app.fieldwork.recruiting.read_groups import GroupsNow, ReadGroups
from cati_app.fieldwork.rights import require
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.focus_groups_file import FocusGroupsFile, planned_groups, read_focus_groups
from cati_app.study.model import Dimension
from cati_app.texts import chosen, worded
from cati_app.texts.group_words import language_feature

SHORT = 8
"""Characters of a consent's id that are shown."""


class Recruiting:
    """What supervisors do with the focus groups of a study.

    Args:
        station: Where it is written down.
        source: Where the study is read: the same, or a copy of what the hub has.

    Raises:
        RuleViolation: `supervisor_needed`.
        EnvironmentProblem: `focus_groups_missing`, `focus_groups_errors`.
    """

    def __init__(self, station: Station, source: Station, user: User, keys: HeldKeys) -> None:
        require(user, Right.SUPERVISE)
        study = station.loaded.study
        self.settings = settings = _settings(station.loaded)
        here = station.units(keys)
        self.read = ReadGroups(
            source.units(keys),
            here if source is not station else None,
            station.clock,
            planned_groups(settings, study),
            settings.seed,
        )
        self.draw = DrawGroups(here, self.read, station.clock)
        self.keep = KeepInvitations(here, self.read, station.clock)
        self.words = FeatureWords(station.loaded)


class FeatureWords:
    """Labels of the quota's dimensions in the language of the reader, by variable and category."""

    def __init__(self, loaded: LoadedStudy) -> None:
        self._dimensions: dict[str, Dimension] = {each.variable: each for _, each in loaded.study.quota_dimensions}

    def feature(self, name: str) -> str:
        """Of a dimension; its name where it has no label."""
        dimension = self._dimensions.get(name)
        return language_feature(name) or (_text(dimension.label, name) if dimension is not None else name)

    def value(self, name: str, code: str) -> str:
        """Of a category; its code where it has no label."""
        dimension = self._dimensions.get(name)
        categories = dimension.categories if dimension is not None else ()
        return next((_text(each.label, code) for each in categories if each.code == code), code)


def _text(label: dict[str, str], otherwise: str) -> str:
    return label.get(chosen().language) or next(iter(label.values()), otherwise)


def _settings(loaded: LoadedStudy) -> FocusGroupsFile:
    checked = read_focus_groups(loaded.folder, loaded.study)
    faults = [each for each in checked.findings if each.severity is Severity.ERROR]
    if faults:
        lines = [f"{each.row or 1}: {worded(each.message)}" for each in faults]
        raise EnvironmentProblem(
            "focus_groups_errors",
            Phrase(
                "focus-groups.yaml has errors, here with their lines. Nothing was changed.\n{told}",
                told="\n".join(lines),
            ),
            "Correct it; `cati check STUDY` says how.",
        )
    if checked.settings is None:
        raise EnvironmentProblem(
            "focus_groups_missing",
            "This study folder has no focus-groups.yaml, so no focus group is planned. Nothing was changed.",
            "Write one beside study.yaml; docs/focus-groups.md shows how.",
        )
    return checked.settings


def consent_named(now: GroupsNow, beginning: str) -> str:
    """The consent whose id begins so, of those that may be used and those that were drawn.

    Raises:
        RuleViolation: `no_consent`, `consent_ambiguous`.
    """
    drawn = {consent for group in now.groups for consent in group.record.standings}
    ids = [each for each in sorted(drawn | now.people.keys()) if beginning and each.startswith(beginning.lower())]
    if len(ids) > 1:
        raise RuleViolation("consent_ambiguous")
    if not ids:
        raise RuleViolation("no_consent")
    return ids[0]
