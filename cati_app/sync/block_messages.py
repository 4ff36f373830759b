"""Messages by which the block lists of a study's stations reach one another, and what they mean to both sides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from cati_app.domain.sharing.blocks import BLOCKS_AT_ONCE, BlockItem, BlockKind, BlockPage
from cati_app.sync.case_messages import NumberedAct
from cati_app.sync.messages import Count, Epoch, Message, Request, Secret

_Value = Annotated[str, Field(pattern=r"^([0-9a-f]{64}|[0-9a-f]{32}|[0-9]{1,7})$")]
"""A hash, the name of a pepper, or a mark."""
_Sealed = Annotated[str, Field(pattern=r"^([0-9a-f]{2}){0,512}$")]


class BlockItemTold(Message):
    """A part of a list."""

    kind: BlockKind
    value: _Value
    gone: StrictBool = False
    sealed: _Sealed = ""


_Items = Annotated[tuple[BlockItemTold, ...], Field(max_length=BLOCKS_AT_ONCE)]


class BlocksTold(Request):
    """POST /v1/blocks: what a station has on its list that the hub may lack, and behind which number it wants to hear.

    Args:
        after: Number of the last change that is known.
    """

    epoch: Epoch
    items: _Items
    after: Count


class BlocksHeard(Message):
    """Answer to `BlocksTold`, as `BlockPage` has it."""

    items: _Items
    n: Count
    more: bool


class BlocksTakenOff(NumberedAct):
    """POST /v1/blocks/take-off: a number comes off all lists, by two people who have signed in at the station.

    Args:
        hashes: What it could stand under.
    """

    second: Secret
    hashes: Annotated[tuple[Secret, ...], Field(min_length=1, max_length=100)]


class BlocksOff(Message):
    """Answer to `BlocksTakenOff`: whether it stood on one of them."""

    stood: bool


def items_of(told: tuple[BlockItemTold, ...]) -> tuple[BlockItem, ...]:
    """From a message."""
    return tuple(BlockItem(item.kind, item.value, item.gone, item.sealed) for item in told)


def items_told(items: tuple[BlockItem, ...]) -> tuple[BlockItemTold, ...]:
    """As a message."""
    return tuple(BlockItemTold(kind=item.kind, value=item.value, gone=item.gone, sealed=item.sealed) for item in items)


def page_told(page: BlockPage) -> BlocksHeard:
    """As a message."""
    return BlocksHeard(items=items_told(page.items), n=page.n, more=page.more)
