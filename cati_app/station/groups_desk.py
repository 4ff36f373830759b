"""Focus groups for a supervisor in a window."""

from __future__ import annotations

from functools import cached_property

from cati_app.domain.focus_groups.group_plan import Shortfall
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.domain.people.users import User
from cati_app.fieldwork.recruiting.read_groups import GroupsNow
from cati_app.station.opening import Station
from cati_app.station.recruiting import FeatureWords, Recruiting
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.focus_groups_file import FOCUS_GROUPS_FILE
from cati_app.ui.desk.groups.port import PersonLeft


class StationGroups:
    """The supervisor's `FocusGroupsDesk`.

    Args:
        source: Where the study is read: the station itself, or a copy of what its hub has.
    """

    def __init__(self, station: Station, keys: HeldKeys, user: User, source: Station) -> None:
        self._station = station
        self._keys = keys
        self._user = user
        self._source = source

    def _recruiting(self) -> Recruiting:
        """With the plan as it is in the study folder now."""
        return Recruiting(self._station, self._source, self._user, self._keys)

    @cached_property
    def _words(self) -> FeatureWords:
        return FeatureWords(self._station.loaded)

    def read(self) -> GroupsNow:
        """The groups as they stand."""
        return self._recruiting().read(self._user)

    def draw(self, group: str) -> Shortfall | None:
        """Draw a group, or replace whoever dropped out of it."""
        drawn = self._recruiting().draw(self._user, group)
        return drawn if isinstance(drawn, Shortfall) else None

    def note(self, group: str, consent: str, standing: InvitationStanding) -> None:
        """What became of somebody."""
        self._recruiting().keep.note(self._user, group, consent, standing)

    def contact(self, consent: str) -> PersonLeft:
        """Name and numbers."""
        left, case = self._recruiting().keep.show(self._user, consent)
        numbers = tuple(number.number.e164 for number in case.numbers if number.number is not None)
        return PersonLeft(left.details, numbers)

    def withdraw(self, consent: str) -> None:
        """A person takes the consent back."""
        self._recruiting().keep.withdraw(self._user, consent)

    def feature(self, name: str) -> str:
        """Of a dimension of the quota."""
        return self._words.feature(name)

    def value(self, name: str, code: str) -> str:
        """Of a category."""
        return self._words.value(name, code)


def plans_groups(station: Station) -> bool:
    """Whether the study folder plans focus groups."""
    return (station.loaded.folder / FOCUS_GROUPS_FILE).is_file()
