"""What a supervisor does at a hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from pydantic import ValidationError

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.seats import SeatNow
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.quota.steering import CellEdit
from cati_app.domain.sharing.aside import AsideKind, KeptAside, Settling
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.domain.sharing.stations import StationsNow
from cati_app.sync.case_messages import (
    Act,
    ActAsked,
    ActDone,
    CasesBrought,
    CasesTaken,
    WriteOff,
    WrittenOff,
)
from cati_app.sync.case_refusals import older, refused_in_words, rule_of
from cati_app.sync.case_values import case_told
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, Message, Refused
from cati_app.sync.place_messages import FollowDone, follow_asked, place_now
from cati_app.sync.refusals import unanswered
from cati_app.sync.session import HubSession, sign_in
from cati_app.sync.station_messages import (
    AsideAsked,
    AsideListed,
    SettleAsked,
    Settled,
    SilentWrittenOff,
    StationsAsked,
    StationsTold,
    WriteOffSilentAsked,
    aside_of,
    stations_of,
)
from cati_app.sync.steering_messages import Steered, steering_asked
from cati_app.sync.team_messages import TeamAnswered, TeamAsked, message_told, seats_of
from cati_app.sync.vouched_messages import VouchedTold

_M = TypeVar("_M", bound=Message)
_LIVES = 3
"""Of a hub that comes back from copies while somebody asks."""
_UNKNOWN = {
    Act.PAUSE: Refused.STATION,
    Act.RESUME: Refused.STATION,
    Act.READMIT: Refused.STATION,
    Act.PROMOTE: Refused.CELL,
}
"""What is said where an act names nothing that is there; of all others that there is no such case."""


class SupervisorAtHub:
    """What a supervisor does at a hub, who has signed in at a station.

    Whatever is asked raises EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`, `hub_refuses`.

    Args:
        shown: What the password was turned into for hubs.
        session: One that is begun already; None: one of its own.
    """

    def __init__(self, client: Client, user_id: str, shown: bytes, session: HubSession | None = None) -> None:
        self._client = client
        self._shown = user_id, shown
        self._session = session or HubSession(partial(sign_in, client, user_id, shown))

    def over(self, client: Client) -> SupervisorAtHub:
        """The same, under the same session, over another line."""
        return SupervisorAtHub(client, *self._shown, self._session)

    def write_off(self, device: str, id_: str) -> tuple[int, int]:
        """A station will not come back: how many cases went to others, and how many places are free again.

        Args:
            id_: Of the act, as with every other one: told again it is done once.

        Raises:
            EnvironmentProblem: `hub_no_station`.
        """

        def asked(session: str, epoch: Epoch) -> Message:
            return WriteOff(epoch=epoch, session=session, id=id_, device=device)

        answer = self._numbered(WrittenOff, HubCall.WRITE_OFF, asked, Refused.STATION)
        return answer.cases, answer.places

    def write_off_silent(self, since: datetime, id_: str) -> tuple[Sequence[str], int, int]:
        """The same for every station that nobody has heard since then: which ones, and what was released."""
        stations: list[str] = []
        cases = places = page = 0
        more = True
        while more:
            page += 1

            def asked(session: str, epoch: Epoch, page: int = page) -> Message:
                return WriteOffSilentAsked(epoch=epoch, session=session, id=f"{id_}:{page}", since=since)

            done = self._numbered(SilentWrittenOff, HubCall.WRITE_OFF_SILENT, asked)
            stations += done.stations
            cases, places, more = cases + done.cases, places + done.places, done.more
        return stations, cases, places

    def stations(self) -> StationsNow:
        """Who is there, and what the hub holds for whom."""
        return stations_of(self._done(StationsTold, HubCall.STATIONS, lambda session: StationsAsked(session=session)))

    def aside(self) -> Sequence[KeptAside]:
        """What the hub kept aside, and nobody has decided about."""
        return aside_of(self._done(AsideListed, HubCall.ASIDE, lambda session: AsideAsked(session=session)))

    def settle(self, kind: AsideKind, key: str, settling: Settling, id_: str) -> None:
        """Decide about one of them.

        Raises:
            RuleViolation: `nothing_aside`, `cannot_settle`, `still_unfit`, `no_room`, `case_has_interview`.
        """

        def asked(session: str, epoch: Epoch) -> Message:
            return SettleAsked(epoch=epoch, session=session, id=id_, kind=kind, key=key, settling=settling)

        self._numbered(Settled, HubCall.SETTLE, asked, Refused.NOTHING_ASIDE)

    def act(self, act: Act, subject: str, id_: str) -> Sequence[Vouched]:
        """Have something done at the hub; what it vouches for.

        Args:
            subject: Id of the case, the cell, the station, or id of the life of the hub.

        Raises:
            RuleViolation: `no_such_case`, `case_not_out`, `no_cell`, `no_surplus`, `no_room`, `nothing_lacks`.
            EnvironmentProblem: `hub_no_station`.
        """

        def asked(session: str, epoch: Epoch) -> Message:
            return ActAsked(epoch=epoch, session=session, id=id_, act=act, subject=subject)

        unknown = _UNKNOWN.get(act, Refused.CASE)
        return _kept(self._numbered(ActDone, HubCall.ACT, asked, unknown).vouched)

    def steer_cell(self, edit: CellEdit) -> Sequence[Vouched]:
        """Change a cell for all stations, or take a change back; what the hub vouches for.

        Raises:
            RuleViolation: `no_cell`, `cell_changed`, `counter_unchanged`, `undo_nothing`, `undo_late`, `undo_used`.
        """
        answer = self._numbered(Steered, HubCall.STEER, partial(steering_asked, edit), Refused.CELL)
        if answer.used:
            raise RuleViolation("undo_used", used=answer.used)
        return _kept(answer.vouched)

    def follow(self, derived: PlaceDerived, id_: str) -> tuple[PlaceNow, Sequence[Vouched]]:
        """Have a complete interview count where its codes put it; where it counts now, and what the hub vouches for.

        Raises:
            RuleViolation: `no_such_case` where no interview of it counts; `case_taken` while a station has it;
                `coded_since` where the hub knows of codes that it was not derived from; `no_cell`.
            EnvironmentProblem: `hub_older`.
        """

        def asked(session: str, epoch: Epoch) -> Message:
            return follow_asked(derived, session, epoch, id_)

        try:
            done = self._numbered(FollowDone, HubCall.FOLLOW, asked)
        except EnvironmentProblem as problem:
            raise (older() if problem.code == "hub_too_different" else problem) from problem
        return place_now(done), _kept(done.vouched)

    def team(
        self, messages: Sequence[SealedMessage], known: Sequence[str]
    ) -> tuple[Callable[[datetime], Sequence[SeatNow]], TeamAnswered]:
        """Who is at work, by the clock that is given; and what the hub answers of messages.

        Args:
            messages: Own ones that the hub may lack, 25 at most.
            known: Ids of those that are here.
        """

        def asked(session: str) -> Message:
            return TeamAsked(session=session, messages=tuple(map(message_told, messages)), known=tuple(known))

        answer = self._done(TeamAnswered, HubCall.TEAM, asked)
        return partial(seats_of, answer.seats), answer

    def bring(self, bundles: Sequence[CaseBundle]) -> int:
        """How many were new there; what arrived before changes nothing. EnvironmentProblem: `hub_opened`."""
        cases = tuple(case_told(bundle) for bundle in bundles)
        return self._done(CasesTaken, HubCall.CASES, lambda session: CasesBrought(session=session, cases=cases)).new

    def _numbered(
        self,
        kind: type[_M],
        call: HubCall,
        message: Callable[[str, Epoch], Message],
        unknown: Refused = Refused.MESSAGE,
    ) -> _M:
        """An act in the life in which the hub is; where that ends meanwhile, once more in the next one.

        Args:
            unknown: What the hub would say of a name it does not know. Somebody may have typed anything: what fits in
                no message is a name of nothing there.
        """

        def fitting(session: str, epoch: Epoch) -> Message:
            try:
                return message(session, epoch)
            except ValidationError as error:
                raise rule_of(unknown) or refused_in_words(unknown) from error

        try:
            return self._in_some_life(kind, call, fitting)
        except EnvironmentProblem as problem:
            if problem.code == "hub_unreachable":
                raise unanswered() from problem
            raise

    def _in_some_life(self, kind: type[_M], call: HubCall, message: Callable[[str, Epoch], Message]) -> _M:
        for _ in range(_LIVES):
            epoch = self._client.standing().epoch

            def ask(session: str, epoch: Epoch = epoch) -> _M | HubRefusal:
                answer = self._client.ask(kind, call, message(session, epoch))
                if isinstance(answer, HubRefusal) and answer.refused is not Refused.EPOCH:
                    raise rule_of(answer.refused) or refused_in_words(answer.refused)
                return answer

            answer = self._session.under(ask)
            if not isinstance(answer, HubRefusal):
                return answer
        raise refused_in_words(Refused.EPOCH)

    def _done(self, kind: type[_M], call: HubCall, message: Callable[[str], Message]) -> _M:
        def ask(session: str) -> _M:
            answer = self._client.ask(kind, call, message(session))
            if isinstance(answer, HubRefusal):
                raise rule_of(answer.refused) or refused_in_words(answer.refused)
            return answer

        return self._session.under(ask)


def _kept(vouched: Sequence[VouchedTold]) -> Sequence[Vouched]:
    return [Vouched(each.text, each.mac) for each in vouched]
