"""A town of telephone numbers: who sits behind each, and how a call at a time ends.

Chances of being reached come from `contact`; how people go on once they have picked up is assumed (constants here and
in `_somebody`), the same for every order of cases.

The same seed gives the same town, and a call on a case comes to the same whichever order of cases brought it about, as
long as it is the same attempt at the same time: two orders are compared in pairs.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple

from tests.worlds.contact import HOURS, KINDS, flat, rate, relative

HOUSEHOLDS = 0.62  # of numbers; the published rates are over all numbers dialled
NOT_IN_SERVICE, BUSINESS = 0.15, 0.06  # the rest is never answered
MOBILE = 0.4
LANGUAGES = (("tr", 0.035), ("ru", 0.02), ("ar", 0.015))
VARIETY = 2.0  # shape of the gamma factor (mean 1) by which persons differ in each part of the day
MACHINE = 0.35  # of calls nobody takes in a household with a machine
TALK_S = {
    "complete": 1080,
    "refusal_household": 50,
    "soft_refusal": 60,
    "appointment_firm": 110,
    "appointment_soft": 100,
    "contact_other_person": 60,
    "callback_requested": 60,
    "machine": 45,
    "busy": 20,
    "no_answer": 40,
    "not_in_service": 20,
    "business": 45,
}
WRAP_UP_S = 15
_MASK = (1 << 64) - 1
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


class Household(NamedTuple):
    """Who sits behind a number."""

    kind: str  # of person, or not_in_service, business, silent
    frame: str
    language: str
    habits: tuple[float, float, float, float]  # weekday morning, afternoon, evening, Saturday
    machine: bool
    cell: int  # quota cell, as the sample tells it


@dataclass(frozen=True)
class Said:
    """The outcome of a call."""

    result: str
    talk_s: int
    in_s: int | None = None  # appointment: seconds from now
    language: str | None = None


def part_of(weekday: int, hour: int) -> int:
    """Weekday morning 0, afternoon 1, evening 2, Saturday 3."""
    return 3 if weekday == 5 else 0 if hour < 12 else 1 if hour < 17 else 2


class World:
    """A town; `flat` takes every influence of hour, kind and habit away."""

    def __init__(self, seed: int, cases: int, *, flat: bool = False) -> None:
        self.seed = seed
        self.is_flat = flat
        chance = random.Random(seed)
        self.households = [_household(chance, flat) for _ in range(cases)]
        self._chance = _chances(flat)

    def uniform(self, case: int, attempt: int, what: int) -> float:
        """A number from 0 to 1 that depends on nothing else."""
        x = (self.seed * 0x9E3779B97F4A7C15 + case * 0xD1B54A32D192ED03 + attempt * 8191 + what * 131) & _MASK
        for shift, factor in _STEPS:
            x = ((x ^ (x >> shift)) * factor) & _MASK
        return ((x ^ (x >> 31)) >> 11) / (1 << 53)

    def call(self, case: int, attempt: int, weekday: int, hour: int, *, speaks: frozenset[str], agreed: str) -> Said:
        """A dial.

        Args:
            attempt: Number of earlier attempts.
            speaks: Languages of the interviewer.
            agreed: `in_time` or `late` when an appointment is kept, `refused` after a soft refusal, else blank.
        """
        who = self.households[case]
        if who.kind not in KINDS:
            return _plain({"silent": "no_answer"}.get(who.kind, who.kind))
        chance = min(0.95, self._chance[who.frame, who.kind, weekday, hour][0] * who.habits[part_of(weekday, hour)])
        if agreed in ("in_time", "late"):
            chance = max(chance, 0.85 if agreed == "in_time" else 0.5)
        if self.uniform(case, attempt, 1) >= chance:
            return _plain(self._nobody(who, case, attempt))
        if who.language not in speaks:
            return Said("callback_requested", TALK_S["callback_requested"], None, who.language)
        return self._somebody(who, case, attempt, weekday, hour, agreed)

    def _nobody(self, who: Household, case: int, attempt: int) -> str:
        drawn = self.uniform(case, attempt, 2)
        if drawn < 0.04:
            return "busy"
        return "machine" if who.machine and drawn < 0.04 + MACHINE else "no_answer"

    def _somebody(self, who: Household, case: int, attempt: int, weekday: int, hour: int, agreed: str) -> Said:
        willing = self._chance[who.frame, who.kind, weekday, hour][1]
        if agreed in ("in_time", "late"):
            willing = 0.9
        elif agreed == "refused":
            willing *= 0.4
        drawn = self.uniform(case, attempt, 3)
        if drawn >= willing:
            return _plain("soft_refusal" if self.uniform(case, attempt, 4) < 0.5 else "refusal_household")
        now = 0.85 if agreed in ("in_time", "late") else 0.45
        then = self.uniform(case, attempt, 5)
        if then < now:
            return _plain("complete")
        rest = (then - now) / (1 - now)
        days = 1 + int(3 * self.uniform(case, attempt, 6))
        if rest < 0.4:
            return Said("appointment_firm", TALK_S["appointment_firm"], days * 86400)
        if rest < 0.6:
            return Said("appointment_soft", TALK_S["appointment_soft"], days * 86400)
        return _plain("contact_other_person" if who.frame == "landline" else "callback_requested")


def _plain(result: str) -> Said:
    return Said(result, TALK_S[result])


def _household(chance: random.Random, is_flat: bool) -> Household:
    drawn = chance.random()
    frame = "mobile" if chance.random() < MOBILE else "landline"
    cell, machine = chance.randrange(6), chance.random() < 0.5
    habits = tuple(chance.gammavariate(VARIETY, 1 / VARIETY) for _ in range(4))
    kind_drawn, language_drawn = chance.random(), chance.random()
    if drawn >= HOUSEHOLDS:
        rest = drawn - HOUSEHOLDS
        kind = "not_in_service" if rest < NOT_IN_SERVICE else "business" if rest < NOT_IN_SERVICE + BUSINESS else ""
        return Household(kind or "silent", frame, "de", (1, 1, 1, 1), machine, cell)
    kind = list(KINDS)[-1]
    for name, share in KINDS.items():
        if kind_drawn < share:
            kind = name
            break
        kind_drawn -= share
    language = "de"
    for code, share in LANGUAGES:
        if language_drawn < share:
            language = code
            break
        language_drawn -= share
    own = (1.0, 1.0, 1.0, 1.0) if is_flat else (habits[0], habits[1], habits[2], habits[3])
    return Household(kind, frame, language, own, machine, cell)


def _chances(is_flat: bool) -> dict[tuple[str, str, int, int], tuple[float, float]]:
    """Chance that somebody picks up, and that who picks up is willing, by frame, kind, weekday and hour."""
    found = {}
    for frame in ("landline", "mobile"):
        for weekday in range(6):
            for hour in HOURS:
                each = flat(frame) if is_flat else rate(frame, weekday, hour)
                for kind in KINDS:
                    scale = 1.0 if is_flat else relative(kind, weekday, hour)
                    reached = (each.willing + each.refused) / 100 / HOUSEHOLDS * scale
                    found[frame, kind, weekday, hour] = (reached, each.willing / (each.willing + each.refused))
    return found
