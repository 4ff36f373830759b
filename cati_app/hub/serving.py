"""Makes a hub in a folder, and lets it serve until it is told to stop."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import uvicorn

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.hub.app import LOG, make_app
from cati_app.hub.figures import HubMetrics
from cati_app.hub.reception import Reception
from cati_app.store.hub.certificate import CERTIFICATE, KEY, fingerprint_in, make_certificate
from cati_app.store.hub.engine import HubStorage, HubStore
from cati_app.store.hub.register import Register
from cati_app.store.hub.sqlite import FolderStorage, folder_problem
from cati_app.store.hub.studies import Hub
from cati_app.store.times import utc_text
from cati_app.store.trust.derivation import enrol_token
from cati_app.sync.code import EnrolCode, HubAddress

CONNECTIONS, STOP_S, IDLE_S = 512, 10, 30
"""At once; how long requests under way are waited for; how long a connection may say nothing after an answer."""


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


def make_hub(folder: Path, storage: HubStorage, address: HubAddress, clock: Clock) -> EnrolCode:
    """A hub in a folder, and the first code with which a station is enrolled.

    Raises:
        EnvironmentProblem: `hub_there`, `hub_key_there`, `hub_folder_closed`, `disk_full`, `disk_error`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise folder_problem(folder, error) from error
    storage.check_free()
    try:
        make_certificate(folder, address.host, clock.now())
    except OSError as error:
        raise folder_problem(folder, error) from error
    storage.make(secrets.token_hex(16), str(address), utc_text(clock.now()), secrets.token_hex(16))
    return make_code(folder, storage, clock)


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


def serve(
    folder: Path, storage: HubStorage, bind: str, clock: Clock, *, restored: bool, ready: Callable[[str], None]
) -> None:
    """Serve until SIGTERM or Ctrl+C; requests under way are finished first.

    Args:
        bind: Address of this machine to listen at.
        restored: The folder comes from a copy: a new epoch begins.
        ready: Is told the address before the first request.

    Raises:
        EnvironmentProblem: as `make_code`; `hub_in_use`, `hub_port`.
    """
    store = storage.hub()
    try:
        fingerprint_in(folder)
        hub_id, typed = _begun(store, clock, restored=restored)
    except BaseException:
        store.close()
        raise
    with closing(Hub(storage, store, clock)) as hub:
        address = HubAddress.typed(typed)
        _log_to_stderr()
        app = make_app(Reception(hub, clock, hub_id), HubMetrics())
        config = uvicorn.Config(
            app,
            host=bind,
            port=address.port,
            ssl_certfile=folder / CERTIFICATE,
            ssl_keyfile=folder / KEY,
            log_config=None,
            access_log=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=IDLE_S,
            timeout_graceful_shutdown=STOP_S,
            lifespan="off",
            server_header=False,
        )
        for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn hands them on once it has stopped
            signal.signal(ending, lambda *_: None)
        ready(typed)
        try:
            uvicorn.Server(config).run()
        except SystemExit as error:  # as uvicorn ends where it cannot listen
            raise EnvironmentProblem(
                "hub_port",
                Phrase("The hub cannot listen at {bind}, port {port}.", bind=bind, port=address.port),
                "Stop what uses the port, or name an address of this machine with --bind.",
            ) from error


def _begun(store: HubStore, clock: Clock, *, restored: bool) -> tuple[str, str]:
    """Id and address of the hub, in a new epoch where it comes from a copy."""
    with store.transaction():
        part = store.part()
        register = Register(part, clock.now())
        if restored:
            register.begin_epoch(secrets.token_hex(16))
        known = register.hub()
        part.commit()
    return known


def _log_to_stderr() -> None:
    """One line of JSON for each request; libraries tell of warnings and errors only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
