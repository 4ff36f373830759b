"""What a supervisor declares to a hub and to every station: canonical JSON, signed with the key that signs heads.

A hub acts on it because somebody signed it who may sign the next head, not because of the device that brought it; and
a station that reads it later believes no hub.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cati_app.store.trust.head import HeadRefused, Refusal
from cati_app.values import dataclass


class Declarable(StrEnum):
    """What is declared; signed with it, so that nothing stands in for another kind."""

    EDITION = "edition"  # what a study consists of from now on
    CODE = "code"  # a code for one station
    OPENING = "opening"  # every case has come: stations may call
    ERASURE = "erasure"  # what is known of somebody is erased


@dataclass(frozen=True, slots=True)
class Declaration:
    """Canonical JSON and its signature, 64 bytes."""

    text: str
    signature: bytes

    @classmethod
    def signed(cls, kind: Declarable, facts: Mapping[str, Any], key: Ed25519PrivateKey) -> Declaration:
        """Facts with a signature.

        Args:
            facts: `by` is the id of the person who signs, `study` that of the study in hexadecimal.
        """
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return cls(text, key.sign(_signed(kind, text)))

    def facts(self, kind: Declarable, study: str, signers: Mapping[str, str]) -> dict[str, Any]:
        """What it says, if somebody who may has signed it.

        Args:
            signers: Of the newest head: Ed25519 public key by id of a supervisor.

        Raises:
            HeadRefused: `damaged`, `other_study`, `unsigned`.
        """
        try:
            facts = json.loads(self.text)
            by, of_study = facts["by"], facts["study"]
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signers[by])) if by in signers else None
        except (KeyError, TypeError, ValueError) as error:
            raise HeadRefused(Refusal.DAMAGED) from error
        if of_study != study:
            raise HeadRefused(Refusal.OTHER_STUDY)
        if public is None:
            raise HeadRefused(Refusal.UNSIGNED)
        try:
            public.verify(self.signature, _signed(kind, self.text))
        except InvalidSignature as error:
            raise HeadRefused(Refusal.UNSIGNED) from error
        return dict(facts)


def _signed(kind: Declarable, text: str) -> bytes:
    return b"cati/1 " + kind.value.encode() + b"\0" + text.encode()
