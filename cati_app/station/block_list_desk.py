"""The block list that the studies of a machine share, opened for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station import parts
from cati_app.station.open_study import OpenStudy
from cati_app.station.people_and_keys import checked
from cati_app.store.block_boxes import put_boxes
from cati_app.store.database import Database
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits, TraceUnits

_TRIES = 2


class BlockListDesk:
    """Numbers that nobody calls, in no study of this machine."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    def take_in(self, keys: HeldKeys) -> None:
        """Peppers of the block list that an older version left in it are kept here alone from now on.

        Raises:
            EnvironmentProblem: `blocklist_not_joined`.
        """
        with self._study.units(keys)() as unit:
            inside = unit.blocklist.take_in()
            if inside:
                unit.commit()
        if self._study.database.blocklist is not None:
            self._study.database.blocklist.take_out(inside)
        self.share_peppers()

    def share_peppers(self) -> None:
        """Let page 1 of this study's sheet open the block list for studies that join later; it may just have begun."""
        if self._study.database.blocklist is not None:
            put_boxes(self._study.database, self._study.database.blocklist)

    def keeping(self, keys: HeldKeys) -> parts.KeepBlockList:
        """Numbers on the shared block list and off it; who does not see contact data reads what was done to it."""
        shared = self._study.database.blocklist
        assert shared is not None
        if keys.sees_contact:
            with self._study.units(keys)() as unit:
                unit.blocklist.unlock()
        return parts.KeepBlockList(shared, self._study.clock)

    def taking_off(self, keys: HeldKeys, second: HeldKeys | None, in_store: StoreStep = at_once) -> parts.KeepBlockList:
        """The same for two who take a number off; in a study at a hub it comes off at every station.

        Args:
            second: Of who signs in beside; None where that failed, which is refused.
        """
        study, shared = self._study, self._study.database.blocklist
        keep = in_store(partial(self.keeping, keys))
        if second is None or shared is None or not in_store(study.has_cases_elsewhere):
            return keep
        from cati_app.station.blocks_at_hub import BlockListAtHub  # noqa: PLC0415 - stations of a hub alone need it
        from cati_app.station.hub_lines import BETWEEN_CALLS, MomentaryLine, client_over  # noqa: PLC0415 - as above
        from cati_app.station.hub_link import access_of  # noqa: PLC0415 - as above

        access = in_store(partial(access_of, study.database))
        client = client_over(MomentaryLine(access, BETWEEN_CALLS), access, _TRIES)
        return parts.KeepBlockList(
            BlockListAtHub(shared, client, (keys, second), study.ids.new_id, in_store), study.clock
        )

    def share(self) -> None:
        """What stands on the list here goes to the hub, where there is one, and those of others come; else nothing.

        Without a line the station does so by itself later.
        """
        study = self._study
        if study.database.blocklist is None or not study.has_cases_elsewhere():
            return
        from cati_app.station.blocks_at_hub import StationBlocks  # noqa: PLC0415 - stations of a hub alone need it
        from cati_app.station.hub_lines import BETWEEN_CALLS, MomentaryLine, client_over  # noqa: PLC0415 - as above
        from cati_app.station.hub_link import access_of  # noqa: PLC0415 - as above

        access = access_of(study.database)
        client = client_over(MomentaryLine(access, BETWEEN_CALLS), access, _TRIES)
        with suppress(EnvironmentProblem):
            if study.database.writable:
                StationBlocks(study).exchange(client)
                return
            with study.database.for_a_moment() as database:
                database.blocklist = study.database.blocklist
                try:
                    StationBlocks(replace(study, database=database)).exchange(client)
                finally:
                    database.blocklist = None

    def peppers_of(self, other: Database, login: str, password: str, through: str) -> Sequence[str]:
        """What opens the block list, from another study of this machine, by somebody who sees contact data there.

        Raises:
            RuleViolation: `wrong_second_login`, `no_contact_access`; as `sign_in`.
        """
        check = partial(checked, other, self._study.cost)
        signed_in = parts.SignIn(TraceUnits(other, self._study.cost), self._study.clock, check)(
            login, password, through
        )
        if signed_in is None:
            raise RuleViolation("wrong_second_login")
        with SqlUnits(other, signed_in[1], self._study.cost)() as unit:
            return unit.blocklist.peppers()

    def join_list(self, keys: HeldKeys) -> parts.JoinBlockList:
        """What lets this study read a list that another one made."""
        return parts.JoinBlockList(self._study.units(keys), self._study.clock)
