"""Messages about places in the quota that are given ahead, for work without a line."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from cati_app.sync.case_messages import ActAwaited, Id, Lasts, PlaceTold, RequestId
from cati_app.sync.messages import Count, Message, ReceiptTold, Secret


class AskPlacesAhead(ActAwaited):
    """POST /v1/quota/ahead: places for work without a line.

    Args:
        each: Of each cell, at most.
    """

    session: Secret
    request: RequestId
    each: Annotated[StrictInt, Field(ge=1, le=1_000)]
    lasts_s: Lasts


class PlacesAheadGiven(Message):
    """Answer to `AskPlacesAhead`."""

    places: Annotated[tuple[PlaceTold, ...], Field(max_length=100_000)]
    receipt: ReceiptTold | None = None


class GivePlacesBack(ActAwaited):
    """POST /v1/quota/back: places that were given ahead and are not used.

    Args:
        requests: Whose answers never came: what was given for them.
        cases: The same of requests for cases, which nobody makes any more.
    """

    ids: Annotated[tuple[Id, ...], Field(max_length=10_000)]
    requests: Annotated[tuple[RequestId, ...], Field(max_length=100)] = ()
    cases: Annotated[tuple[RequestId, ...], Field(max_length=100)] = ()


class PlacesBack(Message):
    """Answer to `GivePlacesBack`: how many came back now."""

    places: Count
    receipt: ReceiptTold | None = None
