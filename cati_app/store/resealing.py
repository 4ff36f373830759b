"""What is sealed anew when the secrets of a study change: everything that is not in the log."""

from __future__ import annotations

from cati_app.store.founding import keep_contact_key
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import Opened


def reseal(statements: Statements, before: Opened, after: Opened) -> None:
    """Seal with the newest secrets of `after` what `before` opens, within the transaction of the change."""
    keep_contact_key(statements, after)
