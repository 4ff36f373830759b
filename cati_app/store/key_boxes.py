"""The study's secrets as they lie in the database: one box for each person, generation and purpose."""

from __future__ import annotations

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.store.heads import HeadHistory
from cati_app.store.statements import Statements
from cati_app.store.trust.boxes import Address, open_secret, open_unvouched, seal_secret
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.held_keys import RECOVERY

_CONFIRMED = "sheet_confirmed"
_OF = "SELECT purpose, g, sealed FROM box WHERE recipient = ?"
_KEEP = (
    "INSERT INTO box (recipient, purpose, g, sealed) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (recipient, purpose, g) DO UPDATE SET sealed = excluded.sealed"
)
_FORGET = "DELETE FROM box WHERE recipient = ? AND purpose <> 'sheet'"
_FORGET_ALL = "DELETE FROM box WHERE recipient = ?"

_OF_ROLE: Mapping[str, tuple[Purpose, ...]] = {
    Role.INTERVIEWER.value: (Purpose.CONTACT, Purpose.DATA),
    Role.SUPERVISOR.value: (Purpose.CONTACT, Purpose.DATA, Purpose.BOX),
    Role.ANALYST.value: (Purpose.DATA,),
    RECOVERY: (Purpose.CONTACT, Purpose.DATA, Purpose.BOX),
}


def purposes_of(role: str) -> tuple[Purpose, ...]:
    """Which secrets a role holds, or the recovery sheet."""
    return _OF_ROLE[role]


def seal_for(
    statements: Statements,
    recipient: str,
    role: str,
    public: X25519PublicKey,
    secrets: Mapping[tuple[Purpose, int], bytes],
    study: bytes,
) -> None:
    """Give somebody the secrets of a role, every generation, in place of what was sealed to that recipient before."""
    statements.execute(_FORGET, (recipient,))
    statements.many(
        _KEEP,
        [
            (recipient, purpose.value, g, seal_secret(secret, public, Address(study, purpose, g, recipient)))
            for (purpose, g), secret in secrets.items()
            if purpose in purposes_of(role)
        ],
    )


def forget(statements: Statements, recipient: str) -> None:
    """Take every box of somebody away."""
    statements.execute(_FORGET_ALL, (recipient,))


def opened(
    statements: Statements, recipient: str, role: str, key: X25519PrivateKey, history: HeadHistory, study: bytes
) -> Mapping[tuple[Purpose, int], bytes]:
    """The secrets of a role, each one vouched for by a head.

    Raises:
        EnvironmentProblem: `secret_swapped` when a box is missing, is for another one, or holds another secret.
    """
    boxes = {(purpose, g): sealed for purpose, g, sealed in statements.execute(_OF, (recipient,))}
    checks, publics = history.checks(), history.boxes()
    secrets = {}
    for purpose in purposes_of(role):
        for g in publics if purpose is Purpose.BOX else sorted(g for known, g in checks if known is purpose):
            sealed, address = boxes.get((purpose.value, g), b""), Address(study, purpose, g, recipient)
            if purpose is Purpose.BOX:
                secret = _private_half(sealed, key, address, publics[g])
            else:
                secret = open_secret(sealed, key, address, checks[purpose, g])
            if secret is None:
                raise secret_problem()
            secrets[purpose, g] = secret
    return secrets


def _private_half(sealed: bytes, key: X25519PrivateKey, address: Address, public: bytes) -> bytes | None:
    """The head names the public half itself, which shows that the private one is right."""
    secret = open_unvouched(sealed, key, address)
    if secret is None or X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw() != public:
        return None
    return secret


def keep_sheet(
    statements: Statements, r: bytes, recipient: str, public: X25519PublicKey, share: int, study: bytes
) -> None:
    """Let page 1 of the recovery sheet wait for a supervisor until it is confirmed."""
    sealed = seal_secret(r, public, Address(study, Purpose.SHEET, share, recipient))
    statements.execute(_KEEP, (recipient, Purpose.SHEET.value, share, sealed))


def waiting_sheet(
    statements: Statements, recipient: str, key: X25519PrivateKey, share: int, study: bytes
) -> bytes | None:
    """Page 1 as it waits for a supervisor; None when it does not, or was sealed by somebody else: see the root."""
    boxes = {(purpose, g): sealed for purpose, g, sealed in statements.execute(_OF, (recipient,))}
    sealed = boxes.get((Purpose.SHEET.value, share))
    return open_unvouched(sealed, key, Address(study, Purpose.SHEET, share, recipient)) if sealed is not None else None


def has_waiting_sheet(statements: Statements) -> bool:
    """Whether page 1 waits for anybody."""
    return statements.row("SELECT 1 FROM box WHERE purpose = ?", Purpose.SHEET.value) is not None


def sheet_waits_for(statements: Statements, recipient: str) -> bool:
    """Whether page 1 waits for that person."""
    statement = "SELECT 1 FROM box WHERE purpose = ? AND recipient = ?"
    return statements.row(statement, Purpose.SHEET.value, recipient) is not None


def forget_sheet(statements: Statements) -> None:
    """It does not wait for anybody any more, and nobody has confirmed it."""
    statements.execute("DELETE FROM box WHERE purpose = ?", (Purpose.SHEET.value,))
    statements.execute("DELETE FROM meta WHERE key = ?", (_CONFIRMED,))


def confirm_sheet(statements: Statements) -> None:
    """From now on page 1 is on paper only."""
    forget_sheet(statements)
    statements.execute("INSERT INTO meta (key, value) VALUES (?, '1')", (_CONFIRMED,))


def sheet_is_confirmed(statements: Statements) -> bool:
    """Whether somebody has shown to have both pages on paper."""
    return statements.row("SELECT 1 FROM meta WHERE key = ?", _CONFIRMED) is not None


def secret_problem() -> EnvironmentProblem:
    """A box does not hold what the head vouches for."""
    return EnvironmentProblem(
        "secret_swapped",
        "A key of the study that was sealed for you is missing, or is not the one the signed list of people names.",
        "Nothing was changed. Restore the newest good backup: `cati backup --list` names it.",
    )
