"""Who is at work at the stations of a study, where several programs serve one hub: a table that is in no log.

It is `UNLOGGED`: no standby gets it, and after a crash of the server it is empty. Each row is what a station told last,
and goes when the station says otherwise, or is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity, SeatNow, TeamSeat
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

FORGOTTEN_AFTER = timedelta(minutes=10)
"""A station that is silent for so long has nobody at work, as far as anybody knows."""
_TELL = (
    "INSERT INTO hub_seat (device, user_id, activity, since, question, language, heard_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_FORGET = "DELETE FROM hub_seat WHERE device = ? OR heard_at <= ?"
_ALL = (
    "SELECT device, user_id, activity, since, question, language, heard_at FROM hub_seat WHERE heard_at > ?"
    " ORDER BY heard_at, device"
)


class SqlSeats:
    """The seats of a study, within one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def hear(self, device: str, seats: Sequence[TeamSeat], now: datetime) -> None:
        """Everybody at work at a station; whoever is not among them is not at work there."""
        at = utc_text(now)
        rows = [
            (
                device,
                seat.user_id,
                seat.activity.value,
                None if seat.since is None else utc_text(seat.since),
                seat.question,
                seat.language,
                at,
            )
            for seat in {each.user_id: each for each in seats}.values()
        ]
        self._statements.execute(_FORGET, (device, utc_text(now - FORGOTTEN_AFTER)))
        if rows:
            self._statements.many(_TELL, rows)

    def all(self, now: datetime) -> tuple[SeatNow, ...]:
        """Everybody at work, and when that was told; a person at two stations where it was told last."""
        newest: dict[str, SeatNow] = {}
        for device, user_id, activity, since, question, language, heard_at in self._statements.all(
            _ALL, utc_text(now - FORGOTTEN_AFTER)
        ):
            begun = None if since is None else datetime.fromisoformat(since)
            seat = TeamSeat(UserId(user_id), Activity(activity), begun, question, language)
            newest[user_id] = SeatNow(seat, device, datetime.fromisoformat(heard_at))
        return tuple(newest.values())
