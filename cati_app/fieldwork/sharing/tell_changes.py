"""At the hub: tell a station what changed in the whole study, for whoever may read all of it there."""

from __future__ import annotations

from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.changes import ChangeMark, PageLimits, StudyChanges
from cati_app.fieldwork.ports.hub_study import HubStudyUnits
from cati_app.fieldwork.rights import needs


class TellChanges:
    """Rows go as they are, sealed; to somebody who sees no contact data, without these."""

    def __init__(self, units: HubStudyUnits, limits: PageLimits) -> None:
        self._units = units
        self._limits = limits

    @needs(Right.READ_FIGURES)
    def __call__(self, user: User, mark: ChangeMark) -> StudyChanges:
        """What changed behind a mark, a page of it."""
        with self._units() as unit:
            return unit.changes.after(mark, self._limits, contacts=user.role.sees_contact_data)
