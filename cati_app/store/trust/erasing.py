"""What a supervisor declares so that the data of a case are erased, and who may have declared it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.erasures import Erasure
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.head import HeadRefused, Refusal, SignedHead
from cati_app.store.trust.held_keys import HeldKeys


def declared(case_id: CaseId, study: bytes, keys: HeldKeys, at: datetime) -> Erasure:
    """An erasure that the person who holds the keys declares. RuleViolation: `supervisor_needed`."""
    facts = {"study": study.hex(), "by": keys.person, "at": utc_text(at), "case": case_id}
    made = Declaration.signed(Declarable.ERASURE, facts, keys.needed_signing)
    return Erasure(case_id, UserId(keys.person), made.text, made.signature.hex())


def checked(text: str, signature: str, study: str, heads: Iterable[SignedHead]) -> Erasure:
    """An erasure as it came, if somebody declared it who was a supervisor of the study at any time.

    Args:
        study: The study's id, in hexadecimal.
        heads: All there have been: what was erased stays so when the supervisor has left.

    Raises:
        HeadRefused: `damaged`, `other_study`, `unsigned`.
    """
    signers = {person: key for signed in heads for person, key in signed.head.signers.items()}
    try:
        made = Declaration(text, bytes.fromhex(signature))
    except ValueError as error:
        raise HeadRefused(Refusal.DAMAGED) from error
    facts = made.facts(Declarable.ERASURE, study, signers)
    if not isinstance(facts.get("case"), str):
        raise HeadRefused(Refusal.DAMAGED)
    return Erasure(CaseId(facts["case"]), UserId(facts["by"]), text, signature)
