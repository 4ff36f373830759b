"""At a station: a supervisor decides something at the hub. The reason is kept here, then the hub is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.decided import Vouched
from cati_app.fieldwork.people.note_hub import NoteAct
from cati_app.fieldwork.ports.hub import StoreStep
from cati_app.fieldwork.rights import needs

_T = TypeVar("_T")
_NO_ANSWER = ("hub_unanswered", "hub_not_waited_for")


class DecideAtHub:
    """Waits for the network; each step of the store is done in the thread that owns it."""

    def __init__(self, note: NoteAct, in_store: StoreStep) -> None:
        self._note = note
        self.in_store = in_store

    @needs(Right.SUPERVISE)
    def __call__(
        self,
        user: User,
        act: str,
        subject: str,
        reason: str,
        ask: Callable[[str], _T],
        vouched: Callable[[_T], Sequence[Vouched]] = lambda done: (),
    ) -> _T:
        """What the hub gives.

        Args:
            act: What is asked; subject: with what.
            ask: Asks, under the id of the act.
            vouched: Of what the hub gives, what it vouches for.

        Raises:
            RuleViolation: `reason_needed`, and as the hub refuses.
            EnvironmentProblem: as asking a hub. Where no answer came it may be done all the same; asked again soon it
                is the same act.
        """
        id_ = self.in_store(partial(self._note, user, act, subject, reason))
        try:
            done = ask(id_)
        except RuleViolation:
            self.in_store(partial(self._note.answered, user, id_))
            raise
        except EnvironmentProblem as problem:
            if problem.code not in _NO_ANSWER:
                self.in_store(partial(self._note.answered, user, id_))
            raise
        self.in_store(partial(self._note.answered, user, id_, vouched(done)))
        return done
