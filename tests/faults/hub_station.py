"""`python -m tests.faults.hub_station`: somebody works at a station until told to stop, whatever happens to the hub.

Says `ready`, then a line for each interview that was held to its end, and `left` in the end.
"""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.sync.refusals import unreachable
from tests.at_work import AtWork
from tests.hub_field import StationFiles, signed_in

PEOPLE = (
    {"sex": "1", "age_group": "young"},
    {"sex": "1", "age_group": "old"},
    {"sex": "2", "age_group": "young"},
    {"sex": "2", "age_group": "old"},
)
_ENDS = ("complete", "complete", "complete", "break_off", "interview_suspended")
_PAUSE_S, _AGAIN_S = 0.05, 0.3  # each time somebody leaves takes eleven seconds of the day
DATA = tuple(StoredDatum(f"/main/wish{n}", "x" * 100, None) for n in range(20))
"""Of an interview: two kilobytes of answers."""


class Person:
    """Works as long as there are cases; a hub that does not answer is asked again.

    Args:
        tries: So often.
    """

    def __init__(self, at: AtWork, chance: random.Random, pace_s: float, tries: int = 2_000) -> None:
        self._at = at
        self._chance = chance
        self._pace_s = pace_s
        self._tries = tries
        self.stops = False
        self.completed: list[str] = []

    def work(self) -> None:
        """Until somebody stops it, between two cases; then everything is handed in."""
        while not self.stops:
            self.step()
        self.leave()

    def step(self) -> str:
        """A sitting, or a vain try; the outcome."""
        try:
            offer = self._at.services.take_case(self._at.user)
            if isinstance(offer, Offer):
                self.sit(offer)
                return "sat"
            self._leave()
        except EnvironmentProblem as problem:
            self._wait()
            return problem.code
        except RuleViolation as rule:  # the case went to others meanwhile
            self._at.clock.move(11)
            self._wait()
            return rule.code
        return "nothing"

    def leave(self) -> None:
        """Everything is handed in, however long the hub takes to come back."""
        self._patiently(self._leave_nothing_behind)

    def _leave_nothing_behind(self) -> None:
        """Leave; whoever is without a line hears nothing of it, but the cases wait at the station."""
        self._leave()
        with self._at.station.database.transaction() as statements:
            waiting = statements.row("SELECT count(*) FROM case_package WHERE waits")[0]
        if waiting:
            time.sleep(_AGAIN_S)
            raise unreachable()

    def _leave(self) -> None:
        self._at.leave()
        self._wait()

    def _wait(self) -> None:
        time.sleep(self._pace_s)

    def _patiently(self, step: Callable[[], object]) -> None:
        """Until the hub answers. EnvironmentProblem: it does not."""
        for left in reversed(range(self._tries)):
            try:
                step()
            except EnvironmentProblem:
                if not left:
                    raise
                time.sleep(_PAUSE_S)
            else:
                return

    def sit(self, offer: Offer) -> None:
        """Call, and what comes of it."""
        services, user, chance = self._at.services, self._at.user, self._chance
        if not offer.dialled:
            services.start_call(user, offer.attempt, offer.case.numbers[0])
        if offer.case.open_interview is None and chance.random() < 0.3:
            services.record_result(user, offer.attempt, chance.choice(("no_answer", "busy", "refusal_household")))
        else:
            self._interview(offer)
        self._at.clock.move(11)
        self._wait()

    def _interview(self, offer: Offer) -> None:
        services, user = self._at.services, self._at.user
        if offer.case.open_interview is not None:
            interview = services.resume_interview(user, offer.case.open_interview).interview
        else:
            interview = services.start_interview(user, offer.case, self._at.station.loaded.form_hash, "de")
        name = self._chance.choice(_ENDS) if self._has_place(interview) else "quota_filled"
        agreed = None
        if name == "interview_suspended":
            agreed = Agreed(self._at.clock.now() + timedelta(minutes=5), firm=False)
        ended = EndedSitting(interview.id, offer.attempt, name, DATA, {}, agreed)
        services.finish_interview(user, ended)
        if name == "complete":
            self.completed.append(interview.id)
            print("complete", interview.id, flush=True)

    def _has_place(self, interview: Interview) -> bool:
        if interview.quota_status:
            return interview.held and interview.quota_status != "full"
        reserve, values = self._at.services.reserve_place, self._chance.choice(PEOPLE)
        assert reserve is not None
        decided: list[bool] = []
        self._patiently(lambda: decided.append(reserve(self._at.user, interview.id, values).has_place))
        return decided[-1]


def main(words: list[str]) -> int:
    """Study folder, database, state folder, login, seed, time of the hub now, seconds between two steps."""
    study, database, state, login, seed, now, pace = words
    files = StationFiles(Path(study), Path(database), Path(state))
    with signed_in(files, login, int(seed), SimulatedClock(datetime.fromisoformat(now))) as at:
        person = Person(at, random.Random(int(seed)), float(pace))

        def stop(*_: object) -> None:
            person.stops = True

        signal.signal(signal.SIGTERM, stop)
        print("ready", flush=True)
        person.work()
    print("left", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
