"""Lets the hub of a folder serve until it is told to stop."""

from __future__ import annotations

import json
import logging
import secrets
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.hub.administration import receipt_key_of
from cati_app.hub.answering import LOG, LOOPBACK, HubWeb, Network
from cati_app.hub.app import make_app
from cati_app.hub.common_tries import CommonTries
from cati_app.hub.connections import ConnectionLimits, Connections, listen
from cati_app.hub.figures import HubMetrics
from cati_app.hub.pace import StationPace
from cati_app.hub.receipts import Receipts
from cati_app.hub.reception import Reception
from cati_app.hub.web_server import HubServer
from cati_app.store.hub.certificate import (
    KEY,
    root_in,
    server_context,
)
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.forward import bring_studies_forward
from cati_app.store.hub.register import Register
from cati_app.store.hub.studies import Hub
from cati_app.sync.code import HubAddress

_FRAMES = 8
"""Of a traceback, the innermost ones."""


def serve(
    folder: Path,
    storage: HubStorage,
    bind: str,
    clock: Clock,
    *,
    restored: bool,
    ready: Callable[[str], None],
    limits: ConnectionLimits | None = None,
    figures_to: Sequence[Network] = LOOPBACK,
    key: Path | None = None,
    paced: bool = True,
) -> None:
    """Serve until SIGTERM or Ctrl+C; what has arrived wholly by then is answered first.

    Args:
        bind: Address of this machine to listen at.
        restored: The folder comes from a copy: a new epoch begins.
        ready: Is told the address as soon as requests are taken.
        figures_to: Networks whose programs are told `/metrics`.
        key: Where the private key is; None: in the folder.
        paced: Each station is answered so often at most.

    Raises:
        EnvironmentProblem: as `make_code`; `hub_newer`, `hub_in_use`, `hub_key_missing`, `hub_receipt_key`, `hub_port`.
    """
    limits, metrics = limits or ConnectionLimits(), HubMetrics()
    connections = Connections(limits, metrics)
    store = storage.hub()
    try:
        bring_studies_forward(storage)
        context, root = server_context(folder, key), root_in(folder)
        receipts = Receipts(receipt_key_of(folder, key or folder / KEY))
        with store.reading() as statements:
            hub_id, address = Register(statements, clock.now()).hub()
        listeners = listen(bind, HubAddress.typed(address).port, connections)
        if restored:
            with store.transaction():
                part = store.part()
                Register(part, clock.now()).begin_epoch(secrets.token_hex(16))
                part.commit()
    except BaseException:
        store.close()
        raise
    with closing(Hub(storage, store, clock)) as hub:
        _log_to_stderr()
        web = HubWeb(
            Reception(hub, clock, hub_id, receipts),
            metrics,
            connections,
            common_tries=None if hub.is_alone else CommonTries(hub),
            pace=StationPace() if paced else None,
            figures_to=figures_to,
            root=root,
        )
        for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn hands them on once it has stopped
            signal.signal(ending, lambda *_: None)
        HubServer(make_app(web), context, limits, connections, lambda: ready(address)).run(sockets=[*listeners])


class _JsonLines(logging.Formatter):
    """What libraries say, as lines of JSON too; an error is named by its kind, its message may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name == LOG.name:
            return record.getMessage()
        facts: dict[str, object] = {"level": record.levelname.lower(), "from": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, _ = record.exc_info
            frames = traceback.extract_tb(error.__traceback__)
            facts["failed"] = kind.__name__ if kind is not None else ""
            facts["at"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-_FRAMES:]]
        else:
            facts["said"] = record.getMessage()
        return json.dumps(facts)


def _log_to_stderr() -> None:
    """One line of JSON for each request; libraries tell of warnings and errors only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    LOG.setLevel(logging.INFO)
    # what nobody reads of a line costs as much as the line
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    LOG.propagate = False
    LOG.addHandler(handler)
    logging.getLogger().addHandler(handler)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # strangers could fill the log with its warnings
