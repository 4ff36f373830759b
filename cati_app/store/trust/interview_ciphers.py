"""The ciphers of single interviews: each has a random key of its own, which the data key seals.

Whoever erases an interview's key makes all that was said in it unreadable, wherever copies of it lie, and the log
stays whole.
"""

from __future__ import annotations

import os

from cati_app.store.trust.derivation import KEY_BYTES
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot

_KEPT = 500
"""Ciphers that are kept open: more than interviews of a page, far fewer than those of a study."""


class InterviewCiphers:
    """Opens and makes the keys of interviews for somebody who is signed in.

    Args:
        fields: Holds the data key.
    """

    def __init__(self, fields: FieldCipher) -> None:
        self._fields = fields
        self._open: dict[str, FieldCipher] = {}

    def new(self, interview_id: str) -> tuple[int, bytes]:
        """A fresh key for an interview: the generation of the data key that seals it, and the sealed key."""
        key = os.urandom(KEY_BYTES)
        self._keep(interview_id, self._fields.of_interview(key))
        generation = self._fields.generation(FieldKey.DATA)
        return generation, self._fields.seal_bytes(FieldKey.DATA, key, _spot(interview_id))

    def opened(self, interview_id: str, sealed: bytes) -> FieldCipher | None:
        """The cipher of an interview from its sealed key; None when the data key it was sealed with is not held.

        Raises:
            EnvironmentProblem: `field_damaged`.
        """
        known = self._open.get(interview_id)
        if known is not None:
            return known
        key = self._fields.open_bytes(sealed, _spot(interview_id))
        return None if key is None else self._keep(interview_id, self._fields.of_interview(key))

    def kept(self, interview_id: str) -> FieldCipher | None:
        """The cipher if it is open."""
        return self._open.get(interview_id)

    def forget(self, interview_id: str) -> None:
        """Of an interview that was erased."""
        self._open.pop(interview_id, None)

    def wrapped_anew(self, interview_id: str, sealed: bytes) -> tuple[int, bytes] | None:
        """The same key sealed by the newest data key; None when the one before is not held."""
        key = self._fields.open_bytes(sealed, _spot(interview_id))
        if key is None:
            return None
        return self._fields.generation(FieldKey.DATA), self._fields.seal_bytes(FieldKey.DATA, key, _spot(interview_id))

    def _keep(self, interview_id: str, cipher: FieldCipher) -> FieldCipher:
        if len(self._open) >= _KEPT:
            self._open.clear()
        self._open[interview_id] = cipher
        return cipher


def _spot(interview_id: str) -> Spot:
    return Spot("interview_key", "sealed", interview_id)
