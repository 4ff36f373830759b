"""Versions of the questionnaire that a study used: each kept whole, so that answers can be read as they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.values import dataclass

KIND = "form_in_force"
"""The fact of the log that interviews are held with another questionnaire from here on."""


@dataclass(frozen=True, slots=True)
class FormFiles:
    """What a form was built from."""

    name: str  # of the questionnaire, as study.yaml calls it
    questionnaire: bytes
    beside: Mapping[str, bytes]  # the files it asks for, by the names it gives them


NO_FILES = FormFiles("", b"", {})
"""Of a form that was built from none."""


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A questionnaire that interviews were held with."""

    hash: str  # over the questionnaire and the files beside it
    study_version: str  # `version` of study.yaml at the time
    form_version: str  # `version` in the questionnaire's own settings
    first_used_at: datetime
    in_force_at: datetime  # when it last came into force
