"""Messages of supervisors at the interviewer's screens: between calls in a line at the top, urgent ones at once.

None covers a question: in an interview an urgent one stands in its line until it is confirmed by key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.people.team_messages import TeamMessage
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.stage.wording import when

_READ, _BACK = "read", "back"


class MessageReader:
    """What waits to be read, and what came today.

    Args:
        between_calls: Whether nobody is on the line.
    """

    def __init__(self, stage: Stage, services: InterviewerServices, between_calls: Callable[[], bool]) -> None:
        self._stage = stage
        self._services = services
        self._between_calls = between_calls
        self._messages: Sequence[TeamMessage] = ()
        self._reading = self._is_over = False
        stage.listen(self._changed)

    def look(self) -> None:
        """Read what is there; every few seconds, and when something was sent in this program."""
        if not self._reading and not self._is_over:
            self._reading = True
            work = partial(self._services.messages, self._services.user)
            self._stage.look(work, self._has, self._has_not, "store")

    def show(self) -> None:
        """The line at the top as the call stands now."""
        if self._is_over:
            return
        words, unread = self._stage.words, self._unread
        urgent = [each.text or "" for each in unread if each.envelope.urgent]
        between = self._between_calls()
        notice = " · ".join(urgent)
        if not urgent and between and unread:
            notice = words.say_count("{count} message to read", "{count} messages to read", len(unread))
        self._stage.header(notice=notice, notice_urgent=bool(urgent))
        self._stage.situate(has_messages=bool(urgent) or (between and bool(self._messages)))

    def open(self) -> None:
        """Ctrl+J: between calls everything of today; in a call an urgent one is read by that."""
        if not self._between_calls():
            self._confirm([each.envelope.id for each in self._unread if each.envelope.urgent])
            return
        if not self._messages:
            return
        words, unread = self._stage.words, self._unread
        said = words.say("I have read it") if unread else words.say("back to work")
        title = words.say("Messages of the supervisors") if unread else words.say("Messages of today, read already")
        option = ResultOption(_READ if unread else _BACK, said)
        lines = tuple(self._line(each) for each in self._messages)
        panel = ChoicePanelState(PanelKind.MESSAGES, title, (option,), lines=lines, selected=option.code)
        self._stage.panel(panel)

    def chosen(self, code: str) -> None:
        """Enter in the panel."""
        self._stage.shell.hide_panel()
        if code == _READ:
            self._confirm([each.envelope.id for each in self._unread])

    def leave(self) -> None:
        """Somebody else sits down, or another presenter of the same person takes over."""
        self._is_over = True
        self._stage.header(notice="", notice_urgent=False)
        self._stage.situate(has_messages=False)

    # -- what came ---------------------------------------------------------------------------------------------

    @property
    def _unread(self) -> list[TeamMessage]:
        return [each for each in self._messages if self._services.user.id not in each.envelope.read]

    def _line(self, message: TeamMessage) -> HistoryLine:
        words, services = self._stage.words, self._services
        at = when(words, services.rules.calendar, message.envelope.at, services.clock.now())
        is_new = services.user.id not in message.envelope.read
        return HistoryLine(at, message.text or "", words.say("new") if is_new else "")

    def _changed(self, changes: ChangeSet) -> None:
        if Topic.MESSAGES in changes:
            self.look()

    def _has(self, messages: Sequence[TeamMessage]) -> None:
        self._reading = False
        self._messages = messages
        self.show()

    def _has_not(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _confirm(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        work = partial(self._services.messages.has_read, self._services.user, ids)
        self._stage.run(work, self._confirmed)

    def _confirmed(self, _: None) -> None:
        self._stage.changed(frozenset({Topic.MESSAGES}))
