"""Messages about what supervisors change of cells."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import MOST, CellEdit, Intake, TargetMove
from cati_app.sync.case_messages import Id, NumberedAct, PlaceName
from cati_app.sync.messages import Epoch, Message
from cati_app.sync.vouched_messages import AllVouched

_Version = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class MoveAsked(Message):
    """Targets that another cell of the quota shall have instead.

    Args:
        seen: Version of the other cell that was in sight; None: whatever it is.
    """

    to: PlaceName
    count: Annotated[StrictInt, Field(ge=1, le=MOST)]
    seen: _Version | None = None


class SteerAsked(NumberedAct):
    """POST /v1/quota/steer: one change of a cell, its target or its intake, targets go to another cell, or one is taken
    back. Its id is the version of the cell from then on.

    Args:
        seen: Version of the cell that was in sight; None: whatever it is.
        undoes: Id of the change that is taken back.
    """

    cell_id: PlaceName
    target: Annotated[StrictInt, Field(ge=0, le=MOST)] | None = None
    intake: Intake | None = None
    seen: _Version | None = None
    undoes: Id | None = None
    move: MoveAsked | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if [self.target, self.intake, self.undoes, self.move].count(None) != 3:
            raise ValueError("one thing is changed at a time")
        return self


class Steered(Message):
    """Answer to `SteerAsked`.

    Args:
        used: Places that people took because of the change; then it was not taken back.
        vouched: How the cells stand now.
    """

    id: Id
    used: Annotated[StrictInt, Field(ge=0)] = 0
    vouched: AllVouched = ()


def steering_asked(edit: CellEdit, session: str, epoch: Epoch) -> SteerAsked:
    """As a message."""
    return SteerAsked(
        epoch=epoch,
        session=session,
        id=edit.id,
        cell_id=edit.cell,
        target=edit.target,
        intake=edit.intake,
        seen=edit.seen,
        undoes=edit.undoes or None,
        move=None if edit.move is None else MoveAsked(to=edit.move.to, count=edit.move.count, seen=edit.move.seen),
    )


def edit_of(asked: SteerAsked) -> CellEdit:
    """What is asked."""
    asked_move = asked.move
    move = None if asked_move is None else TargetMove(CellId(asked_move.to), asked_move.count, asked_move.seen)
    return CellEdit(
        asked.id,
        CellId(asked.cell_id),
        asked.target,
        asked.intake,
        seen=asked.seen,
        undoes=asked.undoes or "",
        move=move,
    )
