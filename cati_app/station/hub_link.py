"""A station and its hub: enrols the one at the other, and brings the log there."""

from __future__ import annotations

import hashlib
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import closing

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.database import Database
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.state_folder import HubAccess
from cati_app.store.trust.derivation import enrol_token
from cati_app.sync.client import Client, Delivery
from cati_app.sync.code import EnrolCode, HubAddress
from cati_app.sync.https import HttpsLine, certificate_of
from cati_app.sync.line import LineCut
from cati_app.sync.messages import Enrolment, HubStanding, LoggedRow


class StationOutbox:
    """The log of a database as messages. They are not checked here: the hub reads them strictly, and says so."""

    def __init__(self, log: LogOutbox) -> None:
        self._log = log

    def end(self) -> int:
        """Number of the last event."""
        return self._log.end()

    def digest(self, n: int) -> str:
        """Of an event."""
        return self._log.digest(n)

    def after(self, n: int) -> Iterator[LoggedRow]:
        """Events behind a number, in order."""
        for row, digest in self._log.after(n):
            yield LoggedRow.model_construct(row=row, digest=digest)


def enrol(database: Database, code: EnrolCode) -> HubStanding:
    """Make this station known to the hub of a code; asked again with the same code, it goes on.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_other_certificate`, `hub_refuses_code`, `hub_too_different`.
    """
    hub, device = code.hub.hex(), database.device
    try:
        certificate = certificate_of(code.address, code.fingerprint)
    except LineCut as cut:
        raise EnvironmentProblem(
            "hub_unreachable",
            Phrase("No hub answers at {address}. Nothing was changed.", address=code.address),
            "Look whether the network is there and the hub runs, then repeat it with the same code.",
        ) from cut
    secret = database.state.hub_secret(device, hub)
    if secret is None:
        secret = secrets.token_hex(32)
        database.state.keep_hub_secret(device, hub, secret)
    enrolment = Enrolment(
        study=database.study.hex(),
        device=device,
        token=enrol_token(code.secret, code.salt).hex(),
        credential=hashlib.sha256(bytes.fromhex(secret)).hexdigest(),
    )
    with closing(HttpsLine(code.address, certificate)) as line:
        standing = _client(line, secret).enrol(enrolment)
    database.state.keep_hub(device, HubAccess(hub, str(code.address), certificate, secret))
    return standing


def push(database: Database) -> Delivery:
    """Bring the log of this station to its hub.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`, `hub_unreachable`, `hub_forgot_device`, `hub_too_different`,
            `hub_refuses`, `log_unchained`.
    """
    access = database.state.hub(database.device)
    if access is None:
        raise EnvironmentProblem(
            "hub_not_enrolled",
            "This station is enrolled at no hub.",
            "`cati hub enrol STUDY --as SUPERVISOR` does it, with a code of `cati hub code FOLDER`.",
        )
    with closing(HttpsLine(HubAddress.typed(access.address), access.certificate)) as line:
        return _client(line, access.secret).push(StationOutbox(LogOutbox(database)))


def _client(line: HttpsLine, secret: str) -> Client:
    return Client(line, secret, time.sleep, random.SystemRandom())
