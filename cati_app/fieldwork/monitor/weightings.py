"""The weightings of a study: recipes that somebody chose, with a reason; the last one is in force.

Each is a fact of the log of the station where it was chosen, so it comes to all stations with the log. Recipe and
reason are sealed with the key of answers: a hub sees that there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.weighting.facts import CHOSEN
from cati_app.domain.weighting.recipe import Recipe, recipe_of, recipe_text
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

RECIPE, REASON = "recipe", "reason"
LONGEST_REASON, LONGEST_RECIPE = 1_000, 200_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class ChosenWeighting:
    """What somebody chose.

    Args:
        version: From 1 on. Two that were chosen at two stations without a line may have the same; the later one holds.
        recipe: None: from then on there are no weights.
        digest: Tells recipes apart; blank without one.
        at: Aware UTC.
        by: Number of the person; None where nobody of that id is known here.
    """

    version: int
    recipe: Recipe | None
    digest: str
    at: datetime
    by: int | None
    reason: str


class ChooseWeighting:
    """For analysts and supervisors.

    Args:
        units: Where it is written; keys that open answers.
        whole: Where the facts of all stations are read; what was chosen here may not have arrived there yet.
    """

    def __init__(self, units: CallingUnits, whole: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock

    @needs(Right.EXPORT)
    def __call__(self, user: User, recipe: Recipe | None, reason: str) -> int:
        """It is in force from now on; the number of its version. A recipe that is in force already is not written anew.

        Raises:
            RuleViolation: `reason_needed`, `text_too_long`, `weigh_too_long`; `weigh_none` where there are no weights
                that could be given up.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        if len(reason) > LONGEST_REASON:
            raise RuleViolation("text_too_long", most=LONGEST_REASON)
        text = "" if recipe is None else recipe_text(recipe)
        if len(text) > LONGEST_RECIPE:
            raise RuleViolation("weigh_too_long", most=LONGEST_RECIPE)
        digest = recipe.digest if recipe is not None else ""
        with self._whole() as unit:
            everywhere = _last(unit.log.of_weightings())
        with self._units() as unit_here:
            here = _last(unit_here.log.of_weightings())
        before = _last(fact for fact in (everywhere, here) if fact is not None)
        if before is None and recipe is None:
            raise RuleViolation("weigh_none")
        if before is not None and _digest(before) == digest:
            return _version(before)
        version = 1 if before is None else _version(before) + 1
        now = moment(self._clock, user)
        told, sealed = {"version": version, "digest": digest}, {RECIPE: text, REASON: reason.strip()}
        fact = NewEvent(CHOSEN, now.at, now.mono_ms, now.by, payload=told, remarks=sealed)
        with self._units() as unit_here:
            unit_here.log.append([fact])
            unit_here.commit()
        return version


class ReadWeightings:
    """Weightings with their recipes.

    Args:
        units: Where they are read; keys that open answers.
        here: The log of this station, where `units` read a copy of what its hub has: what was chosen here may not
            have arrived there yet. None: there is no other log.
    """

    def __init__(self, units: CallingUnits, here: CallingUnits | None = None) -> None:
        self._logs = (units,) if here is None else (units, here)

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> tuple[ChosenWeighting, ...]:
        """All of them, in the order in which they were chosen."""
        known: dict[tuple[datetime, int, str, int], ChosenWeighting] = {}
        for units in self._logs:
            with units() as unit:
                known |= {_order(logged): _chosen(unit, logged) for logged in unit.log.of_weightings()}
        return tuple(known[order] for order in sorted(known))

    @needs(Right.EXPORT)
    def in_force(self, by: Actor) -> ChosenWeighting | None:
        """The one by which data sets are weighed; None: they are not."""
        last: tuple[LoggedEvent, ChosenWeighting] | None = None
        for units in self._logs:
            with units() as unit:
                fact = _last(unit.log.of_weightings())
                if fact is not None and (last is None or _order(fact) > _order(last[0])):
                    last = fact, _chosen(unit, fact)
        return last[1] if last is not None and last[1].digest else None


def _chosen(unit: CallingUnit, logged: LoggedEvent) -> ChosenWeighting:
    text = unit.log.remark(logged, RECIPE)
    number = next((person.number for person in unit.people.all() if person.id == logged.event.user_id), None)
    return ChosenWeighting(
        _version(logged),
        recipe_of(json.loads(text)) if text else None,
        _digest(logged),
        logged.event.at,
        number,
        unit.log.remark(logged, REASON),
    )


def _last(facts: Iterable[LoggedEvent]) -> LoggedEvent | None:
    return max(facts, key=_order, default=None)


def _order(logged: LoggedEvent) -> tuple[datetime, int, str, int]:
    """By time, as of everything that several stations may say: a version that is chosen without a line may be older."""
    return logged.event.at, _version(logged), logged.device, logged.seq


def _version(logged: LoggedEvent) -> int:
    return int(str((logged.event.payload or {})["version"]))


def _digest(logged: LoggedEvent) -> str:
    return str((logged.event.payload or {})["digest"])
