"""Stations believe what the root of their hub vouches for; another root, host or key is refused before it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.certificate import (
    CERTIFICATE,
    KEY,
    ROOT_KEY,
    BroughtCertificate,
    bring_certificate,
    fingerprint_in,
    make_certificate,
    replace_certificate,
    root_in,
    server_context,
    valid_until,
)

NOW = datetime.now(UTC).replace(microsecond=0)
HOST = "hub.example"


@dataclass(frozen=True)
class House:
    """An authority of an institute, which issues certificates."""

    folder: Path

    def certificate(self, host: str = HOST, now: datetime = NOW) -> BroughtCertificate:
        """One for that host."""
        folder = self.folder / f"{host} {now:%Y-%m-%d}"
        folder.mkdir()
        if not (self.folder / ROOT_KEY).exists():
            make_certificate(self.folder, "authority.example", NOW)
        for name in (CERTIFICATE, ROOT_KEY):
            (folder / name).write_bytes((self.folder / name).read_bytes())
        replace_certificate(folder, host, now, None)
        return BroughtCertificate(folder / CERTIFICATE, folder / KEY)


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "house").mkdir()
    return House(tmp_path / "house")


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    (tmp_path / "hub").mkdir()
    return tmp_path / "hub"


def _problem(act: Callable[[], object]) -> str:
    with pytest.raises(EnvironmentProblem) as told:
        act()
    return told.value.code


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_hub_issues_itself_another_certificate_and_stations_know_it_by_the_same_root(hub: Path) -> None:
    make_certificate(hub, HOST, NOW)
    before, root = _files(hub), fingerprint_in(hub)

    replace_certificate(hub, "other.example", NOW + timedelta(days=30), None)

    assert root == fingerprint_in(hub)
    first = x509.load_pem_x509_certificates((hub / CERTIFICATE).read_bytes())[0]
    names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ["other.example"] == names.get_values_for_type(x509.DNSName)
    assert before[KEY] != (hub / KEY).read_bytes()
    assert {CERTIFICATE, KEY, ROOT_KEY} == set(_files(hub)), "nothing is left behind"
    assert {0o600} == {path.stat().st_mode & 0o777 for path in hub.iterdir()}
    assert server_context(hub)
    assert valid_until(hub) == NOW + timedelta(days=3650), "the root ends first"


def test_the_key_of_the_root_may_be_kept_elsewhere(hub: Path, tmp_path: Path) -> None:
    make_certificate(hub, HOST, NOW)
    away = (hub / ROOT_KEY).rename(tmp_path / "in the safe")
    before = _files(hub)

    assert "hub_root_key_missing" == _problem(lambda: replace_certificate(hub, HOST, NOW, None))
    assert "hub_root_key_missing" == _problem(lambda: replace_certificate(hub, HOST, NOW, None, hub / KEY))
    assert before == _files(hub)
    replace_certificate(hub, HOST, NOW, None, away)
    assert server_context(hub)


def test_a_certificate_from_elsewhere_is_shown_and_its_root_is_what_stations_know(hub: Path, house: House) -> None:
    brought = house.certificate()

    bring_certificate(hub, HOST, brought)

    assert fingerprint_in(house.folder) == fingerprint_in(hub)
    assert root_in(house.folder) == root_in(hub)
    assert {CERTIFICATE, KEY} == set(_files(hub))
    assert server_context(hub)
    replace_certificate(hub, "new.example", NOW, house.certificate("new.example"))
    assert fingerprint_in(house.folder) == fingerprint_in(hub)
    assert "hub_key_there" == _problem(lambda: bring_certificate(hub, HOST, brought))


def _other_host(house: House) -> BroughtCertificate:
    return house.certificate("other.example")


def _not_valid_yet(house: House) -> BroughtCertificate:
    return house.certificate(now=NOW + timedelta(days=30))


def _over(house: House) -> BroughtCertificate:
    return house.certificate(now=NOW - timedelta(days=4000))


def _other_key(house: House) -> BroughtCertificate:
    return BroughtCertificate(house.certificate().chain, house.certificate("other.example").key)


def _locked_key(house: House) -> BroughtCertificate:
    brought = house.certificate()
    key = serialization.load_pem_private_key(brought.key.read_bytes(), None)
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    brought.key.write_bytes(key.private_bytes(pem, form, serialization.BestAvailableEncryption(b"password")))
    return brought


def _without_root(house: House) -> BroughtCertificate:
    brought = house.certificate()
    first = x509.load_pem_x509_certificates(brought.chain.read_bytes())[0]
    brought.chain.write_bytes(first.public_bytes(serialization.Encoding.PEM))
    return brought


def _other_root(house: House) -> BroughtCertificate:
    brought, other = house.certificate(), house.folder / "stranger"
    other.mkdir()
    make_certificate(other, HOST, NOW)
    first = x509.load_pem_x509_certificates(brought.chain.read_bytes())[0]
    brought.chain.write_bytes(first.public_bytes(serialization.Encoding.PEM) + root_in(other))
    return brought


def _no_file(house: House) -> BroughtCertificate:
    return BroughtCertificate(house.folder / "nowhere.pem", house.certificate().key)


def _no_certificate(house: House) -> BroughtCertificate:
    brought = house.certificate()
    brought.chain.write_bytes(b"x")
    return brought


@pytest.mark.parametrize(
    "unfit",
    [
        _other_host,
        _not_valid_yet,
        _over,
        _other_key,
        _locked_key,
        _without_root,
        _other_root,
        _no_file,
        _no_certificate,
    ],
    ids=lambda make: make.__name__.strip("_"),
)
def test_what_no_station_would_believe_is_refused_and_nothing_is_changed(
    hub: Path, house: House, unfit: Callable[[House], BroughtCertificate]
) -> None:
    brought = unfit(house)
    assert "hub_certificate_unfit" == _problem(lambda: bring_certificate(hub, HOST, brought))
    assert {} == _files(hub)

    make_certificate(hub, HOST, NOW)
    before = _files(hub)
    assert "hub_certificate_unfit" == _problem(lambda: replace_certificate(hub, HOST, NOW, brought, other_root=True))
    assert before == _files(hub)


def test_another_root_takes_a_word_of_its_own(hub: Path, house: House) -> None:
    make_certificate(hub, HOST, NOW)
    before, brought = _files(hub), house.certificate()

    assert "hub_other_root" == _problem(lambda: replace_certificate(hub, HOST, NOW, brought))
    assert before == _files(hub)
    replace_certificate(hub, HOST, NOW, brought, other_root=True)
    assert fingerprint_in(house.folder) == fingerprint_in(hub)
