"""What a station keeps of what its hub has acknowledged, and shows to one that has it no more."""

from __future__ import annotations

from cati_app.sync.case_store import CaseStore, KeptReceipt
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, HubStanding, ReceiptTold
from cati_app.sync.receipt_messages import ReceiptShown


class ShownReceipts:
    """The last one of the hub."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store

    def shown(self, client: Client) -> HubStanding:
        """How the hub stands; one that lacks what it had acknowledged is shown that, and begins another life."""
        kept = self._kept()  # before it is asked: another thread may be told more meanwhile
        standing = client.standing()
        if kept is None or not kept.proves_rollback(standing):
            return standing
        shown = client.ask(HubStanding, HubCall.RECEIPT, ReceiptShown(epoch=kept.life, receipt=kept.receipt))
        if isinstance(shown, HubRefusal):
            return standing
        if shown.epoch == kept.life and shown.receipt is not None:  # it takes the receipt for none of its own
            self._store.keep_receipt(KeptReceipt(life=shown.epoch, receipt=shown.receipt).model_dump_json())
        return shown

    def acts(self, life: Epoch) -> int:
        """How often the hub has acted for the station in that life, as far as there is a receipt for it."""
        kept = self._kept()
        return kept.receipt.acts if kept is not None and kept.life == life else 0

    def keep(self, life: Epoch, receipt: ReceiptTold | None) -> None:
        """Answers may come in another order than they were given: what was acknowledged stays so within a life."""
        if receipt is None:
            return
        kept = self._kept()
        if kept is not None and kept.life == life and kept.receipt.acts > receipt.acts:
            return
        now = KeptReceipt(life=life, receipt=receipt)
        if now != kept:
            self._store.keep_receipt(now.model_dump_json())

    def _kept(self) -> KeptReceipt | None:
        text = self._store.receipt()
        return KeptReceipt.model_validate_json(text) if text else None
