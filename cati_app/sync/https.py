"""The line to a hub over HTTPS: believed is whom the root vouches for whose fingerprint the code named, nobody else."""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.sync.code import HubAddress
from cati_app.sync.line import ROOT_PATH, HubCall, LineCut, Reply
from cati_app.sync.messages import BODY_AT_MOST
from cati_app.sync.refusals import not_waited_for
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class LinePatience:
    """How long a line is waited for, in seconds.

    Args:
        connect_s: Until somebody has answered at the address, TLS included.
        step_s: For each piece that is sent or read.
        whole_s: For the whole answer.
    """

    connect_s: float = 5.0
    step_s: float = 60.0
    whole_s: float = 600.0


ALONE = LinePatience()
"""Where nobody waits: as long as a large request may take."""
_ROOT_AT_MOST = 65_536
_SECONDS = re.compile(r"[0-9]{1,5}")
_NOT_NOW = (9, 10)
"""Of OpenSSL's X509_V_ERR: not valid yet, and not valid any more."""


def root_of(address: HubAddress, fingerprint: bytes) -> str:
    """The root of a hub, in PEM, if it is the one that was promised; whoever hands it over is not believed yet.

    Raises:
        LineCut: nobody answers there.
        EnvironmentProblem: `hub_other_certificate`.
    """
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            httpx.Client(base_url=str(address), verify=anybody, timeout=ALONE.connect_s, trust_env=False) as client,
            client.stream("GET", ROOT_PATH) as answer,
        ):
            root = _bounded(answer, _ROOT_AT_MOST)
    except httpx.HTTPError as error:
        raise LineCut from error
    try:
        pem = root.decode("ascii")
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest()
    except ValueError:
        digest = b""
    if digest != fingerprint:
        raise _other_certificate(address)
    return pem


class HttpsLine:
    """One client for the whole run; it follows no redirection and believes no proxy.

    Args:
        root: The hub's, in PEM: whom it vouches for is believed, and nobody else.
        patience: How long each request is waited for.
        seconds: Counts them; without it the whole of an answer may take as long as its steps take.
    """

    def __init__(
        self,
        address: HubAddress,
        root: str,
        patience: LinePatience = ALONE,
        seconds: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._address = address
        self._patience = patience
        self._seconds = seconds
        self._socket: socket.socket | None = None
        self._is_let_go = False
        context = ssl.create_default_context(cadata=root)
        timeout = httpx.Timeout(patience.step_s, connect=patience.connect_s)
        self._client = httpx.Client(base_url=str(address), verify=context, timeout=timeout, trust_env=False)

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask and wait.

        Raises:
            LineCut: no whole answer.
            EnvironmentProblem: `hub_other_certificate`, `hub_certificate_time`; asking again would not help.
                `hub_not_waited_for` once somebody has let go of the line.
        """
        if self._is_let_go:
            raise not_waited_for()
        until = self._seconds() + self._patience.whole_s
        headers = {"content-type": "application/json"} if body else {}
        if credential:
            headers["authorization"] = f"Bearer {credential}"
        try:
            with self._client.stream(
                call.method, call.path, content=body or None, headers=headers, extensions={"trace": self._note}
            ) as answer:
                later = answer.headers.get("retry-after", "")
                return Reply(
                    answer.status_code,
                    _bounded(answer, over=lambda: self._seconds() > until),
                    int(later) if _SECONDS.fullmatch(later) else 0,
                )
        except (httpx.HTTPError, LineCut) as error:
            if self._is_let_go:
                raise not_waited_for() from error
            if isinstance(error, LineCut):
                raise
            unbelieved = _unbelieved(error)
            if unbelieved is None:
                raise LineCut from error
            if unbelieved.verify_code in _NOT_NOW:
                raise _certificate_time(self._address) from error
            raise _other_certificate(self._address) from error

    def let_go(self) -> None:
        """From any thread: whoever waits for this line waits no longer."""
        self._is_let_go = True
        self._wake()

    def close(self) -> None:
        """The line is used no more."""
        self._client.close()

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket of a connection, which is what wakes whoever waits on it."""
        if event == "connection.start_tls.complete":
            self._socket = info["return_value"].get_extra_info("socket")
            if self._is_let_go:
                self._wake()

    def _wake(self) -> None:
        waits_on = self._socket
        if waits_on is not None:
            with suppress(OSError):  # it is gone already
                socket.socket.shutdown(waits_on, socket.SHUT_RDWR)  # past TLS, which another thread is in


def _unbelieved(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """What TLS has against the certificate, where that is the cause."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _other_certificate(address: HubAddress) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_other_certificate",
        Phrase("Somebody else than the expected hub answers at {address}. Nothing was sent.", address=address),
        "A network that asks for a sign-in first may be in between. Else ask whoever runs the hub: if it has another"
        " root, `cati hub certificate FOLDER` there tells a code, and `cati hub moved STUDY --as SUPERVISOR` takes it.",
    )


def _certificate_time(address: HubAddress) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_certificate_time",
        Phrase("By the clock of this machine the certificate of the hub at {address} is not valid.", address=address),
        "Set date and time if they are wrong; else the hub needs a new certificate. Nothing was sent, nothing is lost.",
    )


def _bounded(answer: httpx.Response, at_most: int = BODY_AT_MOST, over: Callable[[], bool] = lambda: False) -> bytes:
    """The body of an answer, unless it is too large, or comes so slowly that nobody waits for it."""
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if len(read) > at_most or over():
            raise LineCut
    return bytes(read)
