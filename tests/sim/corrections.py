"""A supervisor at a station of a simulated hub, who corrects results over a line that loses what is said."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import LentCase
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.named_case import ChangeLentResult, NamedCases
from cati_app.sync.case_client import CaseClient
from cati_app.sync.session import HubSession

_RESULTS = "SELECT case_id, attempt_no FROM attempt WHERE disposition <> '' ORDER BY case_id, attempt_no"


class NamedAtHub:
    """The client with the session of a supervisor."""

    def __init__(self, client: CaseClient, session: HubSession) -> None:
        self._client, self._session = client, session

    def take_case(self, request: str, case_id: CaseId) -> LentCase:
        """One case."""
        return self._session.under(lambda session: self._client.take_case(session, request, case_id))

    def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
        """What nobody waits for."""
        self._client.places_back(ids, requests, cases)

    def hand_in(self) -> bool:
        """Log and cases."""
        self._client.hand_in()
        return True


class SimCorrections:
    """One correction at a time, whose answer may be lost; nobody repeats it.

    Args:
        units: Of the station.
        whole: Those of the hub, read beforehand.
    """

    def __init__(
        self,
        units: Any,
        whole: Callable[[], Any],
        clock: Clock,
        ids: IdSource,
        rules: StudyRules,
        device: str,
        hub: NamedAtHub,
        sue: User,
        chance: random.Random,
    ) -> None:
        self._sue, self._chance = sue, chance
        self._change = ChangeLentResult(units, clock, rules, NamedCases(units, clock, ids, device, hub), whole)

    def __call__(self, driver: Any) -> None:
        """Some result there is at the hub."""
        results = driver.execute(_RESULTS).fetchall()
        if not results:
            return
        case_id, number = self._chance.choice(results)
        code = self._chance.choice(("no_answer", "busy", "refusal_household"))
        with suppress(EnvironmentProblem, RuleViolation):
            self._change(self._sue, CaseId(case_id), number, code, "a mistake")
