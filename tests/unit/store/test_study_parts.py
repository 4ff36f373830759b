"""What travels of a study: the same bytes for the same content, and nothing taken of what was changed on its way."""

from __future__ import annotations

import base64
import hmac
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.study_parts import FolderPart, PeoplePart, kept_names
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.derivation import enrol_mac_key, enrol_token, parcel_key
from cati_app.store.trust.head import HeadRefused, Refusal
from cati_app.store.trust.parcel import Parcel
from cati_app.store.trust.parts import open_part, seal_part
from tests.stations import Site


@contextmanager
def problem(code: str) -> Iterator[None]:
    """Refused with that code."""
    with pytest.raises(EnvironmentProblem) as told:
        yield
    assert code == told.value.code


STUDY, SECRET = bytes(range(16)), b"\x55" * 16
PARCEL = Parcel({1: b"\x33" * 32, 2: b"\x44" * 32}, b"\x66" * 32, b"\x77" * 32)


def hkdf(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 for 32 bytes, written down once more from RFC 5869."""
    pseudorandom = hmac.digest(STUDY, secret, "sha256")
    return hmac.digest(pseudorandom, info + b"\x01", "sha256")


def test_what_is_derived_from_a_code_is_told_apart_by_its_label() -> None:
    assert hkdf(SECRET, b"cati/1 enrol token") == enrol_token(SECRET, STUDY)
    assert hkdf(SECRET, b"cati/1 enrol mac") == enrol_mac_key(SECRET, STUDY)
    assert hkdf(SECRET, b"cati/1 enrol parcel") == parcel_key(SECRET, STUDY)
    assert ("5f6d7e602cf5", "458e323e096a", "7255230a1dc6") == tuple(
        key[:6].hex() for key in (enrol_token(SECRET, STUDY), enrol_mac_key(SECRET, STUDY), parcel_key(SECRET, STUDY))
    )


def test_a_parcel_opens_with_its_code_alone() -> None:
    sealed = PARCEL.sealed(SECRET, STUDY)

    assert PARCEL == Parcel.opened(sealed, SECRET, STUDY)
    assert PARCEL.sealed(SECRET, STUDY) != sealed
    for wrong in (b"", sealed[:-1], b"\x02" + sealed[1:], sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:]):
        with problem("parcel_damaged"):
            Parcel.opened(wrong, SECRET, STUDY)
    for secret, study in ((b"\x56" * 16, STUDY), (SECRET, bytes(16))):
        with problem("parcel_damaged"):
            Parcel.opened(sealed, secret, study)


def test_a_part_is_the_same_whenever_it_is_sealed() -> None:
    """Format, nonce from key and content, AES-256-GCM bound to study and name."""
    key = b"\x77" * 32
    sealed = seal_part(key, STUDY, "people", b"everybody")

    assert sealed == seal_part(key, STUDY, "people", b"everybody")
    nonce = hmac.digest(hkdf(key, b"cati/1 part nonce"), b"people\0everybody", "sha256")[:12]
    bound = b"cati/1 part" + b"\0\x10" + STUDY + b"\0\x06people"
    assert b"\x01" + nonce + AESGCM(hkdf(key, b"cati/1 part")).encrypt(nonce, b"everybody", bound) == sealed
    assert b"everybody" == open_part(key, STUDY, "people", sealed)
    assert nonce != seal_part(key, STUDY, "folder", b"everybody")[1:13]


@pytest.mark.parametrize("name", ["people", "folder"])
def test_a_part_of_another_name_or_study_or_key_opens_nothing(name: str) -> None:
    sealed = seal_part(b"\x77" * 32, STUDY, "people", b"everybody")
    wrong = [(b"\x78" * 32, STUDY, name, sealed), (b"\x77" * 32, bytes(16), name, sealed)]
    wrong += [(b"\x77" * 32, STUDY, "folder", sealed), (b"\x77" * 32, STUDY, name, sealed[:-1])]

    for given in wrong:
        with problem("part_damaged"):
            open_part(*given)


def test_what_is_declared_counts_as_its_kind_from_a_signer_alone() -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    signers = {"sue": key.public_key().public_bytes_raw().hex()}
    facts = {"study": STUDY.hex(), "by": "sue", "n": 1}
    declared = Declaration.signed(Declarable.EDITION, facts, key)

    assert facts == declared.facts(Declarable.EDITION, STUDY.hex(), signers)
    key.public_key().verify(
        declared.signature,
        b'cati/1 edition\0{"by":"sue","n":1,"study":"000102030405060708090a0b0c0d0e0f"}',
    )
    refused = {
        Refusal.UNSIGNED: [
            (declared, Declarable.CODE, STUDY.hex(), signers),
            (declared, Declarable.EDITION, STUDY.hex(), {}),
            (Declaration.signed(Declarable.EDITION, facts, other), Declarable.EDITION, STUDY.hex(), signers),
            (Declaration(declared.text.replace("1}", "2}"), bytes(64)), Declarable.EDITION, STUDY.hex(), signers),
        ],
        Refusal.OTHER_STUDY: [(declared, Declarable.EDITION, "f" * 32, signers)],
        Refusal.DAMAGED: [
            (Declaration(text, bytes(64)), Declarable.EDITION, STUDY.hex(), signers) for text in ("", "[]", "{}", '"x"')
        ],
    }
    for refusal, cases in refused.items():
        for given, kind, study, known in cases:
            with pytest.raises(HeadRefused, match=refusal.value):
                given.facts(kind, study, known)


def test_people_come_out_as_they_went_in(site: Site) -> None:
    with site.station.database.transaction() as statements:
        part = PeoplePart.of(statements, {1: b"\x33" * 32})

    written = part.written()

    assert (written, part) == (PeoplePart.read(written).written(), PeoplePart.read(written))
    assert {"ann", "bob", "sue", "eve"} == {row[1] for row in part.rows["user"]}
    assert "sheet" not in {row[1] for row in part.rows["box"]}
    with site.station.database.transaction() as statements:
        statements.execute("DELETE FROM box")
        statements.execute("UPDATE \"user\" SET login = login || '-x'")
        part.put(statements)
        assert part == PeoplePart.of(statements, {1: b"\x33" * 32})


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["rows"].pop("box"),
        lambda told: told["rows"]["user"][0].append("more"),
        lambda told: told["rows"]["user"][0].__setitem__(0, 1.5),
        lambda told: told["rows"]["user"][0].__setitem__(0, {"b": "?"}),
        lambda told: told.pop("shares"),
        lambda told: told.__setitem__("rows", []),
    ],
)
def test_people_that_were_changed_on_the_way_are_not_taken(site: Site, change: object) -> None:
    with site.station.database.transaction() as statements:
        told = json.loads(PeoplePart.of(statements, {}).written())
    assert callable(change)
    change(told)

    with problem("part_damaged"):
        PeoplePart.read(json.dumps(told).encode())


FOLDER = FolderPart(
    {"study.yaml": b"id: small", "media/a.mp3": b"sound"}, [("h", "1", "2", "2026-01-01", "2026-01-02", b"zip")]
)


def test_the_folder_of_a_study_comes_out_as_it_went_in() -> None:
    assert FOLDER == FolderPart.read(FOLDER.written())
    assert FOLDER.written() == FolderPart(dict(reversed(list(FOLDER.files.items()))), FOLDER.versions).written()


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../b", "C:x", "a\\b", "a//b", "./a", ""])
def test_no_file_of_an_archive_leaves_the_folder(name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("versions.json", "[]")
        archive.writestr(zipfile.ZipInfo("study/" + name), b"x")

    with problem("part_damaged"):
        FolderPart.read(buffer.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK", FOLDER.written()[:-30], base64.b64encode(FOLDER.written())])
def test_what_is_no_archive_is_told(content: bytes) -> None:
    with problem("part_damaged"):
        FolderPart.read(content)


def test_an_archive_that_grows_beyond_measure_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.store.study_parts._OPEN_ALL", 10)

    with problem("part_damaged"):
        FolderPart.read(FOLDER.written())


def test_a_name_that_not_every_system_keeps_is_told() -> None:
    assert ["a/b.md"] == kept_names(["a/b.md"])
    with problem("part_name"):
        kept_names(["a:b"])
