"""What a study begins with: root, Share, secrets, device; and how the keys of its first people come about."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store import revision
from cati_app.store.access_codes import begin_codes
from cati_app.store.block_peppers import begin_peppers
from cati_app.store.database import Database
from cati_app.store.heads import head_problem
from cati_app.store.statements import Statements
from cati_app.store.trust.bundle import PrivateKeys
from cati_app.store.trust.derivation import KEY_BYTES, Purpose
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.head import ROOT, Refusal
from cati_app.store.trust.held_keys import RECOVERY, HeldKeys, Opened
from cati_app.store.trust.sheet import recovery_key, root_key

FIRST_SHARE = 1
LOGIN_PEPPER = "login_pepper"
SHARE_CHECK = "share_check"
SEALED_AS = "sealed_as"
"""The fact of a database that is the form up to which everything is sealed that belongs under its keys."""
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def begin_study(database: Database) -> HeldKeys:
    """The keys of a study without a head, in memory; the first person who is added brings them into the database.

    Raises:
        EnvironmentProblem: `head_lower` when this machine knows people whom the database has lost.
    """
    if database.state.pin() is not None:
        raise head_problem(Refusal.LOWER)
    r, share, study = os.urandom(KEY_BYTES), os.urandom(KEY_BYTES), database.study
    database.state.keep_share(FIRST_SHARE, share)
    secrets = {(purpose, 1): os.urandom(KEY_BYTES) for purpose in (Purpose.CONTACT, Purpose.DATA)}
    secrets[Purpose.BOX, 1] = X25519PrivateKey.generate().private_bytes_raw()
    opened = Opened(0, study, secrets, {1: share})
    return HeldKeys(ROOT, RECOVERY, private_of_sheet(r, study), opened, r=r)


def private_of_sheet(r: bytes, study: bytes) -> PrivateKeys:
    """What page 1 of the recovery sheet signs and opens with."""
    root = root_key(r, study)
    return PrivateKeys(recovery_key(r, study), root, root.public_key().public_bytes_raw())


def first_rows(statements: Statements, database: Database, keys: HeldKeys) -> None:
    """What the database of a study needs before its first head."""
    statements.execute(_KEEP, (LOGIN_PEPPER, os.urandom(KEY_BYTES).hex()))
    keep_share_check(statements, keys.opened)
    begin_peppers(statements, keys.fields)
    begin_codes(statements, keys.fields)
    note_sealed(statements)
    add_device(statements, database)


def note_sealed(statements: Statements) -> None:
    """Everything is sealed that belongs under the keys of the study in the newest form."""
    statements.execute(_KEEP, (SEALED_AS, revision.HEAD))


def add_device(statements: Statements, database: Database) -> bool:
    """Give this device its pairs, private halves in the state folder; False where it has them."""
    if statements.row("SELECT 1 FROM device WHERE id = ?", database.device) is not None:
        return False
    box, sign = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    database.state.keep_device_keys(database.device, box.private_bytes_raw() + sign.private_bytes_raw())
    publics = (key.public_key().public_bytes_raw().hex() for key in (box, sign))
    statements.execute("INSERT INTO device (id, box_key, sign_key) VALUES (?, ?, ?)", (database.device, *publics))
    return True


def login_pepper(statements: Statements) -> bytes:
    """What keeps a hub from trying passwords; none in a database without people."""
    row = statements.row("SELECT value FROM meta WHERE key = ?", LOGIN_PEPPER)
    return bytes.fromhex(row[0]) if row is not None else bytes(KEY_BYTES)


def keep_share_check(statements: Statements, opened: Opened) -> None:
    """Seal something under the contact key in force, by which a wrong Share is known before it opens anything."""
    sealed = opened.fields.seal(FieldKey.CONTACT, SHARE_CHECK, _SPOT)
    statements.execute(_KEEP, (SHARE_CHECK, sealed.hex()))


def check_share(statements: Statements, opened: Opened) -> None:
    """The Share of this machine makes the contact key with which this database was sealed.

    Raises:
        EnvironmentProblem: `share_missing` when it is another one.
    """
    row = statements.row("SELECT value FROM meta WHERE key = ?", SHARE_CHECK)
    try:
        text = opened.fields.open(bytes.fromhex(row[0]), _SPOT) if row is not None else None
    except EnvironmentProblem as problem:
        raise share_problem() from problem
    if text is None:
        raise share_problem()


_SPOT = Spot("meta", "value", SHARE_CHECK)


def page_2_problem() -> EnvironmentProblem:
    """Page 2 that somebody typed is of another sheet: its Share does not open contact data."""
    return EnvironmentProblem(
        "sheet_old",
        "Page 2 that was typed is of another recovery sheet: it does not open names and numbers of this study.",
        "Take page 2 of the newest sheet of this study; its number and date stand at its top.",
    )


def share_problem() -> EnvironmentProblem:
    """The Share of this machine does not open contact data, or there is none."""
    return EnvironmentProblem(
        "share_missing",
        "The state folder of this machine does not hold what opens names and numbers of this study.",
        "Type page 2 of the recovery sheet: `cati user share STUDY --as LOGIN`."
        " Or name the right folder with CATI_STATE.",
    )
