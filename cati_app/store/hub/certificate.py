"""The certificate a hub shows, and the root by whose fingerprint stations know it: of its own making, or brought."""

from __future__ import annotations

import ipaddress
import os
import ssl
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass

CERTIFICATE, KEY, ROOT_KEY = "certificate.pem", "key.pem", "root-key.pem"
"""The chain from the hub's certificate to the root; the key of the first; that of the root, where the hub made it."""
_LASTS = timedelta(days=3650)
_BEFORE = timedelta(days=1)  # clocks of stations differ
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class BroughtCertificate:
    """A certificate that somebody else has issued for the hub.

    Args:
        chain: File in PEM: the certificate of the hub, those between, and last the root that stations shall believe.
        key: File in PEM: the private key, without a password.
    """

    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the two files of a hub hold, in PEM."""

    chain: bytes
    key: bytes


def make_certificate(folder: Path, host: str, now: datetime) -> None:
    """A root, and a certificate for that host which it vouches for; keys that only this user may read.

    Raises:
        EnvironmentProblem: `hub_key_there`.
    """
    _check_none_there(folder)
    root_key = ec.generate_private_key(ec.SECP256R1())
    name = _name("cati hub root")
    root = (
        _builder(name, name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    shown = _issued(root, root_key, host, now)
    _write(folder / ROOT_KEY, _pem_of(root_key))
    _write(folder / KEY, shown.key)
    _write(folder / CERTIFICATE, shown.chain)


def bring_certificate(folder: Path, host: str, brought: BroughtCertificate) -> None:
    """Copy a certificate from elsewhere and its key into the folder of a new hub.

    Raises:
        EnvironmentProblem: `hub_key_there`, `hub_certificate_unfit`.
    """
    _check_none_there(folder)
    shown = _read(brought, host)
    _write(folder / KEY, shown.key)
    _write(folder / CERTIFICATE, shown.chain)


def replace_certificate(
    folder: Path,
    host: str,
    now: datetime,
    brought: BroughtCertificate | None,
    root_key: Path | None = None,
    *,
    other_root: bool = False,
) -> None:
    """Another certificate for the hub of a folder, under the root its stations know. Cut off, it is said again.

    Args:
        brought: None: the hub's own root issues one.
        root_key: Where the key of that root is; None: in the folder.
        other_root: What is brought may be of another root: stations believe it once they were told.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`, `hub_certificate_unfit`, `hub_other_root`,
            `hub_root_key_missing`.
    """
    root = _chain_in(folder)[-1]
    if brought is None:
        shown = _issued(root, _root_key(root_key or folder / ROOT_KEY, root), host, now)
    else:
        shown = _read(brought, host)
        if not other_root and x509.load_pem_x509_certificates(shown.chain)[-1] != root:
            raise EnvironmentProblem(
                "hub_other_root",
                "The certificate belongs to another root than the one that the stations of this hub know. Nothing was"
                " changed.",
                "Take one of the same root, with that root as the last of the file. Where it has to be another one, say"
                " --other-root: then each station has to be told, with `cati hub moved STUDY --as SUPERVISOR`.",
            )
    for name, content in ((KEY, shown.key), (CERTIFICATE, shown.chain)):
        new = folder / f"{name}.new"
        new.unlink(missing_ok=True)
        _write(new, content)
    for name in (KEY, CERTIFICATE):
        os.replace(folder / f"{name}.new", folder / name)


def valid_until(folder: Path) -> datetime:
    """When stations stop believing the certificate, in UTC. EnvironmentProblem: `hub_certificate_missing`."""
    return min(certificate.not_valid_after_utc for certificate in _chain_in(folder))


def fingerprint_in(folder: Path) -> bytes:
    """SHA-256 of the root that a hub's folder names: by it stations know the hub.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`.
    """
    return _chain_in(folder)[-1].fingerprint(hashes.SHA256())


def root_in(folder: Path) -> bytes:
    """That root, in PEM.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`.
    """
    return _chain_in(folder)[-1].public_bytes(_PEM)


def server_context(folder: Path, key: Path | None = None) -> ssl.SSLContext:
    """TLS of a hub, with its certificate.

    Args:
        key: Where the private key is; None: in the folder.

    Raises:
        EnvironmentProblem: `hub_certificate_missing`, `hub_key_missing`.
    """
    certificate, key = _chain_in(folder)[0], key or folder / KEY
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
    return _served_with(folder / CERTIFICATE, key)


def _served_with(chain: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(chain, key, password="")  # a key that has one fails, and nobody is asked for it
    return context


def _chain_in(folder: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates((folder / CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(
            "hub_certificate_missing",
            Phrase("The certificate of the hub in {folder} cannot be read.", folder=folder),
            "Bring certificate.pem back from a copy of the folder.",
        ) from error


def _check_none_there(folder: Path) -> None:
    if any((folder / name).exists() for name in (ROOT_KEY, KEY, CERTIFICATE)):
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


def _issued(root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, host: str, now: datetime) -> _Shown:
    """A new key, and a certificate of that root for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    identifier = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    certificate = (
        _builder(_name("cati hub"), root.subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return _Shown(certificate.public_bytes(_PEM) + root.public_bytes(_PEM), _pem_of(key))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _root_key(file: Path, root: x509.Certificate) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != root.public_key():
            raise ValueError("another key")
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise EnvironmentProblem(
            "hub_root_key_missing",
            Phrase("The key {key} cannot be read, or does not belong to the root of this hub.", key=file),
            "Name root-key.pem of this hub with --root-key; or, where the certificate comes from elsewhere, the new one"
            " with --certificate and --key.",
        ) from error
    return key


def _read(brought: BroughtCertificate, host: str) -> _Shown:
    """What is brought, if a station would believe it: by the very handshake that a station makes."""
    try:
        shown = _Shown(brought.chain.read_bytes(), brought.key.read_bytes())
        root = x509.load_pem_x509_certificates(shown.chain)[-1].public_bytes(_PEM).decode()
        _shake_hands(_served_with(brought.chain, brought.key), ssl.create_default_context(cadata=root), host)
    except ssl.SSLCertVerificationError as error:
        raise _unfit(host, error.verify_message.rstrip(".")) from error
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise _unfit(host, "one of the two files cannot be read, or they do not belong together") from error
    return shown


def _unfit(host: str, reason: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_certificate_unfit",
        Phrase(
            "With this certificate and key no station would believe the hub at {host}: {reason}. Nothing was changed.",
            host=host,
            reason=reason,
        ),
        "The file of certificates begins with the hub's own, for the host of its address, and ends with the root; the"
        " key is that of the first, without a password.",
    )


def _shake_hands(server: ssl.SSLContext, station: ssl.SSLContext, host: str) -> None:
    """In memory. ssl.SSLCertVerificationError: the station does not believe."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = (
        station.wrap_bio(back, there, server_hostname=host),
        server.wrap_bio(there, back, server_side=True),
    )
    for _ in range(10):  # TLS 1.3 takes three turns
        done = 0
        for side in sides:
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
                done += 1
        if done == len(sides):
            return
    raise ssl.SSLError("no handshake")


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
