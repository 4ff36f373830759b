"""Tells every window of the application what an operation in one of them changed."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.changes import ChangeSet

Listener = Callable[[ChangeSet], None]


class Broadcast:
    """Listeners by owner; an owner can be forgotten as a whole."""

    def __init__(self) -> None:
        self._listeners: list[tuple[object, Listener]] = []

    def listen(self, owner: object, listener: Listener) -> None:
        """Be told from now on."""
        self._listeners.append((owner, listener))

    def forget(self, owner: object) -> None:
        """The owner's listeners are told nothing more."""
        self._listeners = [(who, listener) for who, listener in self._listeners if who is not owner]

    def send(self, changes: ChangeSet) -> None:
        """Tell everybody."""
        for _, listener in list(self._listeners):
            listener(changes)
