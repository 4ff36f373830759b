"""A study at a hub, in units of work of the hub: what holds them to what every use case may rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cati_app.fieldwork.ports.unit import Units
from cati_app.store.blocklist import BlockListFile
from cati_app.store.hub.engine import HubStore
from cati_app.store.hub.parts import Part
from cati_app.store.hub.unit import HubUnit
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from tests.hub_storages import hub_storage
from tests.served_site import ServedSite
from tests.stations import TUESDAY

STUDY = "5" * 32


class KeyedUnit(HubUnit):
    """A hub's unit that can seal what tests tell it of people; a hub has no keys."""

    def __init__(self, part: Part, keys: HeldKeys | None, blocklist: BlockListFile | None) -> None:
        super().__init__(part, TUESDAY)
        self._keys = keys
        self._kept.blocklist = blocklist


class StudyAtTheHub:
    """A study's store at a hub.

    Args:
        storage: Of the hub; it is removed with the study.
    """

    def __init__(self, engine: str, folder: Path) -> None:
        self.blocklist: BlockListFile | None = None
        self._kept = ExitStack()
        self._store: HubStore = self._kept.enter_context(hub_storage(engine, folder)).study(STUDY)
        self._kept.callback(self._store.close)

    def units(self, keys: HeldKeys | None) -> Units:
        """Opens units of work, each a part of a transaction as the hub's writer makes it."""
        opened: Callable[[], AbstractContextManager[HubUnit]] = contextmanager(lambda: self._unit(keys))
        return opened

    def _unit(self, keys: HeldKeys | None) -> Iterator[HubUnit]:
        failure: Exception | None = None
        with self._store.transaction():
            part = self._store.part()
            try:
                with KeyedUnit(part, keys, self.blocklist) as unit:
                    yield unit
            except Exception as error:  # what was committed before it counts
                failure = error
            part.end()
        if failure is not None:
            raise failure

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """Statements past every repository."""
        with self._store.transaction():
            part = self._store.part()
            yield part
            part.end()

    def driver(self) -> Any:
        """The connection itself."""
        return self._store.driver  # type: ignore[attr-defined] # both engines have it

    def remove(self) -> None:
        """It is gone afterwards."""
        self._kept.close()


class HubSite(ServedSite):
    """A site as the others, kept at a hub.

    Args:
        engine: Of `tests.hub_storages`.
    """

    def __init__(self, engine: str, folder: Path, *, cases: int = 5) -> None:
        self._engine = engine
        super().__init__(folder, cases=cases)

    def _made_study(self, folder: Path) -> StudyAtTheHub:
        return StudyAtTheHub(self._engine, folder)

    def kinds(self) -> list[str]:
        """Kinds of the hub's own facts, in order."""
        return [str(kind) for (kind,) in self.sql("SELECT kind FROM hub_fact ORDER BY position")]
