"""Messages by which a password that somebody chose at a station comes to the hub, and from there to the others.

What travels is the person's keys under the password, sealed for stations; the hub reads whose they are, their number
and by what it recognizes the password.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

from pydantic import AfterValidator, Field

from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import KeyBundle, TakenBundle
from cati_app.sync.messages import Count, Epoch, Message, Number, Request, Secret
from cati_app.sync.study_messages import Person, is_base64, packed, unpacked

AT_ONCE = 80
"""Bundles in one message."""
_Sealed = Annotated[str, Field(min_length=4, max_length=1_600), AfterValidator(is_base64)]


class BundleTold(Message):
    """A person's keys under a password.

    Args:
        keys: The person's public key.
        n: Counts the passwords chosen under these keys; 0 came with the study and does not travel so.
        login_check: SHA-256 of what the password is turned into for hubs.
        sealed: For stations, base64.
    """

    person: Person
    keys: Secret
    n: Number
    login_check: Secret
    sealed: _Sealed


class VouchedBundle(Message):
    """One that the hub has taken.

    Args:
        taken: When, as a number of the hub.
        code: HMAC-SHA-256 under a key of the hub.
    """

    bundle: BundleTold
    taken: Number
    code: Secret


class PasswordOffered(Request):
    """POST /v1/people/password: somebody has chosen another password, and shows that the one so far is known.

    Args:
        shown: What the password so far was turned into for hubs.
    """

    shown: Secret
    bundle: BundleTold


class PasswordTaken(Message):
    """Answer: it is in force."""

    bundle: VouchedBundle


class PasswordsAsked(Request):
    """POST /v1/people/passwords: what people chose since.

    Args:
        after: A number of the hub; 0: everything.
        known: The highest number of the hub that the station has heard, also of what it has brought itself.
        bundles: Which a hub that came back from a copy may lack.
    """

    after: Count
    known: Count
    bundles: Annotated[tuple[VouchedBundle, ...], Field(max_length=AT_ONCE)]


class PasswordsTold(Message):
    """Answer to `PasswordsAsked`.

    Args:
        life: Of the hub.
        newest: Number of the last one that it has.
        n: Number of the last one that is told; that of the request where there is none.
        waits: Of those that were shown so many are for keys that the hub does not know.
        anew: The hub came back from a copy that lacks the highest number which the station has heard.
    """

    life: Epoch
    newest: Count
    n: Count
    waits: Count
    anew: bool
    bundles: Annotated[tuple[VouchedBundle, ...], Field(max_length=AT_ONCE)]


def bundle_told(bundle: KeyBundle) -> BundleTold:
    """As it travels."""
    return BundleTold(
        person=bundle.person,
        keys=bundle.keys,
        n=bundle.n,
        login_check=bundle.login_check.hex(),
        sealed=packed(bundle.sealed),
    )


def bundle_of(told: BundleTold) -> KeyBundle:
    """What it says."""
    login_check = bytes.fromhex(told.login_check)
    return KeyBundle(UserId(told.person), told.keys, told.n, login_check, unpacked(told.sealed))


def taken_told(taken: TakenBundle) -> VouchedBundle:
    """As it travels."""
    return VouchedBundle(bundle=bundle_told(taken.bundle), taken=taken.taken, code=taken.code)


def taken_of(told: VouchedBundle) -> TakenBundle:
    """What it says."""
    return TakenBundle(bundle_of(told.bundle), told.taken, told.code)


def vouched_text(bundle: KeyBundle, taken: int) -> str:
    """What the hub puts its code to."""
    facts = {
        "kind": "password",
        "person": bundle.person,
        "keys": bundle.keys,
        "n": bundle.n,
        "login_check": bundle.login_check.hex(),
        "sealed": hashlib.sha256(bundle.sealed).hexdigest(),
        "taken": taken,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))
