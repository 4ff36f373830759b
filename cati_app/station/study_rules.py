"""The rules of a study for the services, made from study.yaml."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.wiring import with_sealed
from cati_app.study.alerts import alert_limits
from cati_app.study.model import Study
from cati_app.study.rules import (
    calling_calendar,
    clear_columns,
    eligibility,
    quota_plan,
    reasons,
    result_book,
    retry_rules,
    schedule_rules,
    shifts,
    unscreened_class,
)


def with_sealed_columns(study: Study, form: Form) -> Form:
    """The form, in which hidden questions that receive sealed columns of the sample are contact data."""
    return with_sealed(form, frozenset(type(study.introduction).model_fields), clear_columns(study))


def with_calling(rules: StudyRules, study: Study) -> StudyRules:
    """Rules with the hours, delays and shifts of another state of the study; all else stays."""
    return replace(
        rules,
        calendar=calling_calendar(study),
        retry=retry_rules(study),
        schedule=schedule_rules(study),
        shifts=shifts(study),
        first_day=study.calling.field.start,
        last_day=study.calling.field.end,
    )


def rules_of(study: Study, form: Form, targets_scale: float) -> StudyRules:
    """Everything that study.yaml decides; `targets_scale` is a factor on every target, for trials."""
    hidden = frozenset(node.name for node in form.nodes if node.contact and node.kind is NodeKind.HIDDEN)
    contact = frozenset(node.name for node in form.nodes if node.contact) - hidden
    hours = study.quota.suspended_keeps_place_h if study.quota else 24
    return StudyRules(
        calendar=calling_calendar(study),
        retry=retry_rules(study),
        quota=quota_plan(study, targets_scale),
        screener=study.screener,
        outcome=study.outcome,
        eligibility=eligibility(study),
        taking_part=tuple(study.ending.taking_part),
        other_consents=study.consent.other_consents,
        recontact=study.consent.recontact,
        consent_features=tuple(study.consent.recontact_features),
        consent_until=study.consent.recontact_until,
        contact_questions=contact,
        partial_core_share=study.partial_core_share,
        suspended_keeps_place=timedelta(hours=hours),
        offline_sign_in=timedelta(hours=study.hub.offline_hours),
        introduction=study.introduction.model_dump(),
        schedule=schedule_rules(study),
        shifts=shifts(study),
        first_day=study.calling.field.start,
        last_day=study.calling.field.end,
        zone_field=study.calling.sample_fields.time_zone,
        state_field=study.calling.sample_fields.state,
        language_field=study.calling.sample_fields.language,
        clear_columns=clear_columns(study),
        sealed_values=hidden,
        results=result_book(study),
        unscreened=unscreened_class(study),
        places_ahead_share=study.quota.places_ahead_share if study.quota else 0.0,
        alerts=alert_limits(study.alerts),
        records_calls=study.notice.recording,
        wanted=study.people.target if study.is_expert and study.people is not None else 0,
        pack=GERMAN,
        beyond_preset_reason=" · ".join(reasons(study)),
    )
