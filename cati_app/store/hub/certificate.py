"""The hub's own certificate: self-signed, known to stations by its fingerprint."""

from __future__ import annotations

import ipaddress
import os
import ssl
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase

CERTIFICATE, KEY = "certificate.pem", "key.pem"
_LASTS = timedelta(days=3650)
_BEFORE = timedelta(days=1)  # clocks of stations differ


def make_certificate(folder: Path, host: str, now: datetime) -> None:
    """A key that only this user may read, and a certificate for that host.

    Raises:
        EnvironmentProblem: `hub_key_there`.
    """
    if any((folder / name).exists() for name in (KEY, CERTIFICATE)):
        raise EnvironmentProblem(
            "hub_key_there",
            Phrase(
                "The folder {folder} holds {key} or {certificate} already. Nothing was changed.",
                folder=folder,
                key=KEY,
                certificate=CERTIFICATE,
            ),
            "Name an empty folder; or take the files away if nothing uses them.",
        )
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cati hub")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    no_password = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    _write(folder / KEY, pem)
    _write(folder / CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM))


def fingerprint_in(folder: Path) -> bytes:
    """SHA-256 of the certificate in a hub's folder.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`.
    """
    return _certificate_in(folder).fingerprint(hashes.SHA256())


def server_context(folder: Path, key: Path | None = None) -> ssl.SSLContext:
    """TLS of a hub, with its certificate.

    Args:
        key: Where the private key is; None: in the folder.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`, `hub_key_missing`.
    """
    certificate, key = _certificate_in(folder), key or folder / KEY
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
        if private.public_key() != certificate.public_key():
            raise ValueError("another key")
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:  # TypeError: the key has a password
        raise EnvironmentProblem(
            "hub_key_missing",
            Phrase(
                "The key {key} cannot be read, has a password, or does not belong to the certificate of the hub.",
                key=key,
            ),
            "Bring it back from a copy of key.pem, or name the file with --key.",
        ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / CERTIFICATE, key)
    return context


def _certificate_in(folder: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(
            "hub_certificate_missing",
            Phrase("The certificate of the hub in {folder} cannot be read.", folder=folder),
            "Bring certificate.pem back from a copy of the folder.",
        ) from error


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
