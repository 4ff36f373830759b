"""A rehearsed sitting with an expert: topics in order, cards and probes, as long as the guide plans; then it ends.

What is typed says that it is rehearsed. The same case and the same sitting go the same way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.people.users import User
from cati_app.domain.sittings.facts import TopicState
from cati_app.domain.sittings.guide import Sector
from cati_app.domain.sittings.guided_interview import MINUTE_MS, GuidedInterview
from cati_app.fieldwork.sitting import sitting_protocol as told
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.ui.console.sitting_services import SittingServices

_CARD_S = 75
"""Seconds from card to card."""
_QUOTED, _PAUSED, _LATER = 0.3, 0.1, 0.08
_SHORT = 0.35
"""Share of the sittings for which a person has half of the time only."""


class PlayedSitting:
    """One sitting.

    Args:
        case_no: Of the expert, and with the number of the sitting what chance goes by.
    """

    def __init__(
        self,
        services: SittingServices,
        user: User,
        interview: Interview,
        sector: Sector | None,
        case_no: int,
        clock: Clock,
    ) -> None:
        self._services, self._user, self._interview, self._clock = services, user, interview, clock
        record = services.read(user, interview.id)
        stands = GuidedInterview(services.rules.guide, sector, services.rules.most).after_all(record.facts)
        self._conduct = SittingConduct(stands, record.draft, services.ids)
        self._chance = random.Random(case_no * 97 + stands.sitting)
        self.is_complete = False

    def play(self) -> Iterator[float]:
        """Yields the seconds that pass; afterwards the sitting is stored and over."""
        conduct, chance = self._conduct, self._chance
        self._tell(told.SittingBegun(self._now()))
        is_last = conduct.interview.sitting >= conduct.interview.most
        share = 0.5 if chance.random() < _SHORT and not is_last else 1.0
        until_ms = conduct.interview.active_ms + round(self._services.rules.expected_min * MINUTE_MS * share)
        while conduct.interview.open_topics and conduct.active_ms(self._now()) < until_ms:
            yield from self._talk()
        self.is_complete = is_last or not conduct.interview.open_musts
        self._tell(told.EndPressed(self._now(), sure=True, is_final=self.is_complete))

    def _talk(self) -> Iterator[float]:
        """About the topic in front."""
        conduct, chance = self._conduct, self._chance
        topic = conduct.interview.guide.topic(conduct.interview.topic)
        minutes, probes = (topic.minutes, len(topic.probes)) if topic is not None else (1, 0)
        if conduct.interview.standing(conduct.interview.topic).is_settled:
            self._tell(told.TopicChosen(self._now(), conduct.interview.next_open()))
            return
        if chance.random() < _LATER and len(conduct.interview.open_topics) > 1:
            self._tell(told.LaterPressed(self._now()))
            return
        for number in range(1, max(1, round(minutes * 60 / _CARD_S)) + 1):
            yield chance.uniform(0.5, 1.3) * _CARD_S
            if number <= probes and chance.random() < 0.5:
                self._tell(told.ProbePressed(self._now(), number))
            self._tell(told.TextTyped(self._now(), f"Rehearsed: {conduct.interview.topic}, {number}"))
            if chance.random() < _QUOTED:
                self._tell(told.KindTurned(self._now()))
            yield chance.uniform(5, 20)
            self._tell(told.NextCard(self._now()))
        if chance.random() < _PAUSED:
            self._tell(told.PauseTurned(self._now()))
            yield chance.uniform(60, 300)
            self._tell(told.PauseTurned(self._now()))
        self._tell(told.TopicSettled(self._now(), TopicState.ASKED))

    def _tell(self, event: told.SittingEvent) -> None:
        for command in self._conduct.handle(event):
            if isinstance(command, told.WriteSitting):
                self._services.record(self._user, self._interview, command, self._interview.language)
                self._tell(told.WriteDone(self._now()))

    def _now(self) -> Moment:
        return Moment(self._clock.now(), self._clock.monotonic_ms(), self._user.id)
