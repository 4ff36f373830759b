"""A questionnaire as data sets read it: with the codes beside its choices that study.yaml has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.engine.form.further_choices import FurtherChoice, with_further

if TYPE_CHECKING:  # slow to load
    from cati_app.engine.form.model import Form
    from cati_app.study.model import Study


def with_further_codes(study: Study, form: Form) -> Form:
    """A version of the questionnaire of a study."""
    further = study.further_codes
    return with_further(form, (FurtherChoice(each.question, each.name, each.code, each.label) for each in further))
