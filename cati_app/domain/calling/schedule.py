"""How a study spreads its calls: parts of the day, what an attempt weighs, appointments, refusals, leases of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, time, timedelta
from enum import IntEnum

from cati_app.domain.outcomes.dispositions import CONTACTS, DISPOSITIONS, Timing
from cati_app.values import dataclass

NEUTRAL, WORST = 16, 47
"""Position in the order of a case never called, and of the last; lower comes first."""

ANOTHER_PART = frozenset(row.name for row in DISPOSITIONS.values() if row.timing is Timing.ANOTHER_PART)
"""Results after which the next attempt is made at another time of the day."""
BEST_PART = ANOTHER_PART | {row.name for row in DISPOSITIONS.values() if row.timing is Timing.BEST_PART}
"""Results after which the next attempt is made when it promises most."""
DEFAULT_WEIGHTS: Mapping[str, int] = {row.name: row.weight for row in DISPOSITIONS.values() if row.weight}
"""What one attempt adds to a case's position in the order: above zero it waits longer than one never called."""


class WeekPart(IntEnum):
    """A part of the week over which attempts are spread."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2
    WEEKEND = 3


@dataclass(frozen=True, slots=True)
class ScheduleRules:
    """What study.yaml says under `calling` about the order of cases; the defaults are those of study.yaml.

    Both ends belong to a span: a part of the week that begins exactly `best_within` ahead still counts, and a case
    whose holder has been silent for exactly `lease` is still held; it comes back after that.
    """

    morning_until: time = time(12)
    afternoon_until: time = time(17)
    weights: Mapping[str, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    same_part: int = 2
    another_part: frozenset[str] = ANOTHER_PART
    best_part: frozenset[str] = BEST_PART
    best_within: timedelta = timedelta(days=3)
    in_vain: float = 0.85
    reached_again: float = 1.4
    per_day: float = 0.97
    early: timedelta = timedelta(minutes=5)
    owner_only: timedelta = timedelta(minutes=15)
    firm_owner: timedelta = timedelta(0)
    team_until: timedelta = timedelta(minutes=60)
    convert: bool = True
    conversion_skill: str = "conversion"
    other_interviewer: bool = True
    lease: timedelta = timedelta(minutes=15)
    lag: float = 0.1

    @property
    def spare(self) -> timedelta:
        """How long after its time an appointment must still be allowed to begin: whoever keeps it is called for it."""
        return max(self.early, timedelta(minutes=1))

    def is_late(self, at: datetime, now: datetime) -> bool:
        """Whether an appointment was not kept while it was its owner's; from then on it is anybody's."""
        return now > at + self.owner_only

    def missed_at_or_before(self, now: datetime) -> datetime:
        """Appointments until then were kept by nobody; their cases are due by the ordinary rules."""
        return now - self.team_until

    def is_silent(self, seen: datetime, now: datetime) -> bool:
        """Whether whoever holds a case has sent no heartbeat for the time of a lease."""
        return now - seen > self.lease

    def part(self, local: datetime) -> WeekPart:
        """The part of the week of a local time; Sundays belong to the weekend."""
        if local.weekday() >= 5:
            return WeekPart.WEEKEND
        clock = local.time()
        return (
            WeekPart.MORNING
            if clock < self.morning_until
            else WeekPart.AFTERNOON
            if clock < self.afternoon_until
            else WeekPart.EVENING
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """Attempts on a case by part of the week, their weight, and where somebody was reached."""

    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    weight: int = 0
    reached: int = -1  # part in which somebody spoke last, -1: never

    def after(self, result: str, part: WeekPart, rules: ScheduleRules) -> Tried:
        """With one more attempt."""
        counts = list(self.counts)
        counts[part] += 1
        reached = int(part) if result in CONTACTS else self.reached
        weight = self.weight + rules.weights.get(result, 0)
        return Tried((counts[0], counts[1], counts[2], counts[3]), weight, reached)

    def levels(self, rules: ScheduleRules) -> tuple[int, int, int, int]:
        """Position in the order for each part of the week, lower first: what was tried least at that time leads."""
        levels = [
            min(WORST, max(0, NEUTRAL + self.weight + rules.same_part * tried - (2 if part == self.reached else 0)))
            for part, tried in enumerate(self.counts)
        ]
        return levels[0], levels[1], levels[2], levels[3]

    def text(self) -> str:
        """As the store keeps it."""
        return ",".join(map(str, (*self.counts, self.weight, self.reached)))

    @staticmethod
    def read(text: str) -> Tried:
        """From the store; blank: never called."""
        if not text:
            return Tried()
        a, b, c, d, weight, reached = map(int, text.split(","))
        return Tried((a, b, c, d), weight, reached)


NEVER_TRIED = Tried()
