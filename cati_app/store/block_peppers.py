"""The peppers of the block list, with which its hashes are made, as a study keeps them: sealed with the contact key."""

from __future__ import annotations

import os

from cati_app.domain.errors import RuleViolation
from cati_app.store.blocklist import Peppers, is_pepper, pepper_name
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import KEY_BYTES
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot

_ALL = "SELECT id, own, sealed FROM block_pepper ORDER BY id"
_OWN = "SELECT 1 FROM block_pepper WHERE own"
_KEEP = "INSERT INTO block_pepper (id, own, sealed) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"
_FACT = "SELECT value FROM meta WHERE key = 'pepper'"
_NAME = "UPDATE meta SET value = ? WHERE key = 'pepper'"
_FORGET = "DELETE FROM meta WHERE key = 'pepper'"


def pepper_spot(name: str) -> Spot:
    """Where a pepper stands."""
    return Spot("block_pepper", "sealed", name)


def begin_peppers(statements: Statements, fields: FieldCipher) -> None:
    """The pepper with which this study begins a list where there is none; one that it has stays."""
    if statements.row(_OWN) is None:
        keep_pepper(statements, fields, os.urandom(KEY_BYTES).hex(), own=True)


def keep_pepper(statements: Statements, fields: FieldCipher, pepper: str, *, own: bool = False) -> None:
    """Seal a pepper, hexadecimal; one that is kept already stays."""
    name = pepper_name(pepper)
    statements.execute(_KEEP, (name, own, fields.seal(FieldKey.CONTACT, pepper, pepper_spot(name))))


def held_peppers(statements: Statements, fields: FieldCipher) -> Peppers:
    """What the study holds; nothing before a database of an older version was sealed.

    Raises:
        RuleViolation: `no_contact_access`.
        EnvironmentProblem: `field_damaged`.
    """
    own, others = "", []
    for name, is_own, sealed in statements.all(_ALL):
        pepper = fields.open(sealed, pepper_spot(name))
        if pepper is None:
            raise RuleViolation("no_contact_access")
        if is_own:
            own = pepper
        else:
            others.append(pepper)
    return Peppers.of(own, *others)


def seal_peppers(statements: Statements, fields: FieldCipher) -> None:
    """What a database of an older version lacks or keeps in the open.

    Its own entries of the block list, which no other study knows, were made with a pepper among its facts: only the
    name of it stays there, and nothing where there is no such entry.
    """
    begin_peppers(statements, fields)
    pepper = own_entries_pepper(statements)
    if not is_pepper(pepper):
        return
    if statements.row("SELECT 1 FROM blocked_number LIMIT 1") is None:
        statements.execute(_FORGET)
        return
    keep_pepper(statements, fields, pepper)
    statements.execute(_NAME, (pepper_name(pepper),))


def own_entries_pepper(statements: Statements) -> str:
    """With which entries of an older version were made that no other study knows: its name, or itself; else blank."""
    row = statements.row(_FACT)
    return str(row[0]) if row is not None else ""
