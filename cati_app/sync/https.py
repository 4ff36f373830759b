"""The line to a hub over HTTPS: the certificate is the one whose fingerprint the code named, and no other."""

from __future__ import annotations

import hashlib
import ssl

import httpx

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.sync.code import HubAddress
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import BODY_AT_MOST

CONNECT_S, ANSWER_S = 5.0, 60.0
_NOT_NOW = (9, 10)
"""Of OpenSSL's X509_V_ERR: not valid yet, and not valid any more."""


def certificate_of(address: HubAddress, fingerprint: bytes) -> str:
    """The certificate that a hub shows, in PEM, if it is the one that was promised.

    Raises:
        LineCut: nobody answers there.
        EnvironmentProblem: `hub_other_certificate`.
    """
    try:
        certificate = ssl.get_server_certificate((address.host, address.port), timeout=CONNECT_S)
    except OSError as error:
        raise LineCut from error
    if hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).digest() != fingerprint:
        raise _other_certificate(address)
    return certificate


class HttpsLine:
    """One client for the whole run; it follows no redirection and believes no proxy.

    Args:
        certificate: The hub's, in PEM: nobody else vouches for it, and nobody else is believed.
        patience_s: For each step of a request that somebody waits for; None: as long as a large one may take.
    """

    def __init__(self, address: HubAddress, certificate: str, patience_s: float | None = None) -> None:
        self._address = address
        context = ssl.create_default_context(cadata=certificate)
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
        "A network that asks for a sign-in first may be in between. Else ask whoever runs the hub; if it has a new"
        " certificate, a new code comes from `cati hub code FOLDER --first`.",
    )


def _certificate_time(address: HubAddress) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_certificate_time",
        Phrase("By the clock of this machine the certificate of the hub at {address} is not valid.", address=address),
        "Set date and time if they are wrong; else the hub needs a new certificate. Nothing was sent, nothing is lost.",
    )


def _bounded(answer: httpx.Response) -> bytes:
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if len(read) > BODY_AT_MOST:
            raise LineCut
    return bytes(read)
