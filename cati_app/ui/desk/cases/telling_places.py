"""Places that follow codes, told to the hub by an open window: what was coded without a line waits for nobody."""

from __future__ import annotations

from functools import partial

from cati_app.domain.changes import Topic
from cati_app.domain.errors import NOT_WAITED_FOR, UNANSWERED, EnvironmentProblem
from cati_app.fieldwork.monitor.places_at_hub import PlacesTold
from cati_app.texts import Words
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

_TICKS_OF_SILENCE, _TICKS_OF_REST = 2, 12
"""So many are let pass before the hub is asked again, and before anybody looks whether something waits."""
_SILENT = (*UNANSWERED, NOT_WAITED_FOR, "hub_unanswered")


class TellingPlaces:
    """Looks every few seconds; nobody waits for it."""

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage, self._services = stage, services
        self._looks = False
        self._rests = 0
        self._refusal = ""  # code of what was said last, so that it is said once

    def tick(self) -> None:
        """What waits is told as soon as the hub answers."""
        tell = self._services.cases.tell_places
        if tell is None or self._looks or self._stage.busy:
            return
        if self._rests:
            self._rests -= 1
            return
        self._looks = True
        self._stage.look(partial(tell, self._services.user), self._told, self._not_told)

    def soon(self) -> None:
        """Something waits since a moment ago."""
        self._rests = _TICKS_OF_SILENCE

    def _told(self, told: PlacesTold) -> None:
        self._looks, self._rests, self._refusal = False, _TICKS_OF_REST, ""
        words = self._stage.words
        moved = words.say_count(
            "The place of {count} interview has followed its codes.",
            "The places of {count} interviews have followed their codes.",
            told.moved,
        )
        full = words.say_count(
            "{count} interview stays where it counts: the cell its codes put it in has no room.",
            "{count} interviews stay where they count: the cells their codes put them in have no room.",
            told.full,
        )
        lines = [*((moved,) if told.moved else ()), *((full,) if told.full else ())]
        if lines:
            self._stage.say(lines[0], " ".join(lines[1:]), Tone.OK if told.moved else Tone.WARN)
            self._stage.changed(frozenset({Topic.CASES, Topic.QUOTA, Topic.INTERVIEWS}))

    def _not_told(self, error: Exception) -> bool:
        self._looks = False
        if not isinstance(error, EnvironmentProblem):
            return False
        if is_silent(error):
            self._rests = _TICKS_OF_SILENCE
            return True
        self._rests, said = _TICKS_OF_REST, self._refusal
        self._refusal = error.code
        return error.code == said


def is_silent(error: Exception) -> bool:
    """Whether a hub gave no answer, and may be asked again at any time."""
    return isinstance(error, EnvironmentProblem) and error.code in _SILENT


def waits_words(words: Words) -> tuple[str, str]:
    """That the hub is told later."""
    return (
        words.say("The hub does not answer: nothing has moved yet, as far as is known."),
        words.say("The place follows by itself once the hub answers while a supervisor is signed in here."),
    )
