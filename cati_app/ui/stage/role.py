"""Whoever is at work in a window: the keys, panels and time of the window come here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.domain.sharing.stations import Halt
from cati_app.ui.stage.panel_states import AppointmentInput, ExplanationState, HelpState, PanelKind

if TYPE_CHECKING:
    from cati_app.ui.stage.views import ShellView


class RolePresenter:
    """Nobody is at work: nothing answers. Each role overrides what concerns it."""

    def start(self) -> None:
        """Begin to work: the first screen of the role comes."""

    def command(self, name: str) -> None:
        """A command of the table that is not the window's own."""

    def help(self) -> HelpState:
        """What F1 shows."""
        return HelpState()

    def explain_connection(self, connection: ExplanationState) -> bool:
        """Ctrl+H: whether there is more to do with it than to read it."""
        return False

    def follow_connection(self, connection: ExplanationState) -> None:
        """What Ctrl+H says by now, where what it said before is still in sight."""

    def hear_halt(self, halt: Halt | None) -> None:
        """Why no call begins at this station; None: they do."""

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Note, remark or reason."""

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """A time was typed."""

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being typed."""

    def figure_typed(self, kind: PanelKind, text: str) -> None:
        """A figure is being typed in a panel that foresees what it will do."""

    def jump(self, ref: str) -> None:
        """A question of the outline."""

    def wrapped_up(self, code: str, note: str) -> None:
        """The result of an interview stands."""

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""

    def pause(self) -> None:
        """Ctrl+P."""

    def pause_ended(self) -> None:
        """Back to work."""

    def tick(self) -> None:
        """Every few seconds: what comes due on its own."""

    def look_how_old(self) -> None:
        """Some times a second, at a hub: what is read of the whole study may be old by now."""

    def may_leave(self) -> bool:
        """Whether somebody else can sit down now; says what is still to be done."""
        return True

    def may_begin_anew(self) -> bool:
        """Whether another presenter of the same person can take over now without anybody noticing."""
        return False

    def take_over(self, earlier: RolePresenter) -> None:
        """Go on where another presenter of the same person stands, with rules and questionnaire of one's own."""
        self.start()

    def leave(self) -> None:
        """Somebody else sits down."""

    def close(self, shell: ShellView) -> None:
        """The window closes once everything is durable."""
        shell.allow_close()
