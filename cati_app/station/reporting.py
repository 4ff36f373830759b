"""Composition of reports: figures of a study brought together with what study.yaml says of it."""

from __future__ import annotations

from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.fair_figures import group_ratio
from cati_app.domain.outcomes.rates import Method
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_staff_figures import GroupFigure
from cati_app.publish.print.document import ReportDocument
from cati_app.publish.reports.field_report import field_report
from cati_app.publish.reports.field_words import InterviewerGroup, ReportedQuota, ReportedStudy
from cati_app.station.folders import is_rehearsal
from cati_app.station.loading import study_texts
from cati_app.station.opening import Station
from cati_app.station.tabulating import tables_settings
from cati_app.study.rules import rate_settings, unscreened_class


def study_report(station: Station, by: User, language: str) -> ReportDocument:
    """The field report.

    Args:
        station: Where the whole study is read.
        language: `de` or `en`.

    Raises:
        TablesFindings: tables.yaml, which says what is small, has errors.
        RuleViolation: who asks may not read figures.
    """
    figures, groups = station.read_field_report()(by, station.loaded.study.outcomes.weight)
    return field_report(reported_study(station, language), figures, [_group(each) for each in groups], language)


def reported_study(station: Station, language: str) -> ReportedStudy:
    """What study.yaml says of it, in the language of the report where there is one. TablesFindings: as above."""
    study, texts, plan = station.loaded.study, study_texts(station.loaded, language), station.rules.quota
    settings = rate_settings(study)
    screens = unscreened_class(study) is OutcomeClass.UNKNOWN_OTHER
    quotas = []
    for quota in plan.quotas if plan is not None else ():
        further = texts.further_quotas.get(quota.name) if quota.prefix else None
        first = " × ".join(label for label, _ in texts.dimensions)
        label = further.label if further is not None else first
        quotas.append(ReportedQuota(label, (*quota.targets, quota.unclassified)))
    return ReportedStudy(
        study.id,
        texts.title,
        texts.version,
        study.introduction.client,
        study.introduction.institute,
        texts.languages,
        study.calling.time_zone,
        station.rules.calendar.local,
        settings,
        tuple(quotas),
        texts.cell_words,
        texts.results,
        shows_rates=plan is None or study.outcomes.random_numbers,
        two_step_missing=screens and settings.method not in (Method.TWO_STEP, Method.FIXED),
        least=tables_settings(station).small_cells,
        is_rehearsal=is_rehearsal(station.loaded.folder),
    )


def _group(group: GroupFigure) -> InterviewerGroup:
    ratio = None
    if group.talks is not None and group.expected is not None:
        ratio = group_ratio(group.talks, group.expected)
    return InterviewerGroup(group.name, group.people, group.talks, group.expected, ratio, group.withheld, group.days)
