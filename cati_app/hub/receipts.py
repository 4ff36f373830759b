"""Receipts: what a hub has acknowledged to a device, in a form that only the hub can make.

A hub that came back from a copy does not know what it has lent and given since. A station that shows a receipt for more
than the hub has proves it; a station that makes one up proves nothing.
"""

from __future__ import annotations

import hashlib
import hmac

from cati_app.store.hub.register import Sender
from cati_app.sync.messages import Epoch, ReceiptTold

_SEPARATOR = "\x1f"


class Receipts:
    """Makes and recognizes them.

    Args:
        key: Of the hub, the same on every machine that serves it.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, sender: Sender, life: Epoch, mark: int, acts: int) -> ReceiptTold:
        """For what a device has been told."""
        return ReceiptTold(mark=mark, acts=acts, mac=self._mac(sender, life, mark, acts))

    def is_mine(self, sender: Sender, life: Epoch, receipt: ReceiptTold) -> bool:
        """Whether this hub made it, for that device and in that life."""
        return hmac.compare_digest(self._mac(sender, life, receipt.mark, receipt.acts), receipt.mac)

    def vouch(self, study: str, text: str) -> str:
        """A code for what the hub has done in a study, whoever shows it and in whatever life."""
        return hmac.digest(self._key, _SEPARATOR.join(("vouched", study, text)).encode(), hashlib.sha256).hex()

    def _mac(self, sender: Sender, life: Epoch, mark: int, acts: int) -> str:
        told = _SEPARATOR.join((sender.study, sender.device, str(life.n), life.id, str(mark), str(acts)))
        return hmac.digest(self._key, told.encode(), hashlib.sha256).hex()
