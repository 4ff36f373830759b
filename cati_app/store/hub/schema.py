"""New tables of a hub, and the rows they begin with.

The hub's own file, or a server's schema `cati_hub`, holds what belongs to the hub as a whole. A study's store holds the
tables of a study's file, brought to their form by the same steps, and beside them what only a hub keeps of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cati_app.store.hub.forms import OF_STUDY, REGISTER, STEPPED, StepChain
from cati_app.store.newest_form import execute_all

Row = tuple[str, tuple[object, ...]]
"""A statement and its values."""
_NEW_HUB = "INSERT INTO hub (id, address, form, made_at) VALUES (?, ?, ?, ?)"
_NEW_EPOCH = "INSERT INTO epoch (n, id, begun_at) VALUES (?, ?, ?)"
_NEW_STORE = "INSERT INTO hub_store (study, form) VALUES (?, ?)"


def script_at(chain: StepChain) -> Path:
    """Where the script is that makes new tables in a file at once (`make newest`)."""
    return Path(__file__).parent / "migrations" / f"{chain.name}.sql"


def rows_of_hub(hub_id: str, address: str, made_at: str, epoch_id: str) -> Sequence[Row]:
    """Of a new hub in its first epoch."""
    return (_NEW_HUB, (hub_id, address, STEPPED, made_at)), (_NEW_EPOCH, (1, epoch_id, made_at))


def rows_of_study(study: str) -> Sequence[Row]:
    """Of a study that is new at a hub."""
    return ((_NEW_STORE, (study, STEPPED)),)


def make_hub_tables(driver: Any, rows: Sequence[Row]) -> None:
    """What belongs to a hub as a whole, in a file, in the transaction under way."""
    _make(driver, REGISTER, rows)


def make_study_tables(driver: Any, study: str) -> None:
    """What a hub keeps of a study beside the study's own tables, in a file, in the transaction under way."""
    _make(driver, OF_STUDY, rows_of_study(study))


def _make(driver: Any, chain: StepChain, rows: Sequence[Row]) -> None:
    execute_all(driver, script_at(chain))
    for statement, values in rows:
        driver.execute(statement, values)
