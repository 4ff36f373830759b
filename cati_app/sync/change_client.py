"""Asks a hub what changed in the whole study, for somebody who has signed in at the station and may read all of it."""

from __future__ import annotations

from functools import partial

from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.change_messages import ChangesAsked, ChangesTold, changes_of
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, Refused
from cati_app.sync.session import HubSession, sign_in

_TRIES = 4
"""So often another life of the hub may begin while one thing is asked."""


class ChangeClient:
    """The hub of a study, for a person.

    Args:
        shown: What the password was turned into for hubs.
    """

    def __init__(self, client: Client, user_id: str, shown: bytes) -> None:
        self._client = client
        self._session = HubSession(partial(sign_in, client, user_id, shown))
        self._life: Epoch | None = None

    def after(self, life: str, mark: ChangeMark) -> tuple[str, StudyChanges]:
        """What changed behind a mark; in another life of the hub everything, from the beginning.

        Args:
            life: That in which the mark was told.

        Returns:
            The life of the hub, and a page of changes.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`, `hub_refuses`.
        """
        for _ in range(_TRIES):
            epoch = self._greeted()
            now = f"{epoch.n}.{epoch.id}"
            changes = self._session.under(partial(self._asked, epoch, mark if now == life else ChangeMark()))
            if changes is not None:
                return now, changes
            self._life = None
        raise refused_in_words(Refused.EPOCH)

    def _asked(self, epoch: Epoch, behind: ChangeMark, session: str) -> StudyChanges | None:
        """None in another life of the hub."""
        asked = ChangesAsked(epoch=epoch, session=session, n=behind.n, within=behind.within, last=behind.last)
        answer = self._client.ask(ChangesTold, HubCall.CHANGES, asked)
        if not isinstance(answer, HubRefusal):
            return changes_of(answer)
        if answer.refused is Refused.EPOCH:
            return None
        raise refused_in_words(answer.refused)

    def _greeted(self) -> Epoch:
        if self._life is None:
            self._life = self._client.standing().epoch
        return self._life
