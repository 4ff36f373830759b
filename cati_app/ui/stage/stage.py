"""The window as presenters share it: header, situation, panels, and work in the store's lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import Words
from cati_app.ui.stage.broadcast import Broadcast
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.panel_states import AppointmentPanelState, PanelState
from cati_app.ui.stage.runner import Lane, Operation, Progress, Runner
from cati_app.ui.stage.states import HeaderState, MessageState, ScreenName, Tone
from cati_app.ui.stage.wording import clock_there, environment_text, rule_text

if TYPE_CHECKING:
    from cati_app.ui.stage.views import ShellView

T = TypeVar("T")

SIGNED_OUT = "signed_out"
"""The rule's code where somebody who is at work has lost the login meanwhile."""
_DESKS = (ScreenName.BOARD, ScreenName.DESK)


class Stage:
    """Keeps header and situation, and words what goes wrong."""

    def __init__(self, shell: ShellView, words: Words, runner: Runner, broadcast: Broadcast | None = None) -> None:
        self.shell = shell
        self.words = words
        self._runner = runner
        self._header = HeaderState()
        self._situation = Situation()
        self._broadcast = broadcast or Broadcast()
        self._laid: PanelState | None = None  # the panel that was laid over the screen last
        self.said = ""  # the message in sight
        self.said_of = ""  # the code of the problem that it tells of
        self.busy = 0  # pieces of work under way
        self._once_idle: Callable[[], None] | None = None  # waits for them
        self._awaits_panel = False  # an answer to a panel is worked on
        self.session_over: Callable[[], None] = lambda: None  # told where somebody has lost the login
        self._stop: Callable[[], None] | None = None  # lets go of what is waited for in sight
        self._session = 0  # what comes back of an earlier one concerns nobody any more
        self._person = 0  # nor what was looked at for somebody who has left
        self._looking: set[Operation] = set()  # long work that ends when they leave

    @property
    def situation(self) -> Situation:
        """The facts on which commands depend."""
        return self._situation

    def header(self, **changes: Any) -> None:
        """Change parts of the header and footer."""
        if _differ(self._header, changes):
            self._header = replace(self._header, **changes)
            self.shell.render(self._header)

    def situate(self, **changes: Any) -> None:
        """Change facts on which commands depend."""
        if _differ(self._situation, changes):
            self._situation = replace(self._situation, **changes)
            self.shell.set_enabled(enabled_now(self._situation), self._situation.tab)

    def show(self, screen: ScreenName) -> None:
        """Bring a screen to the front."""
        self.situate(screen=screen)
        self.shell.show_screen(screen)

    def panel(self, state: PanelState) -> None:
        """Lay a panel over the screen."""
        self._laid = state
        self.shell.show_panel(state)

    def tell_time(self, now: datetime) -> None:
        """The calendar of an appointment that is open says what time it is now; what was typed in it stays."""
        laid = self._laid
        if not isinstance(laid, AppointmentPanelState) or not laid.zone or not self.is_in_front(laid):
            return
        local = now.astimezone(ZoneInfo(laid.zone))
        told = replace(laid, zone_line=clock_there(self.words, local), today=local.date())
        if told != laid:
            self.panel(told)

    def is_in_front(self, state: PanelState | None) -> bool:
        """Whether that panel lies over the screen, and no other one was laid since."""
        return state is not None and state is self._laid and self.shell.open_panel() is not None

    def answered(self, answer: Callable[[], None]) -> None:
        """Hand on what a panel of a desk was answered with: until that has led on, keys go to the panel it leads to.

        Where work has begun, and the panel neither closed nor changed, the page behind it gets none of them.
        """
        laid, busy = self._laid, self.busy
        answer()
        if self.busy > busy and self.is_in_front(laid):
            self._await_panel()

    def _await_panel(self) -> None:
        """On a desk keys go to the panel that is on its way, and not to the page behind it."""
        if self._situation.screen in _DESKS:
            self._awaits_panel = True
            self.shell.await_panel()

    def say(self, text: str, detail: str = "", tone: Tone = Tone.PLAIN, *, of: str = "") -> None:
        """A calm line; a blank text takes it away.

        Args:
            of: The code of the problem that it tells of.
        """
        self.said, self.said_of = text, of
        self.shell.show_message(MessageState(text, detail, tone) if text else None)

    def message_closed(self) -> None:
        """Whoever sits there took the message away: none is in sight."""
        self.said = self.said_of = ""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], bool] | None = None,
        *,
        brings_panel: bool = False,
    ) -> None:
        """Work in the store's lane; `done` on the main thread.

        Args:
            work: What to do.
            done: Gets the result.
            failed: Gets an error first; True when it has dealt with it.
            brings_panel: `done` lays the first panel over a page of a desk.
        """
        self.busy += 1
        if brings_panel:
            self._await_panel()
        session = self._session

        def finished(result: T) -> None:
            self.busy -= 1
            if session == self._session:
                done(result)
                self._idle()

        def broke(error: Exception) -> None:
            self.busy -= 1
            if session != self._session or self._has_ended(error):
                return
            self._leads_nowhere()
            if failed is None or not failed(error):
                self.explain(error)
            self._idle()

        self._runner.submit("store", work, finished, broke)

    def ask(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], bool] | None,
        waits_for: str,
        stop: Callable[[], None] | None,
    ) -> None:
        """As `run`, for work that may ask a hub: whoever waits sees it, and may stop waiting.

        Args:
            waits_for: What is waited for, as it is told.
            stop: Lets go of the line; the work then ends by itself. None: no hub is asked.
        """
        if stop is None:
            self.run(work, done, failed)
            return
        self.busy += 1
        session = self._session

        def finished(result: T) -> None:
            over()
            if session == self._session:
                done(result)
                self._idle()

        def broke(error: Exception) -> None:
            over()
            if session != self._session or self._has_ended(error):
                return
            self._leads_nowhere()
            if failed is None or not failed(error):
                self.explain(error)
            self._idle()

        def waits() -> None:
            if session == self._session:
                self._stop = stop
                self.situate(waits_for_hub=True)
                self.say(waits_for, self.words.say("Esc: do not wait any longer."))

        def over() -> None:
            self.busy -= 1
            if self._stop is stop:
                self._stop = None
                self.situate(waits_for_hub=False)
                if self.said == waits_for:
                    self.say("")

        self._runner.submit_waiting(work, finished, broke, waits)

    def look(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], bool],
        lane: Lane = "net",
    ) -> None:
        """Ask a hub while nobody waits for it: no key is held up by it, and nobody is told.

        Args:
            lane: `store` for what is read here and nobody waits for either.
        """
        asked_by = self._session, self._person

        def finished(result: T) -> None:
            if asked_by == (self._session, self._person):
                done(result)

        def broke(error: Exception) -> None:
            is_there = asked_by == (self._session, self._person)
            if is_there and not self._has_ended(error) and not failed(error):
                self.explain(error)

        self._runner.submit(lane, work, finished, broke)

    def look_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], bool],
        progressed: Callable[[float, str], None],
    ) -> Operation:
        """As `look`, beside the store's lane, for work that tells how far it is; it ends with whoever is at work."""
        asked_by = self._session, self._person

        def is_there() -> bool:
            return asked_by == (self._session, self._person)

        def finished(result: T) -> None:
            self._looking.discard(operation)
            if is_there():
                done(result)

        def broke(error: Exception) -> None:
            self._looking.discard(operation)
            if is_there() and not self._has_ended(error) and not failed(error):
                self.explain(error)

        operation = self._runner.submit_long(
            "backup", work, finished, broke, lambda share, text: progressed(share, text) if is_there() else None
        )
        self._looking.add(operation)
        return operation

    def once_idle(self, wish: Callable[[], None] | None) -> None:
        """What somebody wants while work is under way, which decides first; the last wish counts. None: nothing."""
        self._once_idle = wish

    def _leads_nowhere(self) -> None:
        """What a panel was answered with is refused: what was typed for the next one concerns nobody, to its end."""
        if self._awaits_panel:
            self._awaits_panel = False
            self.shell.await_no_panel(until_rest=True)

    def _idle(self) -> None:
        """A piece of work has ended, and what it led to has begun."""
        if self._awaits_panel and not self.busy:
            self._awaits_panel = False
            self.shell.await_no_panel()
        wish = self._once_idle
        if wish is not None and not self.busy:
            self._once_idle = None
            wish()

    def stop_waiting(self) -> None:
        """Whoever waits for a hub does not want to any longer."""
        if self._stop is not None:
            self._stop()

    def aside(self, work: Callable[[], None]) -> None:
        """Work in the store's lane that nobody waits for: no key is held up by it."""
        session = self._session

        def broke(error: Exception) -> None:
            if session == self._session and not self._has_ended(error):
                self.explain(error)

        self._runner.submit("store", work, lambda _: None, broke)

    def run_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], bool],
        progressed: Callable[[float, str], None],
        lane: Lane = "store",
    ) -> Operation:
        """As `run`, for work that tells how far it is and can be cancelled; in the lane `net` where it asks a hub."""
        self.busy += 1
        session = self._session

        def finished(result: T) -> None:
            self.busy -= 1
            if session == self._session:
                done(result)
                self._idle()

        def broke(error: Exception) -> None:
            self.busy -= 1
            if session != self._session or self._has_ended(error):
                return
            if not failed(error):
                self.explain(error)
            self._idle()

        return self._runner.submit_long(lane, work, finished, broke, progressed)

    def _has_ended(self, error: Exception) -> bool:
        """Whether whoever is at work has lost the login: then nobody is at work any more, and is told why."""
        if not isinstance(error, RuleViolation) or error.code != SIGNED_OUT:
            return False
        self._session += 1
        self._leads_nowhere()
        self.session_over()
        self.explain(error)
        return True

    def explain(self, error: Exception) -> None:
        """Word a rule or an environment problem; anything else is a bug and rises."""
        if isinstance(error, RuleViolation):
            self.say(rule_text(self.words, error), tone=Tone.WARN)
        elif isinstance(error, EnvironmentProblem):
            text, cure = environment_text(self.words, error)
            self.say(text, cure, Tone.BAD, of=error.code)
        else:
            raise error

    def listen(self, listener: Callable[[ChangeSet], None]) -> None:
        """Be told what operations changed."""
        self._broadcast.listen(self, listener)

    def forget(self) -> None:
        """Nobody in this window listens any more, to anything: the user changes, or what the user works with."""
        self._person += 1
        for operation in self._looking:
            operation.cancel()
        self._broadcast.forget(self)

    def changed(self, changes: ChangeSet) -> None:
        """Tell everybody, in every window, what an operation changed."""
        self._broadcast.send(changes)


def _differ(state: HeaderState | Situation, changes: Mapping[str, object]) -> bool:
    """Whether any of the changes is one; most keys change nothing here."""
    return any(getattr(state, name) != value for name, value in changes.items())
