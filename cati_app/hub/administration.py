"""Makes a hub in a folder, its codes and certificates, and lets devices in no more; the web server is not needed."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.hub.certificate import (
    CERTIFICATE,
    KEY,
    ROOT_KEY,
    BroughtCertificate,
    bring_certificate,
    fingerprint_in,
    make_certificate,
    replace_certificate,
)
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.receipt_key import receipt_key
from cati_app.store.hub.register import Register
from cati_app.store.hub.sqlite import FolderStorage, folder_problem
from cati_app.store.times import utc_text
from cati_app.store.trust.derivation import enrol_token
from cati_app.sync.code import EnrolCode, HubAddress, HubWhereabouts

_OF_A_DISK = {"lost+found"}


def storage_of(folder: Path, database_url: str | None) -> HubStorage:
    """Where a hub's databases are.

    Args:
        folder: Of the hub.
        database_url: Of its database on a PostgreSQL server; None: they are files of the folder.
    """
    if database_url is None:
        return FolderStorage(folder)
    from cati_app.store.hub.server import ServerStorage  # noqa: PLC0415 - most hubs do without psycopg

    return ServerStorage(database_url, folder)


def make_hub(
    folder: Path, storage: HubStorage, address: HubAddress, clock: Clock, brought: BroughtCertificate | None = None
) -> EnrolCode:
    """A hub in a folder, and the first code with which a station is enrolled.

    Args:
        brought: A certificate from elsewhere; None: the hub makes one, and the root that vouches for it.

    Raises:
        EnvironmentProblem: `hub_there`, `hub_key_there`, `hub_folder_full`, `hub_certificate_unfit`,
            `hub_folder_closed`, `disk_full`, `disk_error`.
    """
    try:
        was_there = folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise folder_problem(folder, error) from error
    try:
        storage.check_free()
    except EnvironmentProblem:
        if not was_there:
            folder.rmdir()
        raise
    _check_empty(folder)
    try:
        if brought is None:
            make_certificate(folder, address.host, clock.now())
        else:
            bring_certificate(folder, address.host, brought)
    except OSError as error:
        raise folder_problem(folder, error) from error
    receipt_key_of(folder, folder / KEY)
    storage.make(secrets.token_hex(16), str(address), utc_text(clock.now()), secrets.token_hex(16))
    return make_code(folder, storage, clock)


def _check_empty(folder: Path) -> None:
    """What is kept for the hub's account alone stands beside nothing else. EnvironmentProblem: `hub_folder_full`."""
    try:
        there = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise folder_problem(folder, error) from error
    if there - _OF_A_DISK and not there & {KEY, CERTIFICATE, ROOT_KEY}:  # of these more is told
        raise EnvironmentProblem(
            "hub_folder_full",
            Phrase("The folder {folder} is not empty. Nothing was changed.", folder=folder),
            "Name an empty folder, or one that is not there yet.",
        )


def make_code(folder: Path, storage: HubStorage, clock: Clock) -> EnrolCode:
    """A further code; the hub may be running meanwhile.

    Raises:
        EnvironmentProblem: `hub_missing`, `hub_damaged`, `hub_other_form`, `hub_certificate_missing`.
    """
    with closing(storage.hub(beside=True)) as store, store.transaction():
        part = store.part()
        register = Register(part, clock.now())
        hub, address = register.hub()
        hub_id = bytes.fromhex(hub)
        code = EnrolCode(hub_id, fingerprint_in(folder), secrets.token_bytes(16), HubAddress.typed(address))
        register.add_code(enrol_token(code.secret, hub_id))
        part.commit()
    return code


def whereabouts(folder: Path, storage: HubStorage, clock: Clock) -> HubWhereabouts:
    """Where the hub of a folder is, for stations that knew it elsewhere, or under another root.

    Raises:
        EnvironmentProblem: as `make_code`.
    """
    with closing(storage.hub(beside=True)) as store, store.reading() as statements:
        hub, address = Register(statements, clock.now()).hub()
    return HubWhereabouts(bytes.fromhex(hub), fingerprint_in(folder), HubAddress.typed(address))


def certify(
    folder: Path,
    storage: HubStorage,
    clock: Clock,
    *,
    address: HubAddress | None = None,
    brought: BroughtCertificate | None = None,
    root_key: Path | None = None,
    other_root: bool = False,
) -> HubWhereabouts:
    """Another certificate, for another address too; shown from the next start of the hub on.

    Args:
        address: None: as before.
        brought: From elsewhere; None: the hub's own root issues it.
        root_key: Where the key of that root is; None: in the folder.
        other_root: Under a root that the stations do not know yet.

    Raises:
        EnvironmentProblem: as `make_code` and `replace_certificate`; `hub_folder_closed`, `disk_full`, `disk_error`.
    """
    with closing(storage.hub(beside=True)) as store, store.transaction():
        part = store.part()
        register = Register(part, clock.now())
        host = (address or HubAddress.typed(register.hub()[1])).host
        try:
            if (folder / KEY).is_file():
                receipt_key(folder, folder / KEY)  # made of the key that is about to go, where there is none yet
            replace_certificate(folder, host, clock.now(), brought, root_key, other_root=other_root)
        except OSError as error:
            raise folder_problem(folder, error) from error
        if address is not None:
            register.move(str(address))
        part.commit()
    return whereabouts(folder, storage, clock)


def withdraw(storage: HubStorage, device: str, clock: Clock, *, undo: bool = False) -> None:
    """Let a device in no more, also while the hub serves; what it has sent stays. Done twice it is done once.

    Args:
        undo: Let it in again.

    Raises:
        EnvironmentProblem: `hub_device_unknown`; as `HubStorage.hub`.
    """
    with closing(storage.hub(beside=True)) as store, store.transaction():
        part = store.part()
        register = Register(part, clock.now())
        if device not in {known.device for known in register.devices()}:
            raise EnvironmentProblem(
                "hub_device_unknown",
                Phrase("The hub knows no device {device}. Nothing was changed.", device=device),
                "`cati hub devices FOLDER` names those it knows.",
            )
        (register.let_in_again if undo else register.withdraw)(device)
        part.commit()


def receipt_key_of(folder: Path, key: Path) -> bytes:
    """What receipts of the hub in a folder are made with, made of its private key at first.

    Raises:
        EnvironmentProblem: `hub_receipt_key`, `hub_folder_closed`, `disk_full`, `disk_error`.
    """
    try:
        return receipt_key(folder, key)
    except OSError as error:
        raise folder_problem(folder, error) from error
