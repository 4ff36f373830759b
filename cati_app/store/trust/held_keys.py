"""What a person's password opened, or page 1 of the recovery sheet, for as long as somebody is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.store.trust.derivation import Purpose, contact_key, lookup_key, lookup_value, staff_pseudonym

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from cati_app.store.trust.bundle import PrivateKeys
    from cati_app.store.trust.fields import FieldCipher
    from cati_app.store.trust.interview_ciphers import InterviewCiphers

RECOVERY = "recovery"
"""Whose boxes the recovery sheet opens."""


@dataclass(frozen=True)
class Opened:
    """Keys and secrets under one head; another head may bring others.

    Args:
        head_n: Number of the head.
        secrets: By purpose and generation: every one of the role, old ones too, because the log keeps what they sealed.
        shares: By generation of the contact secret: the Share in force with it, where this machine has it.
    """

    head_n: int
    study: bytes
    secrets: Mapping[tuple[Purpose, int], bytes]
    shares: Mapping[int, bytes]

    def newest(self, purpose: Purpose) -> int:
        """Generation of the newest secret of that purpose held here; 0 without one."""
        return max((g for held, g in self.secrets if held is purpose), default=0)

    @cached_property
    def contact_keys(self) -> Mapping[int, bytes]:
        """The key of contact data, by generation."""
        return {
            g: contact_key(secret, self.shares[g], g, self.study)
            for (purpose, g), secret in self.secrets.items()
            if purpose is Purpose.CONTACT and g in self.shares
        }

    @cached_property
    def fields(self) -> FieldCipher:
        """Seals and opens fields with these keys."""
        from cati_app.store.trust.fields import FieldCipher, FieldKey  # noqa: PLC0415 - not needed at a start

        data = {(FieldKey.DATA, g): secret for (purpose, g), secret in self.secrets.items() if purpose is Purpose.DATA}
        contact = {(FieldKey.CONTACT, g): key for g, key in self.contact_keys.items()}
        return FieldCipher({**data, **contact}, self.study)

    @cached_property
    def interviews(self) -> InterviewCiphers:
        """The ciphers of interviews, with the data keys held here."""
        from cati_app.store.trust.interview_ciphers import InterviewCiphers  # noqa: PLC0415 - as above

        return InterviewCiphers(self.fields)

    @cached_property
    def sees_contact(self) -> bool:
        """Whether contact data can be sealed and opened."""
        return self.newest(Purpose.CONTACT) > 0

    def lookup(self, kind: str, text: str) -> bytes:
        """What finds an equal number or sample id again: 16 bytes. KeyError without contact data."""
        return lookup_value(self._lookup_key, kind, text)

    def staff_pseudonym(self, period: str, number: int) -> str:
        """What an interviewer is called in exports of a period; the same for everybody who exports."""
        newest = self.newest(Purpose.DATA)
        return staff_pseudonym(self.secrets[Purpose.DATA, newest], self.study, period, number)

    @cached_property
    def _lookup_key(self) -> bytes:
        return lookup_key(self.contact_keys[self.newest(Purpose.CONTACT)], self.study)

    @cached_property
    def boxes(self) -> Mapping[int, X25519PrivateKey]:
        """Private halves of the supervisors' box, by generation: old ones open the beginnings of old chains."""
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - as above

        return {
            g: X25519PrivateKey.from_private_bytes(secret)
            for (purpose, g), secret in self.secrets.items()
            if purpose is Purpose.BOX
        }


class HeldKeys:
    """The keys of somebody who is signed in; everybody has them, and the role says which.

    Args:
        person: Whose they are: a person's id, or `root` for whoever holds page 1 of the recovery sheet.
        role: The person's role when signing in, or `recovery`.
        private: The person's private halves.
        opened: What they open under the head in force; replaced when people or keys change.
        r: Page 1 itself, held only while a study is founded or recovered.
        must_choose: A start code was typed, in place of which the person chooses a password.
        shown: What is shown to a hub to sign in there, 32 bytes; None where no password was typed.
    """

    def __init__(
        self,
        person: str,
        role: str,
        private: PrivateKeys,
        opened: Opened,
        *,
        r: bytes | None = None,
        must_choose: bool = False,
        shown: bytes | None = None,
    ) -> None:
        self.person = person
        self.role = role
        self.private = private
        self.r = r
        self.must_choose = must_choose
        self.shown = shown
        self.renew(opened)

    def copy(self) -> HeldKeys:
        """The same keys, renewed on their own."""
        secrets = {"r": self.r, "shown": self.shown}
        return HeldKeys(self.person, self.role, self.private, self.opened, must_choose=self.must_choose, **secrets)

    @property
    def study(self) -> bytes:
        """The study's id, 16 bytes."""
        return self.opened.study

    @property
    def sees_contact(self) -> bool:
        """Whether contact data can be sealed and opened with these keys."""
        return self.opened.sees_contact

    @property
    def fields(self) -> FieldCipher:
        """Seals fields with the newest contact and data key of the role, and opens those of older ones too."""
        return self.opened.fields

    @property
    def interviews(self) -> InterviewCiphers:
        """The ciphers of interviews."""
        return self.opened.interviews

    @property
    def box(self) -> X25519PrivateKey | None:
        """The supervisors' box; None for other roles."""
        return self.opened.boxes.get(self.opened.newest(Purpose.BOX))

    @property
    def boxes(self) -> Mapping[int, X25519PrivateKey]:
        """The box with its predecessors, by generation."""
        return self.opened.boxes

    @property
    def signing(self) -> Ed25519PrivateKey | None:
        """What signs heads; None for everybody but supervisors."""
        return self.private.signing

    @property
    def needed_signing(self) -> Ed25519PrivateKey:
        """The same, for what only a supervisor declares. RuleViolation: `supervisor_needed`."""
        if self.signing is None:
            raise RuleViolation("supervisor_needed")
        return self.signing

    def lookup(self, kind: str, text: str) -> bytes:
        """What finds an equal number or sample id again: 16 bytes. KeyError without contact data."""
        return self.opened.lookup(kind, text)

    def renew(self, opened: Opened) -> None:
        """Go on under another head."""
        self.opened = opened
        self.head_n = opened.head_n  # asked at every transaction


def contact_fields(keys: HeldKeys | None) -> FieldCipher:
    """What seals and opens contact data. RuleViolation: `no_contact_access`."""
    if keys is None or not keys.sees_contact:
        raise RuleViolation("no_contact_access")
    return keys.fields
