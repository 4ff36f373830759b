"""What every part of study.yaml shares."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Translated = Annotated[
    dict[str, str], Field(description="Text by interface language; `de` is needed, `en` recommended.", min_length=1)
]


class StrictSettings(BaseModel):
    """Shared settings: unknown keys are errors, because a typing error must not be silent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def not_known(code: str, given: str, known: Sequence[str], **fields: str) -> PydanticCustomError:
    """A value that the library which interprets it does not know; `load` words it, with those it knows.

    Args:
        code: Of the finding.
    """
    near = get_close_matches(given, known, 1)
    context = {"code": code, "given": given, "known": ", ".join(known), "near": near[0] if near else "", **fields}
    return PydanticCustomError("not_known", "{given} is not known: {known}", context)
