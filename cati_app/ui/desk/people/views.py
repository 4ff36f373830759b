"""What the presenter of people asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.people.states import CodeState, PeopleState, PeopleStep, SheetState, WorkState
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.views import Signal


class PeopleView(Protocol):
    """The tab of people.

    Signals:
        person_selected(id: str): in the list.
        form_given(texts: tuple[str, ...]): Enter on a form, a text for each field.
        confirmed(): Enter on a start code or on the sheet.
        back_pressed(): Esc.
        save_asked(path: str): the sheet as a file.
        printed(done: bool): the printer took the sheet, or refused it.
    """

    @property
    def person_selected(self) -> Signal: ...
    @property
    def form_given(self) -> Signal: ...
    @property
    def confirmed(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...
    @property
    def save_asked(self) -> Signal: ...
    @property
    def printed(self) -> Signal: ...

    def show_step(self, step: PeopleStep) -> None: ...

    def render_people(self, state: PeopleState) -> None: ...

    def render_form(self, state: FormState) -> None: ...

    def render_code(self, state: CodeState) -> None: ...

    def render_work(self, state: WorkState) -> None: ...

    def render_sheet(self, state: SheetState) -> None: ...

    def ask_where_to_save(self) -> None: ...

    def ask_printer(self) -> None: ...
