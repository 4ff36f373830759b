"""Why a case is, or is not, called now, in a supervisor's words: every rule with its figures, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.queue import Waits
from cati_app.domain.casework.explain import Explanation, Reason
from cati_app.texts import Words
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.reason_words import chance_text, hours_text
from cati_app.ui.stage.result_words import code_label, result_label
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import when_exactly
from cati_app.values import dataclass

_FIGURES = frozenset({"limit", "day_limit", "skill", "cell", "appointment"})  # say nothing without their name


@dataclass(frozen=True, slots=True)
class _Speaker:
    """What the words of a reason depend on."""

    words: Words
    services: SupervisorServices
    calendar: CallingCalendar  # at the case's locality
    now: datetime
    barred: str = ""  # who must not call the case next

    def at(self, at: datetime) -> str:
        return when_exactly(self.words, self.calendar, at, self.now)

    def name(self, reason: Reason) -> str:
        words = self.words
        return {
            "closed": words.say("State"),
            "unreleased": words.say("State"),
            "open": words.say("State"),
            "in_hands": words.say("In hand"),
            "limit": words.say("Contact attempts"),
            "day_limit": words.say("Today"),
            "block_list": words.say("Block list"),
            "language": words.say("Language"),
            "skill": words.say("Training needed"),
            "other_person": words.say("Other person"),
            "cell": words.say("Quota cell of the sample"),
            "hours": words.say("Hours"),
            "due": words.say("Due"),
            "appointment": words.say("Appointment"),
            "rank": words.say("Order"),
            "chance": words.say("Chance of reaching somebody"),
        }[reason.rule]

    def text(self, reason: Reason) -> str:
        tellers: dict[str, Callable[[Reason], str]] = {
            "closed": self._closed,
            "unreleased": lambda _: self.words.say("not released yet; the tab Sample opens portions"),
            "open": self._open,
            "in_hands": self._hands,
            "limit": self._of_limit,
            "day_limit": self._of_limit,
            "block_list": self._block_list,
            "language": self._language,
            "skill": lambda reason: str(reason.facts["skill"]) or self.words.say("none"),
            "other_person": lambda _: self._others(),
            "cell": self._cell,
            "hours": lambda reason: hours_text(self.words, reason),
            "due": self._due,
            "appointment": self._appointment,
            "rank": self._rank,
            "chance": self._chance,
        }
        return tellers[reason.rule](reason)

    def obstacle(self, reason: Reason) -> str:
        """A rule that does not hold, in words that stand alone."""
        text = self.text(reason)
        return f"{self.name(reason)}: {text}" if reason.rule in _FIGURES else text

    def _closed(self, reason: Reason) -> str:
        code = code_label(self.words, self.services.texts.results, str(reason.facts["disposition"]))
        text, how = self.words.say("closed: {result}", result=code), self._ending(str(reason.facts["how"]))
        return f"{text} · {how}" if how else text

    def _ending(self, how: str) -> str:
        words = self.words
        return {
            "numbers_dead": words.say("nobody of the household can be reached at any of its numbers"),
            "refused_twice": words.say("refused twice"),
            "not_converted": words.say("this study does not try soft refusals again"),
            "limit": words.say("all contact attempts are used up"),
            "blocked": words.say("a number of it is on the block list"),
            "": words.say("no rule of today explains it"),
        }.get(how, "")

    def _open(self, reason: Reason) -> str:
        label = result_label(self.words, self.services.texts.results, str(reason.facts["disposition"]))
        return self.words.say("open, last result: {result}", result=label)

    def _hands(self, reason: Reason) -> str:
        if reason.holds:
            return self.words.say("nobody has it in hand")
        return self.words.say("somebody has it in hand; it comes back automatically when that station stops reporting")

    def _of_limit(self, reason: Reason) -> str:
        return self.words.say("{count} of at most {limit}", count=reason.facts["dials"], limit=reason.facts["limit"])

    def _block_list(self, reason: Reason) -> str:
        if not reason.facts["asked"]:
            return self.words.say("not asked: that needs access to contact data")
        return self.words.say("none of its numbers") if reason.holds else self.words.say("a number of it: nobody calls")

    def _language(self, reason: Reason) -> str:
        code = str(reason.facts["language"])
        if not code:
            return self.words.say("none is wished")
        return self.words.say(
            "only for people who speak: {language}", language=language_word(self.words, self.services.texts, code)
        )

    def _others(self) -> str:
        if not self.barred:
            return self.words.say("anybody may call")
        return self.words.say("anybody but {person}, who was refused", person=self.barred)

    def _cell(self, reason: Reason) -> str:
        cell = cell_text(self.services, str(reason.facts["cell"]))
        if not cell:
            return self.words.say("the sample does not tell it")
        if not reason.holds:
            return self.words.say("{cell}, full", cell=cell)
        return self.words.say("{cell}, lags behind", cell=cell) if reason.facts["lagging"] else cell

    def _due(self, reason: Reason) -> str:
        if reason.holds:
            return self.words.say("yes")
        if reason.facts["rest"] == Waits.REFUSAL_REST:
            return self.words.say("rests after a soft refusal")
        if reason.facts["rest"] == Waits.DAY_LIMIT:
            return self.words.say("was called often enough that day")
        return self.words.say("the pause after the last result is not over")

    def _appointment(self, reason: Reason) -> str:
        at = self.at(datetime.fromisoformat(str(reason.facts["at"])))
        kind = self.words.say("firm, {at}", at=at) if reason.facts["firm"] else self.words.say("roughly, {at}", at=at)
        return (
            kind
            if reason.holds or reason.facts["firm"]
            else self.words.say("{kind}; the one who made it comes first", kind=kind)
        )

    def _chance(self, reason: Reason) -> str:
        if not reason.facts["calls"]:
            return self.words.say("nothing is known yet of this time of the week")
        return chance_text(self.words, reason.facts)

    def _rank(self, reason: Reason) -> str:
        facts = reason.facts
        return self.words.say_count(
            "rank {level} now (lower comes first, at best {best}), tried once at this time of the week",
            "rank {level} now (lower comes first, at best {best}), tried {count} times at this time of the week",
            int(facts["tried_in_part"]),
            level=facts["level"],
            best=facts["best_level"],
        )


def chain_lines(
    words: Words, services: SupervisorServices, explained: Explanation, at_place: str, barred: str = ""
) -> tuple[ReasonLine, ...]:
    """Every rule: its name, what it says, and until when it forbids the call.

    Args:
        at_place: The case's locality, see `domain.calling.routing`.
        barred: Who must not make the next attempt, in words.
    """
    speaker = _Speaker(words, services, services.rules.calendar_of(at_place), services.clock.now(), barred)
    lines = []
    for reason in explained.reasons:
        text = speaker.text(reason)
        if reason.until is not None:
            text = words.say("{text} – until {at}", text=text, at=speaker.at(reason.until))
        lines.append(ReasonLine(speaker.name(reason), text, Tone.OK if reason.holds else Tone.WARN))
    return tuple(lines)


def verdict_line(words: Words, services: SupervisorServices, explained: Explanation, at_place: str) -> tuple[str, Tone]:
    """Whether the case can be called now; else what forbids it, and until when."""
    if explained.callable:
        return words.say("Can be called now."), Tone.OK
    speaker = _Speaker(words, services, services.rules.calendar_of(at_place), services.clock.now())
    missing = [reason for reason in explained.reasons if not reason.holds]
    said = "; ".join(speaker.obstacle(reason) for reason in missing)
    if missing[0].rule == "closed":
        code = code_label(words, services.texts.results, str(missing[0].facts["disposition"]))
        return words.say("Closed as “{code}”; it will not be called again.", code=code), Tone.PLAIN
    if explained.until is None:
        return words.say("Cannot be called now: {reasons}.", reasons=said), Tone.WARN
    return words.say("Not before {at}: {reasons}.", at=speaker.at(explained.until), reasons=said), Tone.WARN
