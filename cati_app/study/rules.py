"""From study.yaml to the domain's rules: quota plan, calling calendar, delays and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import floor

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.promise import Shift
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.counts import RateSettings
from cati_app.domain.outcomes.dispositions import OutcomeClass, Person
from cati_app.domain.outcomes.rates import Method
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result, ResultBook
from cati_app.domain.quota.cells import (
    CellChoice,
    QuotaDimension,
    QuotaMode,
    QuotaPlan,
    scale_targets,
    targets_from_margins,
)
from cati_app.domain.quota.fitting import OF_QUOTA
from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.domain.sampling.sample import CALL_FROM, CALL_UNTIL, STATE, TIME_ZONE
from cati_app.study.calling import CLOSED_BY_DEFAULT, Hours
from cati_app.study.model import Dimension, FurtherQuota, Quota, Study


def quota_plan(study: Study, scale: float = 1.0) -> QuotaPlan | None:
    """The study's quotas, the first with the further ones, or None if it has none.

    Args:
        study: A checked study.
        scale: Factor on every target, for trials.
    """
    if study.quota is None:
        return None
    further = tuple(
        replace(
            _plan(quota, scale, prefix=quota.name),
            within={variable: frozenset(codes) for variable, codes in quota.within.items()} or None,
        )
        for quota in study.further_quotas
    )
    return replace(_plan(study.quota, scale), further=further)


def _plan(quota: Quota | FurtherQuota, scale: float, prefix: str = "") -> QuotaPlan:
    targets = cell_targets(quota)
    if scale != 1.0:
        targets = scale_targets(targets, scale)
    before = f"{prefix}{OF_QUOTA}" if prefix else ""
    return QuotaPlan(
        name=quota.name,
        dimensions=tuple(_dimension(d) for d in quota.dimensions),
        targets={CellId(f"{before}{cell}"): target for cell, target in targets.items()},
        accept_unclassified=quota.unknown == "accept_unclassified",
        unclassified_ceiling=floor(quota.unclassified_share * sum(targets.values())),
        mode=QuotaMode(quota.mode),
        choice=CellChoice(quota.choice),
        prefix=prefix,
    )


def cell_targets(quota: Quota | FurtherQuota) -> dict[CellId, int]:
    """Targets by categories of the cell: as given, else the product of the margins."""
    if quota.targets:
        return {CellId(cell): target for cell, target in quota.targets.items()}
    margins = [{c.code: c.share or 0.0 for c in d.categories} for d in quota.dimensions]
    return targets_from_margins(margins, quota.total)


def calling_calendar(study: Study) -> CallingCalendar:
    """The hours in which the study may call."""
    calling = study.calling
    return CallingCalendar(
        zone=calling.time_zone,
        country=calling.country,
        state=calling.state,
        weekdays=_window(calling.weekdays),
        saturday=_window(calling.saturday),
        sunday=_window(calling.sunday),
        expected_length_min=calling.expected_length_min,
        regional=calling.regional_holidays,
        closed=closed_days(study),
    )


def closed_days(study: Study) -> frozenset[str]:
    """The days on which the study calls nobody, as `CallingCalendar.closed` has them."""
    calling = study.calling
    opened = {day for entry in calling.open_days for day in entry.days()}
    return (CLOSED_BY_DEFAULT - opened) | {day for entry in calling.closed_days for day in entry.days()}


def reasons(study: Study) -> list[str]:
    """Why the study calls otherwise than by default."""
    calling = study.calling
    given = [calling.beyond_preset_reason, calling.sunday_reason, calling.regional_holidays_reason]
    given += [f"{entry.day}: {entry.reason}" for entry in (*calling.closed_days, *calling.open_days)]
    return [reason for reason in given if reason]


def retry_rules(study: Study) -> RetryRules:
    """Delays after results, and the limits of contact attempts."""
    retry = study.calling.retry
    return RetryRules(
        busy_min=retry.busy_min,
        no_answer_min=retry.no_answer_min,
        machine_min=retry.machine_min,
        line_problem_min=retry.line_problem_min,
        soft_refusal_days=retry.soft_refusal_days,
        contact_min=retry.contact_min,
        max_attempts=study.calling.max_attempts,
        max_attempts_per_day=study.calling.max_attempts_per_day,
        busy_in_session=retry.busy_in_session,
    )


def schedule_rules(study: Study) -> ScheduleRules:
    """How the study spreads its calls."""
    calling = study.calling
    parts, agreed, refusals = calling.day_parts, calling.appointments, calling.refusals
    return ScheduleRules(
        morning_until=parts.morning_until,
        afternoon_until=parts.afternoon_until,
        weights=dict(parts.weights),
        same_part=parts.same_part,
        another_part=frozenset(parts.another_part_after),
        best_part=frozenset(parts.best_part_after),
        best_within=timedelta(days=parts.best_within_days),
        in_vain=parts.in_vain,
        reached_again=parts.reached_again,
        per_day=parts.per_day,
        early=timedelta(minutes=agreed.early_min),
        owner_only=timedelta(minutes=agreed.owner_min),
        firm_owner=timedelta(minutes=agreed.firm_owner_min),
        team_until=timedelta(minutes=agreed.team_min),
        convert=refusals.convert,
        conversion_skill=refusals.skill,
        other_interviewer=refusals.other_interviewer,
        lease=timedelta(minutes=calling.lease_min),
        lag=calling.lag_share,
    )


def result_book(study: Study) -> ResultBook:
    """The results interviewers can give: the catalogue's, renamed, hidden and added to by the study."""
    changes = []
    for settings in study.results:
        known = STANDARD_RESULTS.find(settings.code)
        base = known or STANDARD_RESULTS.results[settings.as_ or ""]
        person = base.person if known or settings.person is None else Person(settings.person)
        note = base.note_required if settings.note is None else settings.note
        own = known is None
        changes.append(
            Result(
                settings.code,
                base.disposition,
                person,
                note,
                settings.label or {},
                settings.hidden,
                own,
                own and settings.never_again,
            )
        )
    return STANDARD_RESULTS.with_changes(changes)


def unscreened_class(study: Study) -> OutcomeClass:
    """What a refusal before the screening counts as."""
    given = study.outcomes.unscreened_refusal_class
    return OutcomeClass(given or ("UO" if study.screener else "R"))


def rate_settings(study: Study) -> RateSettings:
    """How e is estimated, and how large the frames are."""
    wanted = study.outcomes
    sizes = {name: frame.frame_size for name, frame in wanted.frames.items()}
    return RateSettings(Method(wanted.e_method), wanted.e, sizes)


def eligibility(study: Study) -> tuple[tuple[str, ...], ...]:
    """Groups of questions of each of which one must have a value."""
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in study.eligibility)


def shifts(study: Study) -> tuple[Shift, ...]:
    """When the team works."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(
        Shift(
            frozenset(days.index(day) for day in s.days),
            s.start,
            s.end,
            frozenset(s.languages),
            s.seats,
            s.from_,
            s.until,
        )
        for s in study.calling.shifts
    )


def clear_columns(study: Study) -> dict[str, ColumnUse]:
    """Sample fields that stay in the open: by their use in study.yaml, or because `sample.clear` names them."""
    read = study.calling.sample_fields
    named = study.case_list.clear if study.case_list is not None else {}
    weight = study.outcomes.weight
    return {
        **dict.fromkeys((TIME_ZONE, STATE, read.time_zone, read.state), ColumnUse.PLACE),
        **dict.fromkeys((CALL_FROM, CALL_UNTIL), ColumnUse.WINDOW),
        read.language: ColumnUse.LANGUAGE,
        **{name: ColumnUse(use) for name, use in named.items()},
        **({weight: ColumnUse.WEIGHT} if weight is not None else {}),
        **{
            dimension.variable: ColumnUse.QUOTA
            for _, dimension in study.quota_dimensions
            if dimension.from_ == "sample"
        },
    }


def _dimension(dimension: Dimension) -> QuotaDimension:
    return QuotaDimension(
        variable=dimension.variable,
        from_sample=dimension.from_ == "sample",
        freeze_as=dimension.freeze_as or f"quota_{dimension.variable}",
        categories=tuple(c.code for c in dimension.categories),
        values={value: c.code for c in dimension.categories for value in c.values},
        outside=frozenset(dimension.outside),
        overlapping=_overlapping(dimension) if dimension.overlap else None,
    )


def _overlapping(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    """All categories of each value."""
    values = dict.fromkeys(value for category in dimension.categories for value in category.values)
    return {value: tuple(c.code for c in dimension.categories if value in c.values) for value in values}


def _window(hours: Hours | None) -> CallingWindow | None:
    return CallingWindow(hours.start, hours.end) if hours else None
