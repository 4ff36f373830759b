"""Messages by which stations and hub tell one another whose data were erased."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cati_app.domain.sharing.erasures import Erasure
from cati_app.sync.messages import Count, Message, Request
from cati_app.sync.study_messages import SignedText

AT_ONCE = 500
"""Erasures in one message."""
_Signed = Annotated[tuple[SignedText, ...], Field(max_length=AT_ONCE)]


class ErasuresShown(Request):
    """POST /v1/study/erasures: whose data were erased, as supervisors declared it, and which a station wants to hear.

    Args:
        erasures: That the hub may lack.
        after: Those behind this number are wanted.
    """

    erasures: _Signed
    after: Count


class ErasuresTold(Message):
    """Answer to `ErasuresShown`.

    Args:
        n: Number of the last one that is told.
    """

    erasures: _Signed
    n: Count


def signed_texts(erasures: tuple[Erasure, ...]) -> tuple[SignedText, ...]:
    """As they travel."""
    return tuple(SignedText(text=erasure.declared, signature=erasure.signature) for erasure in erasures)
