"""Every choice of a list, in an order."""

from __future__ import annotations

from cati_app.engine.kinds.facts import Asked, Choosing, Exported, KindFacts, Level, Printed, Value
from cati_app.engine.kinds.multiple import fits_several


def _stored(text: str, asked: Asked) -> str | None:
    places, given = asked.places(), list(dict.fromkeys(text.split()))
    complete = len(given) == len(places) and all(name in places for name in given)
    return " ".join(given) if complete else None


RANK = KindFacts(
    named="ranking",
    value=Value.CHOICES,
    choosing=Choosing.ORDER,
    list_types=("rank",),
    stored=_stored,
    fits=fits_several,
    exported=Exported.RANKS,
    level=Level.ORDINAL,
    printed=Printed.CHOICES,
)
