"""Checks that a study has the settings of its type: interviews by questionnaire, or sittings with experts."""

from __future__ import annotations

from pydantic import BaseModel

from cati_app.domain.sittings.quotes import QuoteConsent
from cati_app.engine.form.model import Form
from cati_app.study.check_quotas import Note
from cati_app.study.model import Study

_CHOICES = {"quotes": frozenset(QuoteConsent), "recording": frozenset(("yes", "no"))}
"""Names of the choices of a question that asks for a consent."""


def check_type(study: Study, form: Form | None, note: Note) -> None:
    """Settings that mean nothing in a study of this type, and consents that sittings need.

    Args:
        form: The workbook that is asked, if there is one without errors.
    """
    for setting in study.settings_of_other_types:
        if _is_given(study, setting):
            note("setting-of-other-type", setting, name=setting, type=study.type)
    if not study.is_expert:
        return
    if study.recording == "external" and study.consent.recording is None:
        note("recording-not-asked", "recording")
    for key, wanted in _CHOICES.items():
        name = getattr(study.consent, key)
        if name is None:
            continue
        choices = _choices(form, name) if form is not None else None
        if study.opening is None or (choices is None and form is not None):
            note("consent-unknown", f"consent.{key}", name=name, suggestion="")
        elif choices is not None and choices != wanted:
            note("consent-choices", f"consent.{key}", name=name, known=", ".join(sorted(wanted)))


def _is_given(study: Study, setting: str) -> bool:
    """Whether a setting stands in the file; of a part of one, such as `consent.quotes`, too."""
    part: BaseModel = study
    *parts, name = setting.split(".")
    for each in parts:
        part = getattr(part, each)
    return name in part.model_fields_set


def _choices(form: Form, name: str) -> frozenset[str] | None:
    """Names of the choices of a question outside repeats; None: there is no such question."""
    asked = (node for node in form.by_name.get(name, ()) if node.frame == 0 and node.choices)
    return next((frozenset(form.choices_by_name[node.choices]) for node in asked), None)
