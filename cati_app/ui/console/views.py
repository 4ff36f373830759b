"""What presenters ask of the interviewer's screens."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.console.states import ConsoleState, DialState, EmptyQueueState
from cati_app.ui.stage.views import Signal


class DialView(Protocol):
    """Between calls. A digit selects a result, Enter confirms it; Enter never dials.

    Dialling, hanging up, undo, appointment and explanation are commands (`ShellView.command_given`).

    Signals:
        result_chosen(code: str): the innermost option; asked again where it says so. Before any can be given already
            by its digit, so that it can be said why not.
        begin_pressed(): Enter with no result selected: begin the interview, if somebody is on the line; with no case:
            look for the next one again.
        number_chosen(key: str): another number of the case.
        nothing_selected(): Enter in a short list without a selection.
        digit_refused(digits: str): digits that stand for no result; blank when the next ones do.
    """

    @property
    def result_chosen(self) -> Signal: ...
    @property
    def begin_pressed(self) -> Signal: ...
    @property
    def number_chosen(self) -> Signal: ...
    @property
    def digit_refused(self) -> Signal: ...
    @property
    def nothing_selected(self) -> Signal: ...

    def render(self, state: DialState) -> None: ...

    def render_empty(self, state: EmptyQueueState) -> None: ...


class ConsoleView(Protocol):
    """The interview.

    A screen drawn again with the same refs and the same stored answer, in the same interview, keeps what was typed and
    not yet given (a fired check, another language); anything else shows what the ScreenView says.

    Signals:
        answer_given(ref: str, answer: Answer, last: bool): confirmed by Enter, PgDn or, with `auto_advance`, by the
            digit itself. `last`: no question follows on this screen, so go on if nothing is wrong. Without it the
            view has moved to the next question of the list or grid itself; render again if relevance changed.
            A note gives a blank answer, an acknowledgement "OK", a repeat "1" or "0". Don't know and refused are
            selected first and given by Enter like any other answer.
        check_kept(ref: str, reason: str, last: bool): a soft check is kept; the reason is never blank.
        back_pressed(): PgUp; what was typed and not given is dropped.
    """

    @property
    def answer_given(self) -> Signal: ...
    @property
    def check_kept(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...

    def render(self, state: ConsoleState) -> None: ...
