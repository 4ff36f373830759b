"""What every part of study.yaml shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cati_app.study.languages import LanguageCode

Translated = Annotated[
    dict[LanguageCode, str],
    Field(description="Text by interface language; `de` is needed, `en` recommended.", min_length=1),
]


class StrictSettings(BaseModel):
    """Shared settings: unknown keys are errors, because a typing error must not be silent."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
