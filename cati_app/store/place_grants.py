"""Places of cells that stations have, within a unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_COLUMNS = "id, device, interview_id, cell_id, given_at, state, lease_epoch, lease_n, use_by"
_SELECT = f"SELECT {_COLUMNS} FROM place_grant"
_SAVE = (
    f"INSERT INTO place_grant ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET device = excluded.device, state = excluded.state,"
    " interview_id = excluded.interview_id"
)
_COUNT_AHEAD = "SELECT count(*) FROM place_grant WHERE cell_id = ? AND state = 'live' AND interview_id = ''"
_PADDED = "' ' || {place}.cell_id || ' '"
_IN_CELL = f"replace({_PADDED}, ' ' || cell.id || ' ', '') <> {_PADDED}"
"""Whether a place has a cell, of one or several: names of cells hold no blanks."""
_HERE = f"(SELECT count(*) FROM interview i WHERE {_IN_CELL.format(place='i')} AND {{state}})"
_DONE, _HELD = _HERE.format(state="i.state = 'completed'"), _HERE.format(state="i.held")
_LIVE = (
    f"(SELECT count(DISTINCT g.interview_id) FROM place_grant g WHERE {_IN_CELL.format(place='g')}"
    " AND g.state = 'live' AND g.interview_id <> '' AND NOT EXISTS (SELECT 1 FROM interview i"
    f" WHERE i.id = g.interview_id AND (i.held OR i.state = 'completed') AND {_IN_CELL.format(place='i')}))"
)
_FIT = (
    f"UPDATE cell SET achieved = {_DONE}, in_progress = {_HELD}, rolled_back = 0,"
    f" target = {_DONE} + {_HELD} + {_LIVE}, room = 0"
)


class SqlPlaceGrants:
    """Places within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def get(self, grant_id: str) -> PlaceGrant | None:
        """The answer to a request."""
        return next(iter(self._all("id = ?", grant_id)), None)

    def live_of(self, interview_id: InterviewId) -> Sequence[PlaceGrant]:
        """Places that are held for an interview."""
        return self._all("interview_id = ? AND state = 'live' ORDER BY id", interview_id)

    def used_of(self, interview_id: InterviewId) -> Sequence[PlaceGrant]:
        """Places that a complete interview counts on."""
        return self._all("interview_id = ? AND state = 'used' ORDER BY id", interview_id)

    def live_under(self, token: LeaseToken) -> Sequence[PlaceGrant]:
        """Places that were asked for in a lease, in the order in which they were given."""
        where = "lease_epoch = ? AND lease_n = ? AND state = 'live' ORDER BY given_at, id"
        return self._all(where, token.epoch, token.n)

    def live_at(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station has."""
        return self._all("device = ? AND state = 'live' ORDER BY id", device)

    def save(self, grant: PlaceGrant) -> None:
        """A grant as it is now, or a new one."""
        lease = (None, None) if grant.lease is None else (grant.lease.epoch, grant.lease.n)
        values = grant.id, grant.device, grant.interview_id, grant.cell_id, utc_text(grant.given_at), grant.state.value
        use_by = None if grant.use_by is None else utc_text(grant.use_by)
        self._statements.execute(_SAVE, (*values, *lease, use_by))

    def forget(self, grant_id: str) -> None:
        """One that a station has no more."""
        self._statements.execute("DELETE FROM place_grant WHERE id = ?", (grant_id,))

    def ahead_at(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station was given ahead and has not used, in the order in which they end."""
        return self._all("device = ? AND state = 'live' AND interview_id = '' ORDER BY use_by, id", device)

    def going_back(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station was given ahead and gives back unused, until the hub has said that it has them."""
        return self._all("device = ? AND state = 'back' AND interview_id = '' ORDER BY id", device)

    def count_ahead(self, cell_id: CellId) -> int:
        """Places of a cell that stations were given ahead and have not used."""
        return int(self._statements.row(_COUNT_AHEAD, cell_id)[0])

    def fit_cells(self) -> None:
        """At a station: each counter as its own interviews have it, with room for the places it has and no more."""
        self._statements.execute(_FIT)

    def _all(self, where: str, *values: object) -> tuple[PlaceGrant, ...]:
        return tuple(
            PlaceGrant(
                id_,
                device,
                InterviewId(interview),
                CellId(cell),
                datetime.fromisoformat(given_at),
                GrantState(state),
                None if epoch is None else LeaseToken(epoch, n),
                None if use_by is None else datetime.fromisoformat(use_by),
            )
            for id_, device, interview, cell, given_at, state, epoch, n, use_by in self._statements.all(
                f"{_SELECT} WHERE {where}", *values
            )
        )
