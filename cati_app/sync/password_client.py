"""Brings a password that somebody chose to the hub of the study, and hears of those chosen at other stations."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal, Refused
from cati_app.sync.password_messages import (
    PasswordOffered,
    PasswordsAsked,
    PasswordsTold,
    PasswordTaken,
    bundle_told,
    taken_of,
    taken_told,
)


class PasswordClient:
    """The hub of a study, for what people sign in with."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def bring(self, offer: PasswordOffer) -> TakenBundle:
        """Have the hub take it; the same offer again gives the same answer.

        Raises:
            RuleViolation: `password_elsewhere`: somebody chose one at another station meanwhile.
            EnvironmentProblem: `hub_sign_in`, `hub_other_keys`, `hub_not_published`, `hub_unreachable`.
        """
        offered = PasswordOffered(shown=offer.shown.hex(), bundle=bundle_told(offer.bundle))
        answer = self._client.ask(PasswordTaken, HubCall.OWN_PASSWORD, offered)
        if not isinstance(answer, HubRefusal):
            return taken_of(answer.bundle)
        if answer.refused is Refused.PASSWORD_CHANGED:
            raise RuleViolation("password_elsewhere")
        if answer.refused is Refused.KEYS:
            raise _other_keys()
        raise refused_in_words(answer.refused)

    def after(self, n: int, shown: Sequence[TakenBundle] = (), known: int = 0) -> PasswordsTold:
        """What was chosen behind a number.

        Args:
            known: The highest number that the hub has told this station; 0: the hub need not say
                whether it lacks anything.
            shown: What the hub may lack, `AT_ONCE` at most.

        Raises:
            EnvironmentProblem: `hub_not_published`, `hub_unreachable`.
        """
        asked = PasswordsAsked(after=n, known=known, bundles=tuple(map(taken_told, shown)))
        answer = self._client.ask(PasswordsTold, HubCall.PASSWORDS, asked)
        if isinstance(answer, HubRefusal):
            raise refused_in_words(answer.refused)
        return answer


def _other_keys() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_other_keys",
        "The hub knows other keys of this login than this station: a supervisor has changed them, or the study came"
        " there from an older version of the program. Nothing was changed.",
        "Try it again in a minute. If it stays so, a supervisor sends the study once more: `cati hub publish STUDY --as"
        " SUPERVISOR`.",
    )
