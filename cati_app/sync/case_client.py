"""A station that works cases of a hub: asks for the next one, hands in what is worked, asks for places.

The log goes first: a case is handed in behind the events that tell what was done on it. When the hub has begun another
life, the station says what it has before it asks for anything, and hands in again what the hub may have lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.clock import Clock
from cati_app.domain.errors import NOT_WAITED_FOR, UNANSWERED, EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.sharing.handing import HandIn, LentCase, PlaceAnswer
from cati_app.domain.sharing.leases import BeforeCall, CaseBundle, HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.domain.sharing.stations import Halt
from cati_app.sync.ahead_messages import AskPlacesAhead, GivePlacesBack, PlacesAheadGiven, PlacesBack
from cati_app.sync.caller_messages import CallerAnswer, CallerWordHeard, CallerWordTold, caller_of
from cati_app.sync.case_messages import (
    AskHold,
    AskPlace,
    Attached,
    CaseAnswer,
    CaseTakenIn,
    HoldCase,
    HoldTold,
    NextCase,
    PlaceGiven,
    RenewCase,
    Renewed,
    TakeCallerCase,
    TakeNamedCase,
)
from cati_app.sync.case_refusals import halted, refused_in_words, rule_of
from cati_app.sync.case_store import Brought, CaseStore
from cati_app.sync.case_values import (
    ahead_of,
    attach_message,
    hand_in_message,
    lent_of,
    place_answer,
    renewal_of,
    taken_in_of,
    told_token,
)
from cati_app.sync.client import Client, Outbox
from cati_app.sync.kept_receipts import ShownReceipts
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, HubStanding, Message, ReceiptTold, Refused
from cati_app.sync.refusals import problem_of, unreachable
from cati_app.sync.session import sign_in
from cati_app.sync.team_messages import message_told
from cati_app.sync.vouched_messages import AT_ONCE, VouchedHeard, VouchedShown, VouchedTold

_M = TypeVar("_M", bound=Message)
_LIVES = 3
"""So often the hub may begin another life while one thing is asked."""


class CaseClient:
    """What it cannot do is told as `EnvironmentProblem`; then it can be asked again, and nothing is lost.

    Args:
        outbox: The log of the station.
        quick: For what somebody waits for in a conversation; None: the same client.
        clock: Of the station; the hub hears by how much it is wrong.
    """

    def __init__(
        self,
        client: Client,
        outbox: Outbox,
        store: CaseStore,
        device: str,
        quick: Client | None = None,
        *,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self.blocks_at = 0
        """Number of the last change of the block lists, as the hub said before the last call."""
        self._client = client
        self._quick = quick or client
        self._outbox = outbox
        self._store = store
        self._device = device
        self._life: Epoch | None = None
        self._waits = False  # something that the hub vouched for, for an interview that it lacks
        self._receipts = ShownReceipts(store)

    def sign_in(self, user_id: str, shown: bytes) -> str:
        """A session for somebody who has signed in at the station.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
        """
        return sign_in(self._client, user_id, shown)

    def next_case(
        self, session: str, request: str, lasts: timedelta | None = None, *, waits: bool = False
    ) -> LentCase | Nothing:
        """A case for who has signed in under a session; the same one to the same request.

        Args:
            lasts: So long it is to be worked without a line; None: no longer than any.
            waits: The person works another one still.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`.
        """
        answer = self._ask(
            CaseAnswer,
            HubCall.NEXT_CASE,
            lambda life: NextCase(
                epoch=life,
                acts=self._receipts.acts(life),
                session=session,
                request=request,
                lasts_s=_seconds(lasts),
                waits=waits,
            ),
        )
        self._keep(answer.receipt)
        lent = lent_of(answer, self._device)
        if lent is None:
            raise problem_of(Refused.MESSAGE)
        return lent

    def take_case(self, session: str, request: str, case_id: CaseId) -> LentCase:
        """One case that a supervisor asks for; the same answer to the same request.

        Raises:
            RuleViolation: `no_such_case`, `case_taken`.
            EnvironmentProblem: as `next_case`.
        """
        answer = self._ask(
            CaseAnswer,
            HubCall.TAKE_CASE,
            lambda life: TakeNamedCase(
                epoch=life, acts=self._receipts.acts(life), session=session, request=request, case_id=case_id
            ),
        )
        self._keep(answer.receipt)
        lent = lent_of(answer, self._device)
        if not isinstance(lent, LentCase) or lent.lease.case_id != case_id:
            raise problem_of(Refused.MESSAGE)
        return lent

    def caller_case(self, session: str, request: str, lookup: str) -> LentCase | CallerCase:
        """The case of somebody who rings back, or where it stands; the same answer to the same request.

        Raises:
            RuleViolation: `lookups_too_many`, `case_taken`.
            EnvironmentProblem: as `next_case`; `hub_paused`, `hub_written_off`.
        """
        answer = self._ask_quickly(
            CallerAnswer,
            HubCall.TAKE_CALLER,
            lambda life: TakeCallerCase(
                epoch=life, acts=self._receipts.acts(life), session=session, request=request, lookup=lookup
            ),
            has_rules=True,
        )
        self._keep(answer.receipt)
        told = caller_of(answer, self._device)
        if told is None:
            raise problem_of(Refused.MESSAGE)
        return told

    def leave_word(self, session: str, case_id: CaseId, message: SealedMessage) -> str:
        """What they wish, for whoever has their case; said again it is there once.

        Returns:
            What the hub knows its own answer by, should it come back from a copy.

        Raises:
            RuleViolation: `look_up_first`, `message_to_nobody`.
            EnvironmentProblem: as `next_case`.
        """
        told = message_told(message)
        return self._ask_quickly(
            CallerWordHeard,
            HubCall.CALLER_WORD,
            lambda life: CallerWordTold(epoch=life, session=session, case_id=case_id, message=told),
            has_rules=True,
        ).mac

    def renewal(self, token: LeaseToken, *, waits: bool = False) -> Callable[[], Renewal]:
        """What says to the hub that the station still has a case, and may be called in another thread.

        It touches nothing that is stored.

        Args:
            waits: Another one is worked still.

        Raises:
            EnvironmentProblem: `hub_unreachable`: nobody has spoken with the hub yet. The same when it is called.
        """
        life = self._life
        if life is None:
            raise unreachable()
        renewal = RenewCase(epoch=life, token=told_token(token), waits=waits)

        def renew() -> Renewal:
            answer = self._quick.ask(Renewed, HubCall.RENEW_CASE, renewal)
            if isinstance(answer, HubRefusal):
                raise refused_in_words(answer.refused)
            return renewal_of(answer, self._device)

        return renew

    def ask_place(
        self, session: str, request: str, token: LeaseToken, interview_id: InterviewId, cell_id: CellId
    ) -> PlaceAnswer:
        """A place in a cell.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`, `hub_lost_case`.
        """
        answer = self._ask_quickly(
            PlaceGiven,
            HubCall.PLACE,
            lambda life: AskPlace(
                epoch=life,
                acts=self._receipts.acts(life),
                session=session,
                request=request,
                token=told_token(token),
                interview_id=interview_id,
                cell_id=cell_id,
            ),
        )
        self._keep(answer.receipt)
        return place_answer(answer, self._device)

    def places_ahead(self, session: str, request: str, each: int, lasts: timedelta) -> Sequence[PlaceGrant]:
        """Places of each cell for work without a line.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`.
        """
        answer = self._ask(
            PlacesAheadGiven,
            HubCall.PLACES_AHEAD,
            lambda life: AskPlacesAhead(
                epoch=life,
                acts=self._receipts.acts(life),
                session=session,
                request=request,
                each=each,
                lasts_s=_seconds(lasts) or 1,
            ),
        )
        self._keep(answer.receipt)
        return ahead_of(answer, self._device)

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """Places that were given ahead and are not used, and all that was given for requests without an answer.

        Args:
            requests: For places.
            cases: Requests for cases; what was lent for them never came here.

        Raises:
            EnvironmentProblem: `hub_unreachable`.
        """
        answer = self._ask(
            PlacesBack,
            HubCall.PLACES_BACK,
            lambda life: GivePlacesBack(
                epoch=life,
                acts=self._receipts.acts(life),
                ids=tuple(ids),
                requests=tuple(requests),
                cases=tuple(cases),
            ),
        )
        self._keep(answer.receipt)

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case any more, or again. EnvironmentProblem: `hub_unreachable`."""
        token = told_token(word.token)
        self._ask_quickly(
            HoldTold, HubCall.HOLD, lambda life: HoldCase(epoch=life, token=token, n=word.n, held=word.held)
        )

    def before_call(self, token: LeaseToken) -> BeforeCall:
        """Whether a call may begin on a case.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_paused`, `hub_written_off`.
        """
        told = self._ask_quickly(HoldTold, HubCall.HELD, lambda life: AskHold(epoch=life, token=told_token(token)))
        self.blocks_at = told.blocks
        self._keep_halt(told.halt)
        if told.halt is not None:
            raise halted(told.halt)
        if told.lost:
            return BeforeCall.LOST
        return BeforeCall.HELD if told.held else BeforeCall.FREE

    def check_calls(self, *, asks: bool = True) -> None:
        """Whether calls begin here, as the hub said last.

        Args:
            asks: Where it said that they do not, it is asked whether that is still so.

        Raises:
            EnvironmentProblem: `hub_paused`, `hub_written_off`.
        """
        if self._store.halt() is None:
            return
        if asks:
            with suppress(EnvironmentProblem):  # without a line that stays as it was said last
                self._look()
        halt = self._store.halt()
        if halt is not None:
            raise halted(halt)

    def _keep_halt(self, halt: Halt | None) -> None:
        if halt is not self._store.halt():
            self._store.keep_halt(halt)

    def hand_in(self, *, is_greeted: bool = False) -> Brought:
        """The log, then every case that waits.

        Args:
            is_greeted: The hub was greeted a moment ago.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_not_waited_for`; what was taken stays there, and the next time
                goes on behind it.
        """
        if not is_greeted:
            self._look()
        waiting = self._store.waiting()
        if not waiting:
            return Brought()
        end = self._outbox.end()
        self._client.push(self._outbox)
        done = Brought()
        for token in waiting:
            try:
                self._hand_in(token, self._store.package(token), end)
            except EnvironmentProblem as problem:
                if problem.code in UNANSWERED or problem.code == NOT_WAITED_FOR:
                    raise
                done = replace(done, refused=done.refused + 1, refusal=done.refusal or problem)
                continue
            done = replace(done, taken=done.taken + 1)
        return done

    def _hand_in(self, token: LeaseToken, bundle: CaseBundle, end: int) -> None:
        answer = self._ask(
            CaseTakenIn,
            HubCall.HAND_IN,
            lambda life: hand_in_message(
                HandIn(life.n, self._device, token, bundle, self._clock.now()), life, self._receipts.acts(life), end
            ),
        )
        self._store.taken(token, taken_in_of(answer))
        self._keep(answer.receipt)

    def greet(self) -> HubStanding:
        """Look whether the hub is there, and in which life; in another one it hears what the station has.

        Returns:
            How the hub stands.

        Raises:
            EnvironmentProblem: `hub_unreachable`.
        """
        return self._look()

    def _greet(self) -> Epoch:
        """The life of the hub, which knows what the station has."""
        return self._look().epoch if self._life is None else self._life

    def _look(self) -> HubStanding:
        """The same, asked for: a hub that came back from a copy says nothing by itself."""
        standing = self._receipts.shown(self._quick)
        life = standing.epoch
        if life != self._life or self._waits:
            self._say_again(life)
        if life != self._life:
            self._store.begin_life(f"{life.n}.{life.id}", self._clock.now())
            answer = self._quick.ask(Attached, HubCall.ATTACH, attach_message(self._store.holdings(), life))
            if isinstance(answer, HubRefusal):
                raise problem_of(answer.refused)
            self._life = life
        self._keep(standing.receipt)
        self._keep_halt(standing.halt)
        if standing.shut is not None:
            self._store.keep_shut(standing.shut.closed, standing.shut.paused)
        return standing

    def _say_again(self, life: Epoch) -> None:
        """What the hub has done as supervisors decided here, before it gives anything out; again while it waits."""
        name = f"{life.n}.{life.id}"
        vouched, waits = self._store.vouched(name), 0
        for first in range(0, len(vouched), AT_ONCE):
            told = tuple(VouchedTold(text=each.text, mac=each.mac) for each in vouched[first : first + AT_ONCE])
            answer = self._quick.ask(VouchedHeard, HubCall.VOUCHED, VouchedShown(epoch=life, vouched=told))
            if isinstance(answer, HubRefusal):
                raise problem_of(answer.refused)
            waits += answer.waits
        self._waits = waits > 0
        if not waits:
            self._store.vouched_heard(name)

    def _keep(self, receipt: ReceiptTold | None) -> None:
        if self._life is not None:
            self._receipts.keep(self._life, receipt)

    def _ask_quickly(
        self, kind: type[_M], call: HubCall, message: Callable[[Epoch], Message], *, has_rules: bool = False
    ) -> _M:
        """Under the life of the hub that is known, and once more in the one that it says it is in: that it does not
        know what is asked would otherwise count as no answer, although it is there. Without a line once: whoever waits
        is in a conversation.

        Args:
            has_rules: What the study itself does not allow is told as RuleViolation.
        """
        answer = self._quick.ask(kind, call, message(self._greet()))
        if isinstance(answer, HubRefusal) and answer.refused is Refused.EPOCH:
            self._life = None
            answer = self._quick.ask(kind, call, message(self._greet()))
        if isinstance(answer, HubRefusal):
            if answer.refused is Refused.EPOCH:
                self._life = None
            rule = rule_of(answer.refused) if has_rules else None
            raise rule or refused_in_words(answer.refused)
        return answer

    def _ask(self, kind: type[_M], call: HubCall, message: Callable[[Epoch], Message]) -> _M:
        refused = Refused.EPOCH
        for _ in range(_LIVES):
            answer = self._client.ask(kind, call, message(self._greet()))
            if not isinstance(answer, HubRefusal):
                return answer
            refused = answer.refused
            if refused is Refused.GAP:  # the hub lost a part of the log with an earlier life
                self._client.push(self._outbox)
            elif refused is not Refused.EPOCH:
                if refused in (Refused.PAUSED, Refused.WRITTEN_OFF):
                    self._keep_halt(Halt(refused.value))
                break
            self._life = None
        raise rule_of(refused) or refused_in_words(refused)


def _seconds(lasts: timedelta | None) -> int | None:
    return None if lasts is None else int(lasts.total_seconds())
