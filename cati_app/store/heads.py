"""The signed heads of a database, held against what this machine has seen and against the rows they vouch for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.domain.phrases import source
from cati_app.store.state_folder import StateFolder
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.head import (
    Head,
    HeadRefused,
    Pin,
    Refusal,
    SignedHead,
    check_beginning,
    check_held,
    check_next,
    rows_digest,
)
from cati_app.values import dataclass

_ALL = "SELECT signed FROM head ORDER BY n"
_KEEP = "INSERT INTO head (n, signed) VALUES (?, ?)"
_VOUCHED = ("id", "login", "name", "role", "number", "languages", "skills", "active", "box_key", "sign_key")
_PEOPLE = f'SELECT {", ".join(_VOUCHED)} FROM "user"'
_DEVICES = "SELECT id, box_key, sign_key FROM device"
_CHAINS = "SELECT device, first_n, vouched FROM chain ORDER BY device, first_n"


@dataclass(frozen=True, slots=True)
class HeadHistory:
    """All heads of a database, checked; the last one is in force."""

    heads: Sequence[SignedHead]

    @property
    def newest(self) -> Head:
        """The head in force."""
        return self.heads[-1].head

    def checks(self) -> Mapping[tuple[Purpose, int], bytes]:
        """What shows that a secret is the right one, for every generation there has been."""
        told = {}
        for signed in self.heads:
            for purpose, secret in ((Purpose.CONTACT, signed.head.contact), (Purpose.DATA, signed.head.data)):
                told[purpose, secret.g] = bytes.fromhex(secret.check)
        return told

    def boxes(self) -> Mapping[int, bytes]:
        """Public half of the supervisors' box, by generation from 1."""
        publics = dict.fromkeys(signed.head.box for signed in self.heads)
        return {g: bytes.fromhex(public) for g, public in enumerate(publics, 1)}

    def shares(self) -> Mapping[int, int]:
        """Number of the Share that goes with a generation of the contact secret."""
        return {signed.head.contact.g: signed.head.share for signed in self.heads}

    def roots(self) -> frozenset[bytes]:
        """The root, and those that others took over from by the rules."""
        return frozenset(bytes.fromhex(signed.head.root) for signed in self.heads)


def history_of(
    statements: Statements, state: StateFolder, study: bytes, *, by_root: bool = False
) -> HeadHistory | None:
    """The heads, each one checked: against the one before, the pin of this machine, and the newest against the rows.

    Args:
        by_root: For whoever holds page 1 of the sheet: heads may be older than those that were seen here, because the
            newest ones were lost with the database.

    Returns:
        None for a database without heads, on a machine that has seen none.

    Raises:
        EnvironmentProblem: `head_...`, naming what was done to the list; `people_changed`.
    """
    pin = state.pin()
    try:
        heads = [SignedHead.from_json(text) for (text,) in statements.all(_ALL)]
        if not heads:
            if pin is not None:
                raise HeadRefused(Refusal.LOWER)
            return None
        is_older = by_root and pin is not None and heads[-1].head.n < pin.n and heads[-1].head.root == pin.root
        check_heads(heads, None if is_older else pin, study.hex())
        newest = heads[-1]
        check_held(newest, Pin.of(newest.head), rows_digest(people_rows(statements)))
        kept = device_digests(statements)
        if any(kept.get(device) != digest for device, digest in newest.head.devices.items()):
            raise HeadRefused(Refusal.UNSIGNED)
    except HeadRefused as refused:
        raise head_problem(refused.refusal) from refused
    return HeadHistory(tuple(heads))


def check_heads(heads: Sequence[SignedHead], pin: Pin | None, study: str) -> None:
    """Whether heads in order are those of a study, whoever brings them.

    Args:
        pin: What is known of them; None: nothing.

    Raises:
        HeadRefused: with the reason.
    """
    _check_links(heads, study)
    _check_seen(heads, pin, study)


def _check_links(heads: Sequence[SignedHead], study: str) -> None:
    """Each head names the one before, so that none of an old list can be exchanged."""
    for before, after in pairwise(heads):
        if after.head.study != study:
            raise HeadRefused(Refusal.OTHER_STUDY)
        if after.head.previous != before.head.digest or after.head.n <= before.head.n:
            raise HeadRefused(Refusal.FORKED)


def _check_seen(heads: Sequence[SignedHead], pin: Pin | None, study: str) -> None:
    """From the head that this machine has seen last, else from the first one, each follows by its signatures."""
    if pin is None:
        check_beginning(heads[0], study)
        known, later = heads[0], heads[1:]
    else:
        known = _seen(heads, pin)
        later = heads[heads.index(known) + 1 :]
    for signed in later:
        check_next(signed, known, Pin.of(known.head))
        known = signed


def _seen(heads: Sequence[SignedHead], pin: Pin) -> SignedHead:
    if all(signed.head.root != pin.root for signed in heads):
        raise HeadRefused(Refusal.OTHER_ROOT)
    if heads[-1].head.n < pin.n:
        raise HeadRefused(Refusal.LOWER)
    known = next((signed for signed in heads if signed.head.n == pin.n), None)
    if known is None or known.head.digest != pin.digest:
        raise HeadRefused(Refusal.FORKED)
    return known


def keep(statements: Statements, signed: SignedHead) -> None:
    """Put a head into the database."""
    statements.execute(_KEEP, (signed.head.n, signed.to_json()))


def people_rows(statements: Statements) -> list[Mapping[str, Any]]:
    """What a head vouches for of each person."""
    return [dict(zip(_VOUCHED, row, strict=True)) for row in statements.execute(_PEOPLE)]


def signers(statements: Statements) -> Mapping[str, str]:
    """Who may sign the next head, with the public key."""
    return {
        row["id"]: row["sign_key"]
        for row in people_rows(statements)
        if row["active"] and row["role"] == Role.SUPERVISOR.value
    }


def device_digests(statements: Statements) -> Mapping[str, str]:
    """What a head vouches for of each device: its keys, and the checks of the first keys of its chains."""
    chains: dict[str, list[tuple[int, str]]] = {}
    for device, first_n, vouched in statements.execute(_CHAINS):
        chains.setdefault(device, []).append((first_n, vouched.hex()))
    return {
        device: rows_digest([{"id": device, "box": box, "sign": sign, "chains": chains.get(device, [])}])
        for device, box, sign in statements.execute(_DEVICES)
    }


def head_problem(refusal: Refusal) -> EnvironmentProblem:
    """A refused head in words with a cure."""
    return {
        Refusal.DAMAGED: EnvironmentProblem(
            "head_damaged", "The list of who takes part in this study is damaged.", _RESTORE
        ),
        Refusal.OTHER_STUDY: EnvironmentProblem(
            "head_other_study", "The list of who takes part belongs to another study.", _RESTORE
        ),
        Refusal.OTHER_ROOT: EnvironmentProblem(
            "head_other_root",
            "This database follows another recovery sheet than the one known here.",
            "Nobody types a password here. Find out who exchanged the database, and restore the newest good backup.",
        ),
        Refusal.UNSIGNED: EnvironmentProblem(
            "people_changed",
            "People, roles, logins or devices of this database were changed past the program; nobody can sign in.",
            _RESTORE,
        ),
        Refusal.LOWER: EnvironmentProblem(
            "head_lower",
            "This database is older than what this machine has seen: changes of people are missing in it.",
            "Put the newer database back, or restore the newest backup with `cati restore`.",
        ),
        Refusal.FORKED: EnvironmentProblem(
            "head_forked",
            "This database does not follow the list of people that this machine has seen.",
            _RESTORE,
        ),
        Refusal.SKIPPED: EnvironmentProblem(
            "head_skipped",
            "Lists of people before the newest one are missing in this database.",
            _RESTORE,
        ),
    }[refusal]


_RESTORE = source("Nothing was changed. Restore the newest good backup: `cati backup --list` names it.")
