"""Somebody who has signed in at a station, at the hub: one way in which sessions begin there and begin anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.case_messages import SessionBegun, SignInShown
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal

_T = TypeVar("_T")
_OVER = "hub_session"


class HubSession:
    """A session, begun when it is needed first.

    Args:
        begin: Begins one.
    """

    def __init__(self, begin: Callable[[], str]) -> None:
        self._begin = begin
        self._secret: str | None = None

    def under(self, ask: Callable[[str], _T]) -> _T:
        """What is asked under the session; where the hub does not know it any more, once more under a new one.

        Args:
            ask: Gets the session; raises `hub_session` where it is over.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`; what asking raises.
        """
        if self._secret is not None:
            try:
                return ask(self._secret)
            except EnvironmentProblem as problem:
                if problem.code != _OVER:
                    raise
        self._secret = self._begin()
        return ask(self._secret)


def sign_in(client: Client, user_id: str, shown: bytes) -> str:
    """A session at the hub for somebody who has signed in at the station.

    Raises:
        EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
    """
    answer = client.ask(SessionBegun, HubCall.SIGN_IN, SignInShown(user_id=user_id, shown=shown.hex()))
    if isinstance(answer, HubRefusal):
        raise refused_in_words(answer.refused)
    return answer.session
