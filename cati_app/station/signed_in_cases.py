"""The hub of a study, for somebody who is signed in at the station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.sharing.handing import LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import BeforeCall, HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.station.hub_worker import HubWorker
from cati_app.station.look_before_call import LookBeforeCall
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import CaseClient
from cati_app.sync.session import HubSession

_T = TypeVar("_T")


class SignedInCases:
    """A hub for somebody who is signed in at the station; the session there is begun when it is needed.

    Args:
        worker: Brings what is worked meanwhile; None: it is brought here, and waited for.
        unwaited: Over a line that nobody waits for; None: the same.
        hear_blocks: Hears what is new on the block lists of other stations, up to a change of that number.
        looking: Asks before a call, over a line on which an answer may be late; None: the same.
        one_line: What is asked within it goes over one line.
    """

    def __init__(
        self,
        client: CaseClient,
        keys: HeldKeys,
        worker: HubWorker | None,
        erase: Callable[[], object] = lambda: None,
        unwaited: CaseClient | None = None,
        hear_blocks: Callable[[int], object] = lambda n: None,
        looking: CaseClient | None = None,
        one_line: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._looking = looking or client
        self._one_line = one_line
        self._hear_blocks = hear_blocks
        self._client = client
        self._unwaited = unwaited or client
        self._erase = erase
        self._worker = worker
        self._keys = keys
        self._session = HubSession(self._sign_in)
        self._look = None if worker is None else LookBeforeCall(self._asked_before_call, worker.catch_up)

    def next_case(self, request: str, lasts: timedelta | None = None, *, waits: bool = False) -> LentCase | Nothing:
        """A case; nobody waits for one that waits itself."""
        client = self._unwaited if waits else self._client

        def ask() -> LentCase | Nothing:
            return self._signed_in(lambda session: client.next_case(session, request, lasts, waits=waits))

        return ask() if waits else self._waited(ask)

    def yields_at(self, user_id: UserId) -> datetime | None:
        """From when on an appointment comes before the case that waits."""
        return None if self._worker is None else self._worker.yields_at(user_id)

    def offered(self, user_id: UserId) -> None:
        """A case is in hand."""
        if self._worker is not None:
            self._worker.offered(user_id)

    def places_ahead(self, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places for work without a line."""
        given = self._signed_in(lambda session: self._client.places_ahead(session, request, each, lasts))
        if self._worker is not None:
            self._worker.wake()  # what is here now is told
        return given

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """Those that were not used, and what never came."""
        self._client.places_back(ids, requests, cases)

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case."""
        return self._signed_in(lambda session: self._client.take_case(session, request, case_id))

    def caller_case(self, request: str, lookup: str) -> LentCase | CallerCase:
        """The case of somebody who rings back."""
        return self._waited(lambda: self._signed_in(lambda session: self._client.caller_case(session, request, lookup)))

    def leave_word(self, case_id: CaseId, message: SealedMessage) -> str:
        """What they wish."""
        return self._waited(lambda: self._signed_in(lambda session: self._client.leave_word(session, case_id, message)))

    def renew(self, token: LeaseToken, at: datetime, *, waits: bool) -> tuple[datetime, Renewal] | None:
        """A heartbeat."""
        if self._worker is not None:
            self._worker.renew()
            return None
        try:
            return at, self._client.renewal(token, waits=waits)()
        except EnvironmentProblem:
            return None

    def ask_place(self, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId) -> PlaceAnswer:
        """A place."""
        return self._waited(
            lambda: self._signed_in(
                lambda session: self._client.ask_place(session, request, token, interview_id, cell_id)
            )
        )

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case any more, or again."""
        if self._worker is not None:
            self._worker.hold(word)
        else:
            self._client.hold(word)

    def before_call(self, token: LeaseToken) -> BeforeCall:
        """Whether a call may begin on a case; then whatever waited for the end of a conversation comes."""
        if self._worker is None or self._look is None:
            return self._before_call(token)
        if self._worker.standing.connected is False:
            return BeforeCall.UNKNOWN  # it was asked a moment ago, and is asked again and again
        told = self._look(token)
        if told is BeforeCall.UNKNOWN:
            self._worker.silent()
        return told

    def before_call_later(self, token: LeaseToken) -> BeforeCall:
        """The answer that did not come in time, waited for."""
        return BeforeCall.UNKNOWN if self._look is None else self._look.later(token)

    def _asked_before_call(self, token: LeaseToken) -> BeforeCall:
        with self._one_line():
            return self._waited(lambda: self._before_call(token))

    def _before_call(self, token: LeaseToken) -> BeforeCall:
        told = self._looking.before_call(token)
        if told is BeforeCall.FREE:  # then the lists of other stations decide, which are asked here
            try:
                self._hear_blocks(self._looking.blocks_at)
            except EnvironmentProblem as problem:
                if problem.code == NOT_WAITED_FOR:
                    raise
        return told

    def check_calls(self, *, asks: bool = True) -> None:
        """Whether calls begin here. EnvironmentProblem: `hub_paused`, `hub_written_off`."""
        self._client.check_calls(asks=asks)

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

    def _sign_in(self) -> str:
        """A session. Where the hub does not take the sign-in, a window brings by itself what is new."""
        try:
            return self._client.sign_in(self._keys.person, self._keys.shown or b"")
        except EnvironmentProblem as problem:
            if self._worker is None or problem.code != "hub_sign_in":
                raise
            raise EnvironmentProblem(
                problem.code,
                problem.message,
                "Sign out, and in again with the newest password: a minute after it was changed this station has it by"
                " itself. A supervisor can help.",
            ) from problem

    def _signed_in(self, ask: Callable[[str], _T]) -> _T:
        """Ask under a session; where it is over, under a new one."""
        return self._session.under(ask)
