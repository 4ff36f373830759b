"""The line to a hub over HTTPS: believed is whom the root vouches for whose fingerprint the code named, nobody else."""

from __future__ import annotations

import hashlib
import ssl

import httpx

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.sync.code import HubAddress
from cati_app.sync.line import ROOT_PATH, HubCall, LineCut, Reply
from cati_app.sync.messages import BODY_AT_MOST

CONNECT_S, ANSWER_S = 5.0, 60.0
_ROOT_AT_MOST = 65_536
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
            httpx.Client(base_url=str(address), verify=anybody, timeout=CONNECT_S, trust_env=False) as client,
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
        patience_s: For each step of a request that somebody waits for; None: as long as a large one may take.
    """

    def __init__(self, address: HubAddress, root: str, patience_s: float | None = None) -> None:
        self._address = address
        context = ssl.create_default_context(cadata=root)
        timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S) if patience_s is None else httpx.Timeout(patience_s)
        self._client = httpx.Client(base_url=str(address), verify=context, timeout=timeout, trust_env=False)

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask and wait.

        Raises:
            LineCut: no whole answer.
            EnvironmentProblem: `hub_other_certificate`, `hub_certificate_time`; asking again would not help.
        """
        headers = {"content-type": "application/json"} if body else {}
        if credential:
            headers["authorization"] = f"Bearer {credential}"
        try:
            with self._client.stream(call.method, call.path, content=body or None, headers=headers) as answer:
                return Reply(answer.status_code, _bounded(answer))
        except httpx.HTTPError as error:
            unbelieved = _unbelieved(error)
            if unbelieved is None:
                raise LineCut from error
            if unbelieved.verify_code in _NOT_NOW:
                raise _certificate_time(self._address) from error
            raise _other_certificate(self._address) from error

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


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


def _bounded(answer: httpx.Response, at_most: int = BODY_AT_MOST) -> bytes:
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if len(read) > at_most:
            raise LineCut
    return bytes(read)
