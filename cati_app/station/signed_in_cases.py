"""The hub of a study, for somebody who is signed in at the station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.handing import LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import CaseLease, LeaseToken
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.station.hub_worker import HubWorker
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import CaseClient

_T = TypeVar("_T")


class SignedInCases:
    """A hub for somebody who is signed in at the station; the session there is begun when it is needed.

    Args:
        worker: Brings what is worked meanwhile; None: it is brought here, and waited for.
    """

    def __init__(
        self,
        client: CaseClient,
        keys: HeldKeys,
        worker: HubWorker | None,
        erase: Callable[[], object] = lambda: None,
    ) -> None:
        self._client = client
        self._erase = erase
        self._keys = keys
        self._worker = worker
        self._session: str | None = None

    def next_case(self, request: str, lasts: timedelta | None = None) -> LentCase | Nothing:
        """A case."""
        return self._waited(lambda: self._signed_in(lambda session: self._client.next_case(session, request, lasts)))

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places for work without a line."""
        return self._signed_in(lambda session: self._client.places_ahead(session, request, each, lasts))

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = ()) -> None:
        """Those that were not used."""
        self._client.places_back(ids, requests)

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case."""
        return self._signed_in(lambda session: self._client.take_case(session, request, case_id))

    def renew(self, token: LeaseToken, at: datetime) -> tuple[datetime, CaseLease | None] | None:
        """A heartbeat."""
        if self._worker is not None:
            self._worker.renew()
            return None
        try:
            return at, self._client.renewal(token)()
        except EnvironmentProblem:
            return None

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place."""
        return self._waited(
            lambda: self._signed_in(
                lambda session: self._client.ask_place(session, request, token, interview_id, cell_id)
            )
        )

    def hold(self, token: LeaseToken, *, held: bool) -> None:
        """Nobody calls the numbers of a case any more, or again."""
        if self._worker is not None:
            self._worker.hold(token, held=held)
        else:
            self._client.hold(token, held=held)

    def is_held(self, token: LeaseToken) -> bool:
        """Whether no call may begin on a case; before that, whatever waited for the end of a conversation comes."""
        if self._worker is not None:
            self._catch_up(self._worker)
            if self._worker.standing.connected is False:
                return False  # it was asked a moment ago, and is asked again and again
        return self._waited(lambda: self._client.is_held(token))

    def _catch_up(self, worker: HubWorker) -> None:
        """What cannot be brought in now is told elsewhere; whether somebody may be called is asked all the same."""
        try:
            worker.catch_up()
        except EnvironmentProblem as problem:
            if problem.code == NOT_WAITED_FOR:
                raise

    def hand_in(self) -> bool:
        """Log and cases."""
        if self._worker is not None:
            self._worker.wake()
            return False
        self._client.hand_in()
        self._erase()
        return True

    def worked(self) -> None:
        """A result was given."""
        if self._worker is not None:
            self._worker.worked()

    def _waited(self, ask: Callable[[], _T]) -> _T:
        """Ask; where nobody answers, whoever looks after the line looks at it at once."""
        try:
            return ask()
        except EnvironmentProblem:
            if self._worker is not None:
                self._worker.wake()
            raise

    def _signed_in(self, ask: Callable[[str], _T]) -> _T:
        """Ask under a session; where it is over, under a new one."""
        if self._session is not None:
            try:
                return ask(self._session)
            except EnvironmentProblem as problem:
                if problem.code != "hub_session":
                    raise
        self._session = self._client.sign_in(self._keys.person, self._keys.shown or b"")
        return ask(self._session)
