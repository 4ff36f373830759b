"""Composition of the methods report: settings of the study and figures of its records as one draft.

Imported only when it is made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.engine.form.nodes import NodeKind
from cati_app.publish.dataset.weighting_words import codebook_notes
from cati_app.publish.dataset.wording import FormTexts
from cati_app.publish.print.document import ReportDocument
from cati_app.publish.reports.methods_facts import (
    MethodsDimension,
    MethodsFacts,
    MethodsPrivacy,
    MethodsQuota,
    MethodsRules,
    MethodsSample,
)
from cati_app.publish.reports.methods_report import methods_report
from cati_app.station.coding import open_questions, read_open_answers
from cati_app.station.opening import Station
from cati_app.station.reporting import reported_study
from cati_app.station.weighing import weighed
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import Dimension, QuotaCells, Study
from cati_app.study.part import Translated
from cati_app.texts import words_of
from cati_app.texts.weighting_rules import weighting_rule

_PACKAGE = "cati-app"


def methods(station: Station, by: User, keys: HeldKeys, language: str) -> ReportDocument:
    """The draft.

    Args:
        station: Where the whole study is read.
        language: `de` or `en`.

    Raises:
        RuleViolation: who asks may not take data out; where the interviews do not fit the weighting any more, as
            `weighed`.
    """
    study, form, rules = station.loaded.study, station.loaded.data_form, station.rules
    figures, _ = station.read_field_report()(by, study.outcomes.weight)
    sample = station.read_sample()(by)
    calendar, consent = rules.calendar, study.consent
    names = {node.name: node for node in form.nodes if node.kind is NodeKind.QUESTION}
    asked = [name for entry in study.eligibility for name in ([entry] if isinstance(entry, str) else entry)]
    wording, forms = FormTexts(form, language), station.data_forms
    answered = forms.answered()
    editions = forms.editions()
    used = [each for each in editions[:-1] if each.fingerprint in answered] + [editions[-1]]
    facts = MethodsFacts(
        study=reported_study(station, language),
        figures=figures,
        eligibility=[wording.question(names[name]) for name in asked if name in names],
        languages=[(known.name, known.status) for known in study.languages],
        questions=sum(node.asks for node in names.values()),
        sample=MethodsSample(
            sample.counts.frame,
            {name: frame.frame_size for name, frame in study.outcomes.frames.items()},
            sample.portions,
            len(sample.draws),
        ),
        quotas=list(_quotas(study, language)),
        rules=MethodsRules(
            _hours(calendar.weekdays),
            _hours(calendar.saturday),
            _hours(calendar.sunday),
            study.calling.max_attempts,
            study.calling.max_attempts_per_day,
            study.calling.retry.soft_refusal_days if study.calling.refusals.convert else None,
            words_of(language).say(rules.pack.source),
            study.notice.recording,
            study.notice.listening_in,
        ),
        privacy=MethodsPrivacy(
            study.introduction.controller,
            consent.legal_basis,
            len(consent.special_categories),
            consent.asked_in is not None,
            consent.recontact is not None,
            study.staff.days,
        ),
        weighting=_weighting(station, by, keys, language),
        coded=_coded(station, by, keys),
        versions=[next((name for name in each.versions if name), each.fingerprint[:8]) for each in used],
        program=version(_PACKAGE),
        is_random=study.design == "random",
    )
    return methods_report(facts, language)


def _hours(window: CallingWindow | None) -> str:
    return "" if window is None else f"{window.start:%H:%M}–{window.end:%H:%M}"


def _quotas(study: Study, language: str) -> Iterator[MethodsQuota]:
    kept: list[tuple[str, QuotaCells]] = []
    if study.quota is not None:
        kept.append(("", study.quota))
    kept += [(_in(quota.label, language) if quota.label else quota.name, quota) for quota in study.further_quotas]
    for label, quota in kept:
        dimensions = [_dimension(each, language) for each in quota.dimensions]
        named = label or " × ".join(each.label for each in dimensions)
        yield MethodsQuota(named, quota.mode, quota.total, quota.unknown, dimensions)


def _dimension(dimension: Dimension, language: str) -> MethodsDimension:
    categories = [(_in(category.label, language), category.share) for category in dimension.categories]
    has_shares = any(share is not None for _, share in categories)
    is_estimate = has_shares and dimension.estimate
    return MethodsDimension(_in(dimension.label, language), categories, dimension.source, is_estimate)


def _in(texts: Translated, language: str) -> str:
    return texts.get(language) or texts.get("de") or next(iter(texts.values()))


def _weighting(station: Station, by: User, keys: HeldKeys, language: str) -> tuple[str, ...]:
    chosen = station.read_weightings(keys).in_force(by)
    if chosen is None or chosen.recipe is None:
        return ()
    day = station.rules.calendar.local(chosen.at).date()
    try:
        weights = weighed(station, by, keys, chosen.recipe, language)[1].weighting
    except RuleViolation as rule:
        words, why = words_of(language), weighting_rule(rule)
        if why is None:
            raise
        return (
            words.say("The interviews do not fit weighting {version} any more.", version=chosen.version),
            words.worded(why),
        )
    return codebook_notes(language, weights, chosen.version, chosen.digest, day)


def _coded(station: Station, by: User, keys: HeldKeys) -> int:
    if not open_questions(station.loaded):
        return 0
    return sum(bool(answer.codes) for answer in read_open_answers(station, keys, station)(by))
