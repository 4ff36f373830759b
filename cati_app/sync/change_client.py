"""Asks a hub what changed in the whole study, for somebody who has signed in at the station and may read all of it."""

from __future__ import annotations

from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.change_messages import ChangesAsked, ChangesTold, changes_of
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, HubRefusal, Refused
from cati_app.sync.supervisor_client import sign_in

_TRIES = 4
"""So often another life of the hub may begin, or a session end, while one thing is asked."""


class ChangeClient:
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

    def after(self, life: str, mark: ChangeMark) -> tuple[str, StudyChanges]:
        """What changed behind a mark; in another life of the hub everything, from the beginning.

        Args:
            life: That in which the mark was told.

        Returns:
            The life of the hub, and a page of changes.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`, `hub_not_published`, `hub_refuses`.
        """
        refused = Refused.EPOCH
        for _ in range(_TRIES):
            epoch, session = self._greeted(), self._signed_in()
            now = f"{epoch.n}.{epoch.id}"
            behind = mark if now == life else ChangeMark()
            asked = ChangesAsked(epoch=epoch, session=session, n=behind.n, within=behind.within)
            answer = self._client.ask(ChangesTold, HubCall.CHANGES, asked)
            if not isinstance(answer, HubRefusal):
                return now, changes_of(answer)
            refused = answer.refused
            if refused is Refused.EPOCH:
                self._life = None
            elif refused is Refused.SESSION:
                self._session = None
            else:
                break
        raise refused_in_words(refused)

    def _greeted(self) -> Epoch:
        if self._life is None:
            self._life = self._client.standing().epoch
        return self._life

    def _signed_in(self) -> str:
        if self._session is None:
            self._session = sign_in(self._client, self._user_id, self._shown)
        return self._session
