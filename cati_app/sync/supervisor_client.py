"""What a supervisor does at a hub, and how somebody signs in there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from cati_app.domain.sharing.leases import CaseBundle
from cati_app.sync.case_messages import (
    CasesBrought,
    CasesTaken,
    CounterAsked,
    CounterClosed,
    SessionBegun,
    SignInShown,
    WriteOff,
    WrittenOff,
)
from cati_app.sync.case_refusals import refused_in_words, rule_of
from cati_app.sync.case_values import (
    case_told,
)
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal, Message

_M = TypeVar("_M", bound=Message)


class SupervisorAtHub:
    """What a supervisor does at a hub, who has signed in at a station.

    Args:
        shown: What the password was turned into for hubs.
    """

    def __init__(self, client: Client, user_id: str, shown: bytes) -> None:
        self._client = client
        self._user_id = user_id
        self._shown = shown
        self._session: str | None = None

    def write_off(self, device: str) -> tuple[int, int]:
        """A station will not come back: how many cases went to others, and how many places are free again.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`, `hub_no_station`.
        """
        asked = WriteOff(session=self._signed_in(), device=device)
        answer = self._client.ask(WrittenOff, HubCall.WRITE_OFF, asked)
        if isinstance(answer, HubRefusal):
            raise refused_in_words(answer.refused)
        return answer.cases, answer.places

    def close_counter(self, *, closed: bool) -> None:
        """Close the counter of persons without a cell for all stations, or open it again.

        Raises:
            RuleViolation: `counter_unchanged`.
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
        """
        self._done(CounterClosed, HubCall.CLOSE_COUNTER, CounterAsked(session=self._signed_in(), closed=closed))

    def _done(self, kind: type[_M], call: HubCall, message: Message) -> _M:
        answer = self._client.ask(kind, call, message)
        if isinstance(answer, HubRefusal):
            raise rule_of(answer.refused) or refused_in_words(answer.refused)
        return answer

    def _signed_in(self) -> str:
        if self._session is None:
            self._session = sign_in(self._client, self._user_id, self._shown)
        return self._session

    def bring(self, bundles: Sequence[CaseBundle]) -> int:
        """How many were new there; what arrived before changes nothing.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`, `hub_opened`.
        """
        brought = CasesBrought(session=self._signed_in(), cases=tuple(case_told(bundle) for bundle in bundles))
        answer = self._client.ask(CasesTaken, HubCall.CASES, brought)
        if isinstance(answer, HubRefusal):
            raise refused_in_words(answer.refused)
        return answer.new


def sign_in(client: Client, user_id: str, shown: bytes) -> str:
    """A session at the hub for somebody who has signed in at the station.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
    """
    answer = client.ask(SessionBegun, HubCall.SIGN_IN, SignInShown(user_id=user_id, shown=shown.hex()))
    if isinstance(answer, HubRefusal):
        raise refused_in_words(answer.refused)
    return answer.session
