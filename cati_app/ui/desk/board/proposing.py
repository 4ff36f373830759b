"""W: what could be done so that the field is shorter, with the days it gains and the hours it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from cati_app.fieldwork.monitor.read_proposals import ProposalTold
from cati_app.texts import Words
from cati_app.ui.desk.board.steering_words import cell_name
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.commands import enabled_now
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine
from cati_app.ui.stage.stage import Stage

_OUT_OF_SIGHT = 60
"""Days gained above which most draws without the proposal were never full."""
_HOLD = timedelta(minutes=10)
"""As long as a forecast stands."""
_Offered = Mapping[str, tuple[ProposalTold, ...] | None]


class Proposing:
    """Reads proposals beside the store's own thread and shows them; nothing is changed by that.

    It takes up to half a minute in a large field, and nobody waits for it: whoever goes elsewhere meanwhile is not
    disturbed there, and whoever leaves leaves.
    """

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage = stage
        self._services = services
        self._reading = False
        self._ready: tuple[_Offered, datetime] | None = None  # not looked at yet, and since when

    def ask(self) -> None:
        """Work them out, or show those that are ready; the board goes on meanwhile."""
        ahead = self._services.outlook
        if ahead is None or self._reading:
            return
        if self._ready is not None and self._services.clock.now() - self._ready[1] < _HOLD:
            self._show(self._ready[0])
            return
        self._reading = True
        self._stage.say(self._begun)
        self._stage.look(lambda: ahead.proposals(ahead.user), self._arrived, self._not_read, "backup")

    @property
    def _begun(self) -> str:
        return self._stage.words.say("The field is played forward with each thing that could be done …")

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _arrived(self, offered: _Offered) -> None:
        """Shown to whoever still waits for it; nothing is laid over another page or over what is typed."""
        stage, self._reading = self._stage, False
        if "proposals" in enabled_now(stage.situation) and stage.shell.open_panel() is None:
            self._show(offered)
            return
        self._ready = offered, self._services.clock.now()
        if stage.said in ("", self._begun):
            stage.say(
                stage.words.say("What would make the field shorter is worked out: on the page Quotas W shows it.")
            )

    def _show(self, offered: _Offered) -> None:
        self._ready = None
        self._stage.say("")
        words = self._stage.words
        lines = tuple(self._lines(offered))
        text = words.say(
            "Most days for an interviewer hour first; the same luck with and without. Nothing is changed by looking."
        )
        if not lines:
            text = words.say("It is too early to propose anything: three days of work and fifteen screened persons.")
        self._stage.panel(ExplanationState(words.say("What would make the field shorter"), lines, text))

    def _lines(self, offered: _Offered) -> Iterator[ReasonLine]:
        """By quota: what keeps the targets, and apart what wants others, or fewer."""
        words, several = self._stage.words, len(offered) > 1
        for quota, things in offered.items():
            if things is None:
                continue
            named = f"{self._services.texts.quota_words(quota)}: " if several else ""
            if not things:
                yield ReasonLine(named.strip(": "), words.say("nothing that could be proposed makes the field shorter"))
            for number, thing in enumerate((thing for thing in things if not thing.changes_targets), 1):
                yield ReasonLine(f"{named}{number}", f"{self._what(thing)}: {_price(words, thing)}")
            for thing in things:
                if thing.changes_targets:
                    told = f"{self._what(thing)}: {_price(words, thing)}; {self._lost(thing)}"
                    yield ReasonLine(f"{named}{words.say('gives up targets')}", told)

    def _what(self, thing: ProposalTold) -> str:
        words = self._stage.words
        cell, to = (cell_name(words, self._services, of) if of is not None else "" for of in (thing.cell, thing.to))
        match thing.kind:
            case "release":
                return words.say("release the next portion ({count} numbers)", count=thing.count)
            case "draw":
                return words.say("{count} more numbers", count=thing.count)
            case "seat":
                return words.say("one more seat in shift {number}", number=thing.shift)
            case "move":
                return words.say_count(
                    "{count} interview of {cell} wanted in {to} instead",
                    "{count} interviews of {cell} wanted in {to} instead",
                    thing.count,
                    cell=cell,
                    to=to,
                )
            case "all_short":
                return words.say_count(
                    "{count} interview stays missing, in all cells",
                    "{count} interviews stay missing, in all cells",
                    thing.count,
                )
        return words.say_count(
            "{cell} stays {count} interview short", "{cell} stays {count} interviews short", thing.count, cell=cell
        )

    def _lost(self, thing: ProposalTold) -> str:
        words = self._stage.words
        if thing.cell is None:
            return words.say("the sample then shows fewer of those who are hard to reach than was wanted")
        return words.say(
            "{cell} is then {after:.1%} of all interviews, {before:.1%} were wanted",
            cell=cell_name(words, self._services, thing.cell),
            after=thing.share_after or 0.0,
            before=thing.share_before or 0.0,
        )


def _price(words: Words, thing: ProposalTold) -> str:
    """Days gained, interviewer hours, chance of being late."""
    days = words.say("{days:.1f} days of work sooner", days=thing.days_gained)
    if thing.days_gained > _OUT_OF_SIGHT:
        days = words.say("in sight, {days:.0f} days of work sooner and more", days=thing.days_gained)
    if thing.more_hours >= 0:
        hours = words.say("{hours:.0f} interviewer hours more", hours=thing.more_hours)
    else:
        hours = words.say("{hours:.0f} interviewer hours fewer", hours=-thing.more_hours)
    told = f"{days}, {hours}"
    return told if thing.late is None else f"{told}, {words.say('late: {chance:.0%}', chance=thing.late)}"
