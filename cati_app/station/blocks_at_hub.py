"""The block list of a machine and those of the other stations of a study, through its hub."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from cati_app.domain.people.block_list import ProtocolLine
from cati_app.domain.sharing.blocks import BLOCKS_AT_ONCE
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.block_lists import ShareBlocks
from cati_app.station.open_study import OpenStudy
from cati_app.store.blocklist import BlockListFile
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.block_messages import BlocksHeard, BlocksOff, BlocksTakenOff, BlocksTold, items_of, items_told
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, Refused
from cati_app.sync.session import sign_in

_HEARD = "hub_blocks"
_TRIES = 4


class StationBlocks:
    """Tells the hub what stands on the list here, and hears what stands on the others; nobody is signed in for it."""

    def __init__(self, study: OpenStudy, in_store: StoreStep = at_once) -> None:
        listed = study.database.blocklist
        assert listed is not None
        self._database = study.database
        self._share = ShareBlocks(study.units(None), study.clock, listed)
        self._in_store = in_store

    def exchange(self, client: Client) -> int:
        """Hear, then tell, until both have everything; how many entries came off the list here.

        What was taken off elsewhere is heard first, so that nobody tells it once more.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_not_published`.
        """
        gone, epoch = 0, client.standing().epoch
        life, heard = self._in_store(self._standing)
        if life != _name(epoch):
            self._in_store(partial(self._share.tell_again, PROGRAM))
            heard = 0
        tells, done = False, False
        while not done:
            items = tuple(self._in_store(partial(self._share.to_tell, PROGRAM))) if tells else ()
            answer = client.ask(
                BlocksHeard, HubCall.BLOCKS, BlocksTold(epoch=epoch, items=items_told(items), after=heard)
            )
            if isinstance(answer, HubRefusal):
                raise refused_in_words(answer.refused)
            if items:
                self._in_store(partial(self._share.told, PROGRAM, items))
            if answer.items:
                gone += self._in_store(partial(self._share.hear, PROGRAM, items_of(answer.items)))
            heard = answer.n
            self._in_store(partial(self._database.keep, _HEARD, json.dumps([_name(epoch), heard])))
            done = tells and not answer.more and len(items) < BLOCKS_AT_ONCE
            tells = tells or not answer.more
        return gone

    def hear(self, client: Client, n: int) -> None:
        """Before a call: everything up to a change is known here. Raises as `exchange`."""
        if self._in_store(self._standing)[1] < n:
            self.exchange(client)

    def _standing(self) -> tuple[str, int]:
        kept = self._database.kept(_HEARD)
        if kept is None:
            return "", 0
        life, heard = json.loads(kept)
        return str(life), int(heard)


class BlockListAtHub:
    """The block list of a machine, from which a number comes off at all stations or at none.

    Args:
        people: Keys of the two who take it off.
        new_id: Of an act.
    """

    def __init__(
        self,
        listed: BlockListFile,
        client: Client,
        people: tuple[HeldKeys, HeldKeys],
        new_id: Callable[[], str],
        in_store: StoreStep = at_once,
    ) -> None:
        self._listed = listed
        self._new_id = new_id
        self._client = client
        self._people = people
        self._in_store = in_store

    def holding(self, numbers: Iterable[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        return self._in_store(partial(self._listed.holding, numbers))

    def add(self, numbers: Sequence[str], at: datetime, people: str, reason: str = "") -> int:
        """Put numbers on it; how many were new."""
        return self._in_store(partial(self._listed.add, numbers, at, people, reason))

    def remove(self, number: str, at: datetime, people: str, reason: str) -> bool:
        """Take one off everywhere; False when it stood nowhere.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`; it stands everywhere then.
        """
        stood = self._asked(*self._people, self._in_store(partial(self._listed.hashes, number)))
        return self._in_store(partial(self._listed.remove, number, at, people, reason)) or stood

    def begin_anew(self, at: datetime, people: str, reason: str) -> bool:
        """An empty one in place of one that is lost; False when there is nothing to replace."""
        return self._in_store(partial(self._listed.begin_anew, at, people, reason))

    def protocol(self) -> tuple[ProtocolLine, ...]:
        """What was done to it, oldest first."""
        return self._in_store(self._listed.protocol)

    def count(self) -> int:
        """How many numbers are on it."""
        return self._in_store(self._listed.count)

    def _asked(self, first: HeldKeys, second: HeldKeys, hashes: Sequence[str]) -> bool:
        refused, id_ = Refused.EPOCH, self._new_id()
        for _ in range(_TRIES):
            epoch = self._client.standing().epoch
            sessions = [sign_in(self._client, keys.person, keys.shown or b"") for keys in (first, second)]
            asked = BlocksTakenOff(epoch=epoch, session=sessions[0], second=sessions[1], id=id_, hashes=tuple(hashes))
            answer = self._client.ask(BlocksOff, HubCall.BLOCKS_OFF, asked)
            if not isinstance(answer, HubRefusal):
                return answer.stood
            refused = answer.refused
            if refused not in (Refused.EPOCH, Refused.SESSION):
                break
        raise refused_in_words(refused)


def _name(epoch: Epoch) -> str:
    return f"{epoch.n}.{epoch.id}"
