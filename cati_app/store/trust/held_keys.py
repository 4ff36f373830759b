"""What a person's password opened, for as long as the person is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from cati_app.domain.errors import RuleViolation
from cati_app.store.keys import ContactCipher
from cati_app.store.trust.derivation import lookup_value
from cati_app.store.trust.fields import FieldCipher, FieldKey
from cati_app.store.trust.interview_ciphers import InterviewCiphers


@dataclass(frozen=True)
class HeldKeys:
    """The keys of somebody who is signed in; everybody has them, and the role says which."""

    contact: ContactCipher | None
    fields: FieldCipher = field(init=False)
    interviews: InterviewCiphers = field(init=False)

    def __post_init__(self) -> None:
        keys = {(FieldKey.DATA, 1): b"d" * 32}
        if self.contact is not None:
            keys[FieldKey.CONTACT, 1] = self.contact._key
        object.__setattr__(self, "fields", FieldCipher(keys, b"s" * 16))
        object.__setattr__(self, "interviews", InterviewCiphers(self.fields))

    @property
    def sees_contact(self) -> bool:
        """Whether contact data can be sealed and opened with these keys."""
        return self.contact is not None

    def lookup(self, kind: str, text: str) -> bytes:
        assert self.contact is not None
        return lookup_value(self.contact._key, kind, text, b"s" * 16)


def contact_fields(keys: HeldKeys | None) -> FieldCipher:
    """What seals and opens contact data. RuleViolation: `no_contact_access`."""
    if keys is None or not keys.sees_contact:
        raise RuleViolation("no_contact_access")
    return keys.fields
