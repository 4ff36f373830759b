"""Makes the database of a station that joins a study at a hub, and brings it up to later editions of the study.

The database appears whole or not at all. It has a device and a log of its own, everybody's keys as they are sealed for
them, and no case; nothing of it counts before the signed list of people vouches for the rows.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.domain.phrases import Phrase, source
from cati_app.store import exchange, key_bundles
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.founding import LOGIN_PEPPER, add_device
from cati_app.store.heads import check_heads, head_problem, history_of, keep
from cati_app.store.joined import is_joined, note_joined
from cati_app.store.key_boxes import confirm_sheet
from cati_app.store.keys import new_database_key
from cati_app.store.locks import database_lock, lock_file_of
from cati_app.store.log_chain import Box
from cati_app.store.opening import Settings, key_file_of
from cati_app.store.problems import file_problem
from cati_app.store.sign_in import saw
from cati_app.store.state_folder import StateFolder
from cati_app.store.statements import Statements
from cati_app.store.station_keys import StationKeys
from cati_app.store.study_parts import FolderPart, PeoplePart
from cati_app.store.trust.declaration import Declaration
from cati_app.store.trust.edition import StudyEdition
from cati_app.store.trust.head import HeadRefused, Pin, Refusal, SignedHead
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.store.heads import HeadHistory

_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?)"
_HEADS = "SELECT signed FROM head ORDER BY n"
_KNOWN = "SELECT max(n) FROM head"
_HEADS_BEHIND = "SELECT signed FROM head WHERE n > ? ORDER BY n"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A study as a hub gave it: heads up to the one of the edition, and what its parts hold."""

    heads: Sequence[SignedHead]
    people: PeoplePart
    folder: FolderPart


@dataclass(frozen=True, slots=True)
class SignedEdition:
    """An edition that was checked, with the heads up to the one it was made under.

    Args:
        digest: SHA-256 of what was signed, in hexadecimal.
    """

    edition: StudyEdition
    digest: str
    heads: Sequence[SignedHead]


def head_number(text: str) -> int:
    """The number of a head that a hub shows. EnvironmentProblem: `hub_people`."""
    try:
        return SignedHead.from_json(text).head.n
    except HeadRefused as refused:
        raise _shown_problem(refused.refusal) from refused


def checked_edition(declaration: Declaration, texts: Sequence[str], pin: Pin | None, study: bytes) -> SignedEdition:
    """An edition and heads as a hub gave them, if they are those of the study.

    Args:
        pin: What is known of the heads elsewhere: from a code, or what this machine has seen.

    Raises:
        EnvironmentProblem: `hub_people`, naming what is wrong.
    """
    try:
        heads = [SignedHead.from_json(text) for text in texts]
        up_to = StudyEdition.head_named(declaration)
        known = tuple(signed for signed in heads if signed.head.n <= up_to)
        if not known:
            raise HeadRefused(Refusal.LOWER)
        if known[0].head.n != 1:  # the keys of older contents are named by older heads
            raise HeadRefused(Refusal.SKIPPED)
        check_heads(known, pin, study.hex())
        edition = StudyEdition.read(declaration, known[-1].head)
    except HeadRefused as refused:
        raise _shown_problem(refused.refusal) from refused
    return SignedEdition(edition, digest_of(declaration), known)


def digest_of(declaration: Declaration) -> str:
    """By which an edition is known again: SHA-256 of what was signed, in hexadecimal."""
    return hashlib.sha256(declaration.text.encode()).hexdigest()


def heads_behind(database: Database, n: int) -> list[str]:
    """The lists of people of this station behind a number, in order, as they were signed."""
    with database.transaction() as statements:
        return [str(text) for (text,) in statements.all(_HEADS_BEHIND, n)]


_SHOWN = {
    Refusal.DAMAGED: source("What the hub shows of this study is damaged. Nothing was changed here."),
    Refusal.OTHER_STUDY: source("The hub shows the list of people of another study. Nothing was changed here."),
    Refusal.OTHER_ROOT: source(
        "The hub shows a list of people that follows another recovery sheet. Nothing was changed here."
    ),
    Refusal.UNSIGNED: source(
        "The hub shows something of this study that nobody has signed who may. Nothing was changed here."
    ),
    Refusal.LOWER: source("The hub shows an older list of people than the one known here. Nothing was changed here."),
    Refusal.FORKED: source(
        "The hub shows a list of people that does not follow the one known here. Nothing was changed here."
    ),
    Refusal.SKIPPED: source("The hub leaves lists of people out. Nothing was changed here."),
}


def _shown_problem(refusal: Refusal) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_people",
        _SHOWN[refusal],
        "Ask the supervisor of the study. If the hub came back from a copy, `cati hub publish STUDY --as SUPERVISOR`"
        " sends the study once more.",
    )


def check_room(path: Path) -> None:
    """Whether nothing of a database is where one is to be made. EnvironmentProblem: `join_over`."""
    if any(each.exists() for each in (path, key_file_of(path))) or exchange.is_under_way(path):
        raise EnvironmentProblem(
            "join_over",
            Phrase("There is a database {name} already. Nothing was changed.", name=path.name),
            "If this station has joined before, `cati hub fetch STUDY` brings it up to date; else name another place"
            " with --db.",
        )


def make_joined(
    path: Path, settings: Settings, device: str, hub: str, pepper: bytes, fetched: Fetched, at: datetime
) -> StationKeys:
    """Make it; what a head is to name of it.

    Args:
        device: The name under which the hub knows this station.
        hub: The hub's id.
        pepper: Of logins.

    The state folder has what is known of the heads already.

    Raises:
        EnvironmentProblem: `join_over`, `head_...`, `people_changed`, `disk_full`, `disk_error`.
    """
    study = fetched.heads[-1].head.study
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with database_lock(path):
            check_room(path)
            exchange.begin(path)
            key = new_database_key(
                exchange.incoming_key_of(path), path.name, settings.passphrase, settings.ring, settings.cost
            )
            part, states = exchange.part_of(path), settings.state_beside(path)
            StateFolder(states, bytes.fromhex(study)).forget_chains(device)
            with Database(part, key, states, writable=True, new=True, named=(device, study)) as database:
                _fill(database, hub, pepper, fetched, at)
                keys = own_keys(database)
                database.empty_journal()
            exchange.commit(path)
            exchange.finish(path)
        lock_file_of(exchange.part_of(path)).unlink(missing_ok=True)
        return keys
    except OSError as error:
        raise file_problem(path, error) from error


def _fill(database: Database, hub: str, pepper: bytes, fetched: Fetched, at: datetime) -> None:
    with database.transaction() as statements:
        _put(database, statements, fetched)
        statements.execute(_KEEP, (LOGIN_PEPPER, pepper.hex()))
        confirm_sheet(statements)
        note_joined(statements, hub)
        history = _vouched(database, statements)
        add_device(statements, database)
        database.chain.begin(statements, database.device, _box(history), 1)
        rows = EventRows(database.device, None, InterviewDocuments(statements.execute, None))
        fact = NewEvent("hub_joined", at, time.monotonic_ns() // 1_000_000, payload={"hub": hub})
        SqlEventLog(statements, rows, database.chain).append([fact])
        statements.commit()
    saw(database, history)


def renew_joined(database: Database, fetched: Fetched) -> None:
    """People, their keys and versions of the questionnaire of a later edition, at once or not at all.

    Raises:
        EnvironmentProblem: `head_...`, `people_changed`; what was there stays.
    """
    with database.transaction() as statements:
        _put(database, statements, fetched)
        history = _vouched(database, statements)
        statements.commit()
    saw(database, history)


def own_keys(database: Database) -> StationKeys:
    """What a head is to name of this station."""
    with database.transaction() as statements:
        return StationKeys.of(statements, database.device)


def has_joined(database: Database) -> bool:
    """Whether the study of a database was fetched from a hub."""
    with database.transaction() as statements:
        return is_joined(statements)


def known_heads(database: Database) -> list[str]:
    """The signed heads that are here, in order."""
    with database.transaction() as statements:
        return [text for (text,) in statements.all(_HEADS)]


def is_named(database: Database) -> bool:
    """Whether the newest head names this station."""
    with database.transaction() as statements:
        return database.device in _vouched(database, statements).newest.devices


def _put(database: Database, statements: Statements, fetched: Fetched) -> None:
    known = statements.row(_KNOWN)[0] or 0
    for signed in fetched.heads:
        if signed.head.n > known:
            keep(statements, signed)
    before = key_bundles.keys_of_people(statements)
    fetched.people.put(statements)
    key_bundles.bring_in(statements, database, before)
    fetched.folder.put(statements)


def _vouched(database: Database, statements: Statements) -> HeadHistory:
    history = history_of(statements, database.state, database.study)
    if history is None:
        raise head_problem(Refusal.LOWER)
    return history


def _box(history: HeadHistory) -> Box:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415 - joined seldom

    generation, public = max(history.boxes().items())
    return Box(X25519PublicKey.from_public_bytes(public), generation)
