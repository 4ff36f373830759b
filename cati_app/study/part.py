"""What every part of study.yaml has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Shared settings: unknown keys are errors, because a typing error must not be silent."""

    model_config = ConfigDict(extra="forbid", frozen=True)
