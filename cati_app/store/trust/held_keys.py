"""What a person's password opened, for as long as the person is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.store.keys import ContactCipher


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """The keys of somebody who is signed in; everybody has them, and the role says which.

    Args:
        contact: Seals and opens contact data; None for a role without them.
    """

    contact: ContactCipher | None

    @property
    def sees_contact(self) -> bool:
        """Whether contact data can be sealed and opened with these keys."""
        return self.contact is not None
