"""Parts of the composition root: the rules of a study for the services, the cases for supervisors, contact answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.domain.events import LoggedEvent
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling.final_codes import SettleCodes
from cati_app.fieldwork.interview.handed_in import HANDED_IN, comes_sealed
from cati_app.fieldwork.interview.record_events import session_events
from cati_app.fieldwork.rights import Actor
from cati_app.fieldwork.rules import StudyRules
from cati_app.store.database import Database
from cati_app.store.unit_of_work import SqlUnits
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

_CODES_RULES = "2"  # raised when final codes come out otherwise: rows of closed cases are then settled again
_CODES_FOLLOW = "final_codes"
"""What the codes in the rows of closed cases were computed with, as the database keeps it."""


def read_session(units: SqlUnits, log: Sequence[LoggedEvent]) -> list[SessionEvent]:
    """A session read again, with the answers that are contact data."""
    with units() as unit:
        return session_events(log, unit.contacts.of_fact)


def settle_codes(by: Actor, database: Database, units: SqlUnits, rules: StudyRules) -> None:
    """Rows of closed cases follow the study's setting for refusals before the screening; nothing while it stays."""
    follow = f"{rules.unscreened.value} {_CODES_RULES}"
    if database.kept(_CODES_FOLLOW) != follow:
        SettleCodes(units, rules)(by)
        database.keep(_CODES_FOLLOW, follow)


def with_sealed_columns(study: Study, form: Form) -> Form:
    """The form, in which hidden questions that receive sealed columns of the sample are contact data."""
    clear, introduction = clear_columns(study), frozenset(type(study.introduction).model_fields)

    def is_contact(node: Node) -> bool:
        if node.kind is not NodeKind.HIDDEN or node.source in HANDED_IN:
            return False
        return comes_sealed(node.name, introduction, clear)

    return form.with_contact(is_contact)


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
        pack=GERMAN,
        beyond_preset_reason=" · ".join(reasons(study)),
    )
