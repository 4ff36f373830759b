"""A person's keys under a password, on their way to the other stations of a study at a hub."""

from __future__ import annotations

from dataclasses import field

from cati_app.domain.ids import UserId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class KeyBundle:
    """What one password of a person opens, sealed for the stations of the study.

    Args:
        keys: The public key of the person as the signed list of people has it, 64 hexadecimal digits: under other keys
            the bundle is of no use.
        n: Counts the passwords chosen under these keys; 0 is the one with which they were made.
        login_check: What a hub recognizes the password by, 32 bytes.
        sealed: Salt, cost and private halves, for stations alone.
    """

    person: UserId
    keys: str
    n: int
    login_check: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """One that a hub has taken.

    Args:
        taken: When, as a number of the hub: of two with the same `n`, which only a hub from a copy takes, the later one
            counts.
        code: By which the hub recognizes what it took, in another life too.
    """

    bundle: KeyBundle
    taken: int
    code: str

    @property
    def order(self) -> tuple[int, int]:
        """Of two under the same keys the higher one is in force."""
        return self.bundle.n, self.taken


@dataclass(frozen=True, slots=True)
class PasswordOffer:
    """A password that somebody has chosen, before the hub has taken it.

    Args:
        shown: What the password so far was turned into for hubs, 32 bytes.
        chosen: The same of the new one.
    """

    bundle: KeyBundle
    shown: bytes = field(repr=False)
    chosen: bytes = field(repr=False)
