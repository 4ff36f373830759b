"""How a station stands with its hub, and in words: whoever works sees whether it answers, and what is not there yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.stations import Halt
from cati_app.texts import Words
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, weekday
from cati_app.values import dataclass

_SOON = timedelta(seconds=30)
"""A result is sent when it cannot be taken back any more, ten seconds, and a round of the station later: from then on
that it is not there is told with a line, too."""


@dataclass(frozen=True, slots=True)
class StandingAtHub:
    """How the station stands with its hub.

    Args:
        connected: Whether it answered when it was asked last; None before that.
        since: Since when that is so, on the clock of the study; as all times here.
        heard_at: When it answered last.
        results: Worked cases that it does not have.
        interviews: Complete ones among them.
        ready: Cases that are here to be called.
        until: How long calls may begin on all of these.
        problem: What it says, or who else answers, where that is more than silence.
        sign_in_until: Until when people sign in without it; None where that does not end.
        refused: Results among those it does not have that it does not take.
        refusal: What it said of the first of these.
        is_renewed: Questionnaire or rules have come that are not in force here.
        halt: Why no call begins here, as it said last; None: they do.
        edition: How often questionnaire or rules came into force since the program was started.
        unsent_since: When the first of the results that it does not have was given.
        now: When this was so.
    """

    connected: bool | None
    since: datetime | None = None
    heard_at: datetime | None = None
    results: int = 0
    interviews: int = 0
    ready: int = 0
    until: datetime | None = None
    problem: EnvironmentProblem | None = None
    sign_in_until: datetime | None = None
    refused: int = 0
    refusal: EnvironmentProblem | None = None
    is_renewed: bool = False
    halt: Halt | None = None
    edition: int = 0
    unsent_since: datetime | None = None
    now: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether results are not there that should be, were the line as it ought to be."""
        return self.unsent_since is not None and self.now is not None and self.now - self.unsent_since > _SOON


ReadConnection = Callable[[], StandingAtHub | None]
"""How it stands now; None where the study is at no hub."""


def connection_word(words: Words, connection: StandingAtHub) -> tuple[str, Tone]:
    """For the line at the top; sign and word, so that colour is not needed."""
    word, tone = _word(words, connection)
    if connection.connected is False or connection.is_late:
        return f"{word} · {_unsent(words, connection)}", Tone.WARN if tone is Tone.OK else tone
    return word, tone


def connection_in_short(words: Words, connection: StandingAtHub) -> str:
    """The same without what is unsent, where there is little room."""
    return _word(words, connection)[0]


def _word(words: Words, connection: StandingAtHub) -> tuple[str, Tone]:
    if connection.problem is not None or (connection.refusal is not None and connection.connected):
        return "! " + words.say("Hub: look here"), Tone.BAD
    line, tone = _line(words, connection)
    if connection.halt is not None:
        halted, tone = _halted(words, connection.halt)
        return (f"{halted} · {line}" if connection.connected is False else halted), tone
    return line, tone


def _line(words: Words, connection: StandingAtHub) -> tuple[str, Tone]:
    if connection.connected is None:
        return "○ " + words.say("Hub: connecting …"), Tone.PLAIN
    if connection.connected:
        return "● " + words.say("Hub: connected"), Tone.OK
    return "✗ " + words.say("Offline since {time}", time=_hour(connection.since)), Tone.WARN


def _halted(words: Words, halt: Halt) -> tuple[str, Tone]:
    if halt is Halt.PAUSED:
        return "‖ " + words.say("Station paused"), Tone.WARN
    return "‖ " + words.say("Station written off"), Tone.BAD


def _unsent(words: Words, connection: StandingAtHub) -> str:
    """How much the hub does not have, and since when."""
    if not connection.results:
        return words.say("all results sent")
    unsent = words.say_count("{count} result not sent", "{count} results not sent", connection.results)
    if connection.unsent_since is None:
        return unsent
    return words.say("{unsent}, since {time}", unsent=unsent, time=_since(words, connection))


def _since(words: Words, connection: StandingAtHub) -> str:
    at, now = connection.unsent_since, connection.now
    if at is None or now is None or at.date() == now.date():
        return _hour(at)
    return f"{weekday(words, at)} {_hour(at)}"


def connection_means(words: Words, connection: StandingAtHub) -> str:
    """What it means for whoever works."""
    if connection.problem is not None:
        return " ".join(environment_text(words, connection.problem))
    if connection.halt is not None:
        halted = halt_means(words, connection.halt)
        return f"{halted} {_halted_offline(words)}" if connection.connected is False else halted
    if connection.connected is None:
        return words.say("The hub is being asked for the first time since this program was started.")
    if connection.connected and connection.refusal is not None:
        kept = words.say_count(
            "{count} result waits here, because the hub does not take it; nothing is lost, and others go there. Tell"
            " the supervisor.",
            "{count} results wait here, because the hub does not take them; nothing is lost, and others go there. Tell"
            " the supervisor.",
            connection.refused,
        )
        return " ".join((kept, *environment_text(words, connection.refusal)))
    if connection.connected and connection.is_late:
        return words.say_count(
            "{count} result is stored here and on its way; it takes longer than usual. You can go on.",
            "{count} results are stored here and on their way; it takes longer than usual. You can go on.",
            connection.results,
        )
    if connection.connected:
        return words.say("What you do is sent as you work.")
    if connection.ready and connection.until is not None:
        return words.say_count(
            "You can go on: {count} case is here, to be called until {time}. What you do is stored here and sent as"
            " soon as the hub answers.",
            "You can go on: {count} cases are here, to be called until {time}. What you do is stored here and sent as"
            " soon as the hub answers.",
            connection.ready,
            time=_hour(connection.until),
        )
    return words.say(
        "Calls and interviews that run go on; a further case comes when the hub answers. What you did is stored here"
        " and sent then."
    )


def halt_means(words: Words, halt: Halt) -> str:
    """Why no call begins at the station, for whoever works there."""
    if halt is Halt.PAUSED:
        return words.say(
            "A supervisor has paused this station: it begins no call and gets no case. Conversations that run go on."
        )
    return words.say(
        "A supervisor has written this station off: it begins no call and gets no case. What was done here is taken"
        " all the same."
    )


def _halted_offline(words: Words) -> str:
    return words.say(
        "The hub does not answer at present: what you did is stored here and sent when it does, and only then this"
        " station hears whether it may go on."
    )


def connection_panel(words: Words, connection: StandingAtHub) -> ExplanationState:
    """The details: last contact, what is not sent, by kind, and what to do."""
    if connection.connected is None:
        stands = words.say("not asked yet")
    elif connection.connected:
        stands = words.say("connected since {time}", time=_hour(connection.since))
    else:
        stands = words.say("no answer since {time}", time=_hour(connection.since))
    lines = [
        ReasonLine(words.say("Hub"), stands),
        ReasonLine(words.say("Last contact"), _hour(connection.heard_at) or words.say("none yet")),
        ReasonLine(words.say("Results not sent"), _unsent_figure(words, connection)),
        *(
            [ReasonLine(words.say("Not taken by the hub"), str(connection.refused))]
            if connection.refusal is not None
            else []
        ),
        ReasonLine(words.say("Complete interviews among them"), str(connection.interviews)),
        ReasonLine(words.say("Cases here to be called"), str(connection.ready)),
    ]
    if connection.is_renewed:
        lines.append(
            ReasonLine(words.say("Questionnaire and rules"), words.say("new; from the next case or sign-in on"))
        )
    if connection.sign_in_until is not None and not connection.connected:
        until = f"{weekday(words, connection.sign_in_until)} {_hour(connection.sign_in_until)}"
        lines.append(ReasonLine(words.say("Sign-in without the hub until"), until))
    if connection.connected is False:
        cure = words.say("Look whether the network is there; tell the supervisor if it lasts.")
        lines.append(ReasonLine(words.say("What to do"), cure))
    return ExplanationState(words.say("Connection to the hub"), tuple(lines), connection_means(words, connection))


def _unsent_figure(words: Words, connection: StandingAtHub) -> str:
    if not connection.results or connection.unsent_since is None:
        return str(connection.results)
    return words.say("{unsent}, since {time}", unsent=connection.results, time=_since(words, connection))


def _hour(at: datetime | None) -> str:
    return "" if at is None else f"{at:%H:%M}"
