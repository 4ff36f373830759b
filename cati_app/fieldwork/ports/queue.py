"""The order in which cases come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.calling.queue import DueAppointment, DueCase, Route
from cati_app.domain.calling.routing import Lane
from cati_app.domain.ids import CaseId, UserId


class CaseQueue(Protocol):
    """The open cases that nobody has in hand, by what they need and when they are due."""

    def routes(self) -> Sequence[tuple[int, Route]]:
        """Routes on which cases stand."""
        ...

    def first_due(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> DueCase | None:
        """The first due case of the lanes: lagging cells, then the lowest level, then who is due longest."""
        ...

    def due_cases(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> Iterator[DueCase]:
        """All due cases of the lanes in that order."""
        ...

    def next_due(self, route_id: int, user_id: UserId, after: datetime | None = None) -> datetime | None:
        """When the first case of a route is due; of those due after a time, where one is given."""
        ...

    def counts(self) -> Mapping[tuple[int, str], int]:
        """Cases in the queue by route and the reason of their due time."""
        ...

    def due_for_others(self, user_id: UserId, now: datetime) -> Mapping[tuple[int, str], int]:
        """Due cases that must not be called by the person who was refused, as `counts` counts them."""
        ...

    def appointments(self, until: datetime) -> Iterable[DueAppointment]:
        """Open appointments up to a time, firm ones first."""
        ...

    def coming(self) -> Iterable[DueAppointment]:
        """All open appointments by time, read only as far as somebody asks for them."""
        ...

    def count_appointments(self) -> int:
        """How many cases wait for an appointment."""
        ...

    def held(self) -> Sequence[tuple[CaseId, UserId, datetime]]:
        """Cases in hand: with whom, and when the last heartbeat came."""
        ...
