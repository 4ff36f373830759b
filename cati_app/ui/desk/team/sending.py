"""A message to one person, to those who speak a language, or to all: its text, how urgent it is, sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity
from cati_app.domain.people.team_messages import ALL, GROUP, ONE, TEXT_AT_MOST, Envelope, checked_text
from cati_app.fieldwork.people.seats import Roster
from cati_app.fieldwork.people.team_messages import NewMessage
from cati_app.ui.desk.team.services import TeamServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import rule_text

KINDS = (PanelKind.TEAM_GROUP, PanelKind.TEAM_MESSAGE, PanelKind.TEAM_URGENT)
_CALM, _URGENT = "calm", "urgent"


class Sending:
    """The steps of a message; Esc at any of them sends nothing.

    Args:
        languages: Names of the languages of the study, by code.
        roster: Who may be at work; None while that is not known.
        doing: What each person does who is at work.
    """

    def __init__(
        self,
        stage: Stage,
        services: TeamServices,
        languages: Mapping[str, str],
        roster: Callable[[], Roster | None],
        doing: Callable[[UserId], Activity | None],
    ) -> None:
        self._stage = stage
        self._services = services
        self._languages = languages
        self._roster = roster
        self._doing = doing
        self._message: NewMessage | None = None

    def to_one(self, key: str) -> None:
        """S on a card."""
        roster = self._roster()
        if roster is not None and UserId(key) in roster.people:
            self._begin(ONE, UserId(key))

    def to_all(self) -> None:
        """B."""
        self._begin(ALL, None)

    def ask_group(self) -> None:
        """G: who speaks which language."""
        roster, words = self._roster(), self._stage.words
        people = [] if roster is None else list(roster.people.values())
        spoken = {code: sum(code in user.languages for user in people) for code in self._languages}
        options = tuple(
            ResultOption(code, self._languages[code], words.say("people: {count}", count=count))
            for code, count in spoken.items()
            if count
        )
        if not options:
            self._stage.explain(RuleViolation("message_to_nobody"))
            return
        self._stage.panel(ChoicePanelState(PanelKind.TEAM_GROUP, words.say("To all who speak …"), options))

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if kind is PanelKind.TEAM_GROUP:
            self._begin(GROUP + code, None)
        elif kind is PanelKind.TEAM_URGENT and self._message is not None:
            self._send(replace(self._message, urgent=code == _URGENT))

    def text_given(self, text: str) -> None:
        """Enter in the text."""
        if self._message is None:
            return
        try:
            self._message = replace(self._message, text=checked_text(text))
        except RuleViolation as rule:
            self._ask_text(rule_text(self._stage.words, rule))
            return
        self._ask_urgent(self._message)

    # -- the steps ---------------------------------------------------------------------------------------------

    def _begin(self, addressed: str, to: UserId | None) -> None:
        self._message = NewMessage(self._services.new_message(), addressed, "", to=to)
        self._ask_text("")

    def _ask_text(self, message: str) -> None:
        if self._message is None:
            return
        words, new = self._stage.words, self._message
        title = words.say("Message to {whom}", whom=self.whom(new.addressed, new.to))
        hint = HistoryLine("", words.say("At most {most} characters; gone after a week.", most=TEXT_AT_MOST))
        action = words.say("How urgent? …")
        self._stage.panel(
            TextPanelState(PanelKind.TEAM_MESSAGE, title, ref=new.id, earlier=(hint,), message=message, action=action)
        )

    def _ask_urgent(self, new: NewMessage) -> None:
        words = self._stage.words
        calm = ResultOption(_CALM, words.say("between two calls"), self._when(new))
        urgent = ResultOption(
            _URGENT,
            words.say("urgent: at once, in a line at the top"),
            words.say("in an interview too; never over a question"),
        )
        title = words.say("Message to {whom}", whom=self.whom(new.addressed, new.to))
        text = words.say("When shall it be seen?")
        self._stage.panel(
            ChoicePanelState(PanelKind.TEAM_URGENT, title, (calm, urgent), text, (HistoryLine("", new.text),))
        )

    def _when(self, new: NewMessage) -> str:
        """What that means for the one it goes to."""
        words, activity = self._stage.words, self._doing(new.to) if new.to is not None else None
        if activity in (Activity.CALL, Activity.INTERVIEW):
            return words.say("talks just now: it appears after the call")
        if activity is Activity.AWAY:
            return words.say("is away: it appears afterwards")
        return words.say("who has not signed in reads it after signing in")

    def _send(self, new: NewMessage) -> None:
        services = self._services
        self._stage.shell.hide_panel()
        waits_for = self._stage.words.say("The hub is told …")
        work = partial(services.messages.send, services.user, new)
        self._stage.ask(work, self._sent, None, waits_for, services.stop_waiting)

    def _sent(self, envelope: Envelope) -> None:
        self._message = None
        words = self._stage.words
        whom = self.whom(envelope.addressed, envelope.people[0])
        self._stage.say(words.say("Sent to {whom}.", whom=whom), tone=Tone.OK)
        self._stage.changed(frozenset({Topic.MESSAGES}))

    def whom(self, addressed: str, person: UserId | None) -> str:
        """To whom it goes, in words."""
        words, roster = self._stage.words, self._roster()
        if addressed == ALL:
            return words.say("all interviewers")
        if addressed.startswith(GROUP):
            code = addressed.removeprefix(GROUP)
            return words.say("all who speak {language}", language=self._languages.get(code, code))
        user = roster.people.get(person) if roster is not None and person is not None else None
        return words.say("Int. {number}", number=f"{user.number:02d}" if user else "?")
