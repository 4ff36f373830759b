"""What a change of a cell is worth in days, worked out while its panel is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.domain.quota.steering import CellEdit
from cati_app.fieldwork.monitor.read_what_if import ChangeAhead
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.stage.stage import Stage

_Key = tuple[object, ...]


class AheadOfChange:
    """Plays the field with the change that is decided, one after the other; the newest is never left out.

    Args:
        changed: Called when there is something new to show.
    """

    def __init__(self, stage: Stage, services: OutlookServices | None, changed: Callable[[], None]) -> None:
        self._stage = stage
        self._services = services
        self._changed = changed
        self._known: dict[_Key, ChangeAhead | None] = {}
        self._reading: _Key | None = None
        self._wanted: CellEdit | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything can be told of what is ahead."""
        return self._services is not None

    def forget(self) -> None:
        """Something else is decided, or the field has gone on."""
        self._known.clear()
        self._wanted = None

    def is_known(self, edit: CellEdit) -> bool:
        """Whether it was worked out."""
        return _key(edit) in self._known

    def of(self, edit: CellEdit) -> ChangeAhead | None:
        """What it is worth, as far as that is known; else it is worked out. None also where nothing can be told."""
        services, key = self._services, _key(edit)
        if services is None or key in self._known:
            return self._known.get(key)
        if self._reading is not None:
            self._wanted = edit
            return None
        self._reading, self._wanted = key, None
        work = partial(services.what_if, services.user, edit)
        self._stage.look(work, partial(self._read, key), self._not_read, "backup")
        return None

    def _read(self, key: _Key, told: ChangeAhead | None) -> None:
        self._reading = None
        self._known[key] = told
        if self._wanted is not None:
            self.of(self._wanted)
        self._changed()

    def _not_read(self, error: Exception) -> bool:
        """The change can be decided without it."""
        self._reading = None
        return False


def _key(edit: CellEdit) -> _Key:
    return edit.cell, edit.target, edit.intake, edit.move
