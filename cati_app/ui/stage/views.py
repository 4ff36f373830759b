"""What presenters may ask of views, and what the views' signals mean.

Every view renders a whole state; it compares with the last one and changes only what differs. Signals are
Qt signals in the views; presenters and tests only need `connect` and `emit`. No signal is sent from within `render`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from cati_app.ui.stage.panel_states import PanelKind, PanelState
from cati_app.ui.stage.states import HeaderState, MessageState, ScreenName


class Signal(Protocol):
    """The part of a Qt signal that presenters use."""

    def connect(self, slot: Callable[..., Any], /) -> Any: ...

    def emit(self, *args: Any) -> None: ...


class ShellView(Protocol):
    """The window: header, one screen, panels over it, footer.

    No panel closes on its own when its signal was sent: the presenter answers with `hide_panel` or a new state.

    Signals:
        command_given(name: str): a command of the table in `commands.py` was given by key, menu or button and its
            rule holds. Commands that a view handles itself (answers, scrolling, folding, text size) never come here.
        panel_choice_made(kind: PanelKind, code: str): a choice in a ChoicePanelState; confirmed where it asks again.
        text_saved(kind: PanelKind, ref: str, text: str): note or remark, by Enter or its button; may be blank.
        appointment_made(AppointmentInput): date and time could be read; whether allowed is for the presenter.
        appointment_offered(AppointmentInput): a time is being typed and can be read; answered by the verdict.
        figure_typed(kind: PanelKind, text: str): a figure is being typed; answered by the panel with what it will do.
        jump_chosen(ref: str): a question of the outline.
        wrap_up_confirmed(code: str, note: str): the disposition stands.
        pause_ended(): back to work.
        panel_closed(kind: PanelKind): Esc, without saving anything. Not sent for `hide_panel`.
        message_closed(): the line of `show_message` was taken away by Esc or its button. Not sent for `show_message`.
        close_asked(): the window was asked to close; it closes only through `allow_close`.
    """

    @property
    def command_given(self) -> Signal: ...
    @property
    def panel_choice_made(self) -> Signal: ...
    @property
    def text_saved(self) -> Signal: ...
    @property
    def appointment_made(self) -> Signal: ...
    @property
    def appointment_offered(self) -> Signal: ...
    @property
    def figure_typed(self) -> Signal: ...
    @property
    def jump_chosen(self) -> Signal: ...
    @property
    def wrap_up_confirmed(self) -> Signal: ...
    @property
    def pause_ended(self) -> Signal: ...
    @property
    def panel_closed(self) -> Signal: ...
    @property
    def message_closed(self) -> Signal: ...
    @property
    def close_asked(self) -> Signal: ...

    def render(self, state: HeaderState) -> None: ...

    def show_screen(self, name: ScreenName) -> None: ...

    def show_panel(self, state: PanelState) -> None:
        """Lay a panel over the screen; the same kind again updates it and keeps what was typed."""
        ...

    def hide_panel(self) -> None: ...

    def open_panel(self) -> PanelKind | None: ...

    def show_message(self, state: MessageState | None) -> None:
        """A calm line under the header; None takes it away, as does Esc."""
        ...

    def keep_keys(self) -> None:
        """From now on what is struck is meant for the question that follows, and waits for it."""
        ...

    def give_keys(self) -> None:
        """That question is shown: it gets what waits, in its order, as soon as it is painted."""
        ...

    def await_panel(self) -> None:
        """The open panel was answered: what is struck waits for the one that follows, but Enter, which is let go of."""
        ...

    def await_no_panel(self, *, until_rest: bool = False) -> None:
        """None has followed: what waits for one is let go of, and a word says so.

        Args:
            until_rest: As in `drop_keys`.
        """
        ...

    def drop_keys(self, *, until_rest: bool = False) -> None:
        """Something else is shown: what waits is let go of, and a word says so.

        Args:
            until_rest: What follows before the hands have rested was not meant for it either, even where nothing waits.
        """
        ...

    def set_enabled(self, names: frozenset[str], tab: str = "") -> None:
        """Names of the commands whose rule holds now; see `commands.enabled_now`.

        Args:
            tab: The one in front, as the situation has it; blank where the screen has none.
        """
        ...

    def allow_close(self) -> None: ...
