"""What a station shows of receipts that its hub has no more."""

from __future__ import annotations

from cati_app.sync.messages import Epoch, ReceiptTold, Request


class ReceiptShown(Request):
    """POST /v1/sync/receipt: what the hub has acknowledged and has no more; so it came back from a copy unnoticed.

    Args:
        epoch: In which it was acknowledged.
    """

    epoch: Epoch
    receipt: ReceiptTold
