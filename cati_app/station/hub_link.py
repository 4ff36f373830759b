"""A station and its hub: enrols the one at the other, and brings the log there."""

from __future__ import annotations

import hashlib
import random
import secrets
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from functools import partial

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.store.database import Database
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.state_folder import HubAccess
from cati_app.store.trust.derivation import enrol_mac_key, enrol_token
from cati_app.sync.client import Client, Delivery, OtherLog
from cati_app.sync.code import EnrolCode, HubAddress, HubWhereabouts
from cati_app.sync.https import HttpsLine, root_of
from cati_app.sync.line import LineCut
from cati_app.sync.messages import ROW_AT_MOST, STAFF_AT_MOST, Enrolment, HubStanding, LoggedRow, StaffTold
from cati_app.sync.study_client import StudyClient
from cati_app.values import dataclass

_PAGE = 250
"""Events read in one step of the store, which makes answers durable between two of them, and sent in one message: as
little work at a time as keeps the requests few. While somebody types without a pause one goes in eight seconds: thirty
events a second, of which an answer brings three."""


class StationOutbox:
    """The log of a database as messages. They are not checked here: the hub reads them strictly, and says so.

    Args:
        in_store: Does a step of the store in the thread that owns it.
        when_quiet: The same for rows, which can wait until nobody types; None: they do not wait.
    """

    def __init__(self, log: LogOutbox, in_store: StoreStep = at_once, when_quiet: StoreStep | None = None) -> None:
        self._log = log
        self._in_store = in_store
        self._when_quiet = when_quiet or in_store

    def end(self) -> int:
        """Number of the last event."""
        return self._in_store(self._log.end)

    def digest(self, n: int) -> str:
        """Of an event."""
        return self._in_store(partial(self._log.digest, n))

    def staff(self) -> tuple[StaffTold, ...]:
        """Of the words that were made here."""
        words = self._in_store(self._log.staff)
        return tuple(
            StaffTold(word=each.word, person=each.person, quarter=each.quarter, until=each.until)
            for each in words[-STAFF_AT_MOST:]
        )

    def after(self, n: int) -> Iterator[LoggedRow]:
        """The next events behind a number, in order, as many as go at once."""
        for row, digest in self._when_quiet(partial(self._log.page, n, _PAGE)):
            yield LoggedRow.model_construct(row=row if len(row) <= ROW_AT_MOST else "", digest=digest)


@dataclass(frozen=True, slots=True)
class StudyAtHub:
    """A study at its hub, over a line that is open.

    Args:
        access: How this station reaches it.
        client: Sends and fetches what the study consists of.
    """

    access: HubAccess
    client: StudyClient

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the hub's root."""
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.access.certificate)).digest()


@contextmanager
def study_at_hub(database: Database) -> Iterator[StudyAtHub]:
    """The study of a database, at the hub at which this station is enrolled.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """
    access = access_of(database)
    with closing(HttpsLine(HubAddress.typed(access.address), access.certificate)) as line:
        yield StudyAtHub(access, StudyClient(client_on(line, access.secret, access.hub)))


def enrol(database: Database, code: EnrolCode) -> HubStanding:
    """Make this station known to the hub of a code; asked again with the same code, it goes on.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_other_certificate`, `hub_certificate_time`, `hub_refuses_code`,
            `hub_too_different`, `hub_other`; `hub_knows_station` for a code of another station; `enrol_code_other` for
            one with which a station of another study joins.
    """
    if code.seen is not None and code.seen.study != database.study:
        raise EnvironmentProblem(
            "enrol_code_other",
            "This code is for a station of another study. Nothing was changed.",
            "`cati hub join FOLDER` makes a station with it; for this study a supervisor makes another code.",
        )
    hub, device = code.hub.hex(), database.device
    root = shown_root(code.address, code.fingerprint)
    secret = database.state.hub_secret(device, hub)
    if secret is None:
        secret = secrets.token_hex(32)
        database.state.keep_hub_secret(device, hub, secret)
    with closing(HttpsLine(code.address, root)) as line:
        standing = _let_in(client_on(line, secret, hub), enrolment_with(code, database.study, device, secret))
    mac_key = enrol_mac_key(code.secret, database.study).hex() if code.seen is not None else ""
    database.state.keep_hub(device, HubAccess(hub, str(code.address), root, secret, mac_key))
    return standing


def _let_in(client: Client, enrolment: Enrolment) -> HubStanding:
    """EnvironmentProblem: as `enrol`."""
    try:
        return client.enrol(enrolment)
    except EnvironmentProblem as problem:
        if problem.code != "hub_refuses_code" or not _is_known(client):
            raise
        raise EnvironmentProblem(
            "hub_knows_station",
            "The hub knows this station already: it needs no code. Nothing was changed.",
            "A code that nobody has used yet lets another station in: `cati hub join FOLDER` there.",
        ) from problem


def _is_known(client: Client) -> bool:
    try:
        client.standing()
    except EnvironmentProblem:
        return False
    return True


def move(database: Database, now: HubWhereabouts) -> None:
    """The hub of this station is elsewhere, or shows certificates of another root; kept once it recognizes the station.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`, `hub_other`, `hub_unreachable`, `hub_other_certificate`,
            `hub_certificate_time`, `hub_forgot_device`, `hub_too_different`.
    """
    access = access_of(database)
    if now.hub.hex() != access.hub:
        raise EnvironmentProblem(
            "hub_other",
            "The code tells of another hub than the one at which this station is enrolled. Nothing was changed.",
            "Ask whoever runs the hub for what `cati hub certificate FOLDER` tells there.",
        )
    moved = replace(access, address=str(now.address), certificate=shown_root(now.address, now.fingerprint))
    with closing(HttpsLine(now.address, moved.certificate)) as line:
        client_on(line, access.secret, access.hub).standing()
    database.state.keep_hub(database.device, moved)


def shown_root(address: HubAddress, fingerprint: bytes) -> str:
    """The root of the hub that a code tells of, in PEM.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_other_certificate`.
    """
    try:
        return root_of(address, fingerprint)
    except LineCut as cut:
        raise EnvironmentProblem(
            "hub_unreachable",
            Phrase("No hub answers at {address}. Nothing was changed.", address=address),
            "Look whether the network is there and the hub runs, then repeat it with the same code.",
        ) from cut


def enrolment_with(code: EnrolCode, study: bytes, device: str, secret: str) -> Enrolment:
    """What a device shows with a code; the same whenever it is shown."""
    return Enrolment(
        study=study.hex(),
        device=device,
        token=enrol_token(code.secret, code.salt).hex(),
        credential=hashlib.sha256(bytes.fromhex(secret)).hexdigest(),
    )


def push(database: Database, *, settled: bool = False) -> Delivery:
    """Bring the log of this station to its hub. Nobody signs in: what tells of people is sealed, and stays so.

    Args:
        settled: No copy of this station is at work any more, says whoever knows.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`, `hub_unreachable`, `hub_other_certificate`, `hub_certificate_time`,
            `hub_forgot_device`, `hub_too_different`, `hub_refuses`, `hub_other`, `hub_clone`, `log_unchained`.
    """
    access = access_of(database)
    with closing(HttpsLine(HubAddress.typed(access.address), access.certificate)) as line:
        client = client_on(line, access.secret, access.hub)
        return push_over(client, database, StationOutbox(LogOutbox(database)), settled=settled)


def push_over(
    client: Client,
    database: Database,
    outbox: StationOutbox,
    *,
    settled: bool = False,
    standing: HubStanding | None = None,
    went: Callable[[], None] = lambda: None,
) -> Delivery:
    """The same with a client that is there.

    Args:
        standing: How far the hub was a moment ago; None: it is asked.
        went: Called when a message has arrived.
    """
    state, device = database.state, database.device
    facts = None if settled else state.other_log(device)
    known = OtherLog(**facts) if facts is not None else None
    done = client.push(outbox, known, standing, went)
    if done.other is not None:
        state.keep_other_log(device, asdict(done.other))
    elif facts is not None or settled:
        state.forget_other_log(device)
    return done


def client_on(line: HttpsLine, secret: str, hub: str) -> Client:
    """A device with its secret, on a line that is open.

    Args:
        hub: The hub's id.
    """
    return Client(line, secret, time.sleep, random.SystemRandom(), hub=hub)


def access_of(database: Database) -> HubAccess:
    """How this station reaches its hub. EnvironmentProblem: `hub_not_enrolled`."""
    access = database.state.hub(database.device)
    if access is None:
        raise EnvironmentProblem(
            "hub_not_enrolled",
            "This station is enrolled at no hub.",
            "`cati hub enrol STUDY --as SUPERVISOR` does it, with the code that `cati hub init` told on the server.",
        )
    return access
