"""Messages about what supervisors change of cells."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import MOST, CellEdit, Intake
from cati_app.sync.case_messages import Id, PlaceName
from cati_app.sync.messages import Message, Request, Secret


class SteerAsked(Request):
    """POST /v1/quota/steer: one change of a cell, its target or its intake, or one is taken back; why, stands in a log.

    Args:
        id: Of the change; told again it is made once.
        seen: Version of the cell that was in sight; None: whatever it is.
        undoes: Id of the change that is taken back.
    """

    session: Secret
    id: Id
    cell_id: PlaceName
    target: Annotated[StrictInt, Field(ge=0, le=MOST)] | None = None
    intake: Intake | None = None
    seen: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] | None = None
    undoes: Id | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if [self.target, self.intake, self.undoes].count(None) != 2:
            raise ValueError("one thing is changed at a time")
        return self


class Steered(Message):
    """Answer to `SteerAsked`.

    Args:
        used: Places that people took because of the change; then it was not taken back.
    """

    id: Id
    used: Annotated[StrictInt, Field(ge=0)] = 0


def steering_asked(edit: CellEdit, session: str) -> SteerAsked:
    """As a message."""
    return SteerAsked(
        session=session,
        id=edit.id,
        cell_id=edit.cell,
        target=edit.target,
        intake=edit.intake,
        seen=edit.seen,
        undoes=edit.undoes or None,
    )


def edit_of(asked: SteerAsked) -> CellEdit:
    """What is asked."""
    return CellEdit(
        asked.id, CellId(asked.cell_id), asked.target, asked.intake, seen=asked.seen, undoes=asked.undoes or ""
    )
