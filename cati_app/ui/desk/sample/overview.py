"""The overview of the sample tab: figures, random portions and their release, the block list."""

from __future__ import annotations

from functools import partial

from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.sampling.sample import Portion
from cati_app.texts import Words
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.sample.gain import ReleaseGain
from cati_app.ui.desk.sample.port import BlockListChange, SampleDesk, SampleFigures, Unblocking
from cati_app.ui.desk.sample.states import OverviewQuestion, OverviewState
from cati_app.ui.desk.sample.views import SampleView
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.line_words import line_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import TileState, Tone


class SampleOverview:
    """Reads the figures, and asks before it does what cannot be taken back."""

    def __init__(self, stage: Stage, view: SampleView, desk: SampleDesk, ahead: OutlookServices | None = None) -> None:
        self._stage, self._view, self._desk = stage, view, desk
        self._gain = ReleaseGain(stage, ahead, self._gained)
        self._figures: SampleFigures | None = None
        self._asked = OverviewQuestion.NOTHING
        self._message, self._tone = "", Tone.PLAIN

    def read(self, message: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Read the figures and show them, with what was just done."""
        self._asked = OverviewQuestion.NOTHING
        self._message, self._tone = message, tone
        self._stage.run(self._desk.figures, self._show)

    def state(self) -> OverviewState:
        """The overview as it is now."""
        figures, words = self._figures, self._stage.words
        if figures is None:
            return OverviewState()
        return OverviewState(
            tiles=_tiles(words, figures),
            portions=_portions(words, figures),
            can_release=figures.next_portion is not None,
            block_lines=tuple(_line(words, change) for change in figures.block_log),
            asked=self._asked,
            question=self._question(),
            message=self._message,
            tone=self._tone,
        )

    def ask(self, what: OverviewQuestion) -> None:
        """Say what it would do, and wait."""
        waits = self._figures.next_portion if self._figures is not None else None
        if what is OverviewQuestion.RELEASE and waits is None:
            self._message, self._tone = self._stage.words.say("No portion waits for its release."), Tone.WARN
            what = OverviewQuestion.NOTHING
        else:
            self._message = ""
        self._asked = what
        if what is OverviewQuestion.RELEASE:
            self._gain.ask()
        self._view.render_overview(self.state())

    def release(self) -> None:
        """Open the next portion; only after it was asked."""
        if self._asked is not OverviewQuestion.RELEASE:
            return
        self._asked = OverviewQuestion.NOTHING
        if self._desk.is_shared:
            waits_for = self._stage.words.say("The hub releases the portion for all stations …")
            self._stage.ask(self._desk.release, self._released, None, waits_for, self._desk.stop_waiting)
        else:
            self._stage.run(self._desk.release, self._released)

    def block(self, number_text: str) -> None:
        """Put a number on the block list."""
        self._stage.run(partial(self._desk.block, number_text), self._blocked, self._refused)

    def unblock(self, wanted: Unblocking) -> None:
        """Take a number off the block list."""
        work = partial(self._desk.unblock, wanted)
        if self._desk.is_shared:
            waits_for = self._stage.words.say("The hub takes the number off at all stations …")
            self._stage.ask(work, self._unblocked, self._refused, waits_for, self._desk.stop_waiting)
        else:
            self._stage.run(work, self._unblocked, self._refused)

    def _show(self, figures: SampleFigures) -> None:
        self._figures = figures
        self._view.render_overview(self.state())

    def _released(self, cases: int) -> None:
        self._stage.changed(frozenset({Topic.CASES}))
        told = self._stage.words.say_count(
            "{count} case is in the queue now.", "{count} cases are in the queue now.", cases, count=grouped(cases)
        )
        self.read(told, Tone.OK)

    def _blocked(self, new: bool) -> None:
        words = self._stage.words
        self.read(words.say("The number is on the list.") if new else words.say("It was on the list already."), Tone.OK)

    def _unblocked(self, _: None) -> None:
        words = self._stage.words
        self.read(words.say("The number was taken off. Cases that were closed stay closed."), Tone.OK)

    def _refused(self, error: Exception) -> bool:
        """A rule said no: the question stays open, so that it can be put right."""
        if not isinstance(error, RuleViolation):
            return False
        self._message, self._tone = _rule(self._stage.words, error), Tone.WARN
        self._view.render_overview(self.state())
        return True

    def _question(self) -> str:
        words, figures = self._stage.words, self._figures
        if self._asked is OverviewQuestion.BLOCK:
            return words.say("No study will call this number again. One person alone cannot undo that.")
        if self._asked is OverviewQuestion.UNBLOCK:
            return words.say("Two people and a written reason are needed. The reason is kept for ever.")
        following = figures.next_portion if figures is not None else None
        if self._asked is not OverviewQuestion.RELEASE or figures is None or following is None:
            return ""
        rest = sum(portion.waiting for portion in figures.portions) - following.waiting
        text = (
            words.say_count(
                "Portion {number} was released in part: its last case comes into the queue.",
                "Portion {number} was released in part: its other {count} cases come into the queue.",
                following.waiting,
                number=following.number,
                count=grouped(following.waiting),
            )
            if following.in_part
            else words.say_count(
                "Portion {number}: {count} case comes into the queue.",
                "Portion {number}: {count} cases come into the queue.",
                following.waiting,
                number=following.number,
                count=grouped(following.waiting),
            )
        )
        left = words.say_count(
            "{count} case keeps waiting. This cannot be taken back.",
            "{count} cases keep waiting. This cannot be taken back.",
            rest,
            count=grouped(rest),
        )
        return " ".join(filter(None, (text, left, self._gain.text)))

    def _gained(self) -> None:
        """Shown beside the question, where that stands still."""
        if self._asked is OverviewQuestion.RELEASE:
            self._view.render_overview(self.state())


def grouped(number: int) -> str:
    """`100 000`, readable in every language."""
    return f"{number:,}".replace(",", "\u202f")


def _tiles(words: Words, figures: SampleFigures) -> tuple[TileState, ...]:
    cases, waiting = sum(figures.states.values()), figures.states.get("unreleased", 0)
    lines = " · ".join(f"{line_label(words, kind)} {grouped(count)}" for kind, count in sorted(figures.lines.items()))
    called, closed = figures.states.get("called", 0), figures.states.get("closed", 0)
    progress = words.say("{called} called · {closed} closed", called=grouped(called), closed=grouped(closed))
    held = words.say("held back until their portion is released")
    numbers, blocked = sum(figures.lines.values()), grouped(figures.blocked)
    return (
        TileState("cases", words.say("Cases"), grouped(cases), progress),
        TileState("waiting", words.say("Waiting"), grouped(waiting), held),
        TileState("numbers", words.say("Numbers"), grouped(numbers), lines or words.say("none so far")),
        TileState("blocked", words.say("Block list"), blocked, words.say("numbers nobody may call, in all studies")),
    )


def _portions(words: Words, figures: SampleFigures) -> TableState:
    columns = (
        words.say("Portion"),
        words.say("State"),
        words.say("Cases"),
        words.say("Waiting"),
        words.say("Not called yet"),
        words.say("Called"),
        words.say("Closed"),
    )
    rows = tuple(
        (
            str(portion.number),
            str(portion.number),
            _state(words, portion),
            grouped(portion.cases),
            grouped(portion.waiting),
            grouped(portion.untouched),
            grouped(portion.called),
            grouped(portion.closed),
        )
        for portion in figures.portions
    )
    empty = words.say(
        "No case is held back. Import with a size of portions, and cases wait here until they are released."
    )
    return TableState("portions", words.say("Random portions"), columns, rows, empty)


def _state(words: Words, portion: Portion) -> str:
    if portion.in_part:
        return words.say("released in part")
    return words.say("waits") if portion.waiting else words.say("released")


def _line(words: Words, change: BlockListChange) -> str:
    done = {
        "added": words.say("on the list"),
        "removed": words.say("taken off"),
        "begun anew": words.say("started again"),
    }.get(change.what, change.what)
    who = words.say("after a call") if change.people == "result of a call" else change.people
    at = words.say("{at:%Y-%m-%d %H:%M}", at=change.at)
    return f"{at} · {done} · {grouped(change.entries)} · {who}"


def _rule(words: Words, rule: RuleViolation) -> str:
    number = words.say("That is no telephone number that could be called. Type it with its area code.")
    texts = {
        "number_not_readable": number,
        "number_too_short": number,
        "number_impossible": number,
        "number_service": words.say("That is the number of a service, which is never called anyway."),
        "block_reason_needed": words.say("Write the reason in at least ten letters."),
        "reason_holds_number": words.say("The reason must not hold a telephone number."),
        "sheet_first": words.say(
            "No sample comes in before the recovery sheet is on paper: Settings, then type two groups from it."
        ),
        "sample_changed": words.say("Others have changed the sample meanwhile; nothing of this came in. Try again."),
        "wrong_second_login": words.say("Name or password of the second person is wrong."),
        "two_people_needed": words.say("The second person must be somebody else."),
        "not_on_blocklist": words.say("That number is not on the block list."),
        "no_contact_access": words.say("This role has no access to contact data."),
    }
    return texts.get(rule.code, words.say("That is not allowed now ({code}).", code=rule.code))
