"""Where the log of a database ends, read without its key: what is kept elsewhere as an anchor."""

from __future__ import annotations

from typing import Any

from cati_app.store.trust.chain import ChainAnchor

_END = "SELECT seq, digest FROM event ORDER BY seq DESC LIMIT 1"
_CHAIN = "SELECT device FROM chain WHERE first_n <= ? ORDER BY first_n DESC LIMIT 1"


def end_of_log(driver: Any) -> ChainAnchor | None:
    """Device, number and digest of the last event; None for a log without a chain."""
    last = driver.execute(_END).fetchone()
    chain = driver.execute(_CHAIN, (last[0],)).fetchone() if last is not None else None
    if chain is None or last[1] is None:
        return None
    return ChainAnchor(chain[0], last[0], last[1])
