"""Brings changes of the sample to a hub, for a supervisor who has signed in at the station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sharing.samples import SampleChange, SampledCase, SampleTaken
from cati_app.sync.case_refusals import refused_in_words, rule_of
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, Message, Refused, Request
from cati_app.sync.sample_messages import (
    SampleDone,
    SamplePageKept,
    page_message,
    release_message,
    taken_of,
    whole_message,
)
from cati_app.sync.session import sign_in

_TRIES = 4
"""So often another life of the hub may begin, or a session end, while one thing is asked."""
_M = TypeVar("_M", bound=Message)


class SampleAtHub:
    """The hub of a study, for a person.

    Args:
        shown: What the password was turned into for hubs.
    """

    def __init__(self, client: Client, user_id: str, shown: bytes) -> None:
        self._client = client
        self._user_id = user_id
        self._shown = shown
        self._life: Epoch | None = None
        self._session: str | None = None

    def keep_page(self, change: SampleChange, position: int, cases: Sequence[SampledCase], *, again: bool) -> int:
        """How many cases of the change are there now, in a row from the first.

        Raises:
            RuleViolation: `sample_changed` where the hub began another life since the change was made.
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`.
        """
        kept = self._asked(
            SamplePageKept,
            HubCall.SAMPLE_PAGE,
            change,
            lambda life, session: page_message(life, session, change, position, cases),
            again=again,
        )
        return kept.here

    def take(self, change: SampleChange, *, again: bool) -> SampleTaken:
        """All of it comes into the study.

        Raises:
            RuleViolation: `sample_changed`.
            EnvironmentProblem: as `keep_page`; `hub_recovers`.
        """
        done = self._asked(
            SampleDone,
            HubCall.SAMPLE,
            change,
            lambda life, session: whole_message(life, session, change, again=again),
            again=again,
        )
        return taken_of(done)

    def release(self, change: SampleChange, *, again: bool) -> SampleTaken:
        """Random portions may be called. EnvironmentProblem: as `take`."""
        done = self._asked(
            SampleDone,
            HubCall.RELEASE,
            change,
            lambda life, session: release_message(life, session, change, again=again),
            again=again,
        )
        return taken_of(done)

    def _asked(
        self,
        kind: type[_M],
        call: HubCall,
        change: SampleChange,
        message: Callable[[Epoch, str], Request],
        *,
        again: bool,
    ) -> _M:
        refused = Refused.EPOCH
        for _ in range(_TRIES):
            life, session = self._greeted(), self._signed_in()
            if change.life and not again and change.life != f"{life.n}.{life.id}":
                raise RuleViolation("sample_changed")  # the numbers that its basis counts in are over
            answer = self._client.ask(kind, call, message(life, session))
            if not isinstance(answer, HubRefusal):
                return answer
            refused = answer.refused
            if refused is Refused.EPOCH:
                self._life = None
            elif refused is Refused.SESSION:
                self._session = None
            else:
                break
        if refused is Refused.GAP:
            raise RuleViolation("sample_gap")
        raise rule_of(refused) or refused_in_words(refused)

    def _greeted(self) -> Epoch:
        if self._life is None:
            self._life = self._client.standing().epoch
        return self._life

    def _signed_in(self) -> str:
        if self._session is None:
            self._session = sign_in(self._client, self._user_id, self._shown)
        return self._session
