"""A supervisor at the desk, without Qt."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.ids import CaseId
from cati_app.ui.desk.cases.states import CaseListState, CaseStoryState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, TextPanelState
from tests.stations import Site
from tests.unit.ui.stagehands import View, Window


class Desk:
    """The board with the tab of cases in front; work is done at once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.window = Window(site).sign_in(site.sue)
        self.view: View = self.window.views.cases
        self.show("cases")

    def show(self, tab: str) -> None:
        """Another tab."""
        self.window.views.board.show_tab(tab)
        self.window.rest()

    def press(self, command: str) -> None:
        """A command of the table."""
        self.window.press(command)
        self.window.rest()

    def choose(self, code: str) -> None:
        """A choice in the open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, ChoicePanelState)
        self.window.shell.panel_choice_made.emit(panel.kind, code)
        self.window.rest()

    def say_why(self, text: str) -> None:
        """Enter in the last panel of a correction."""
        self.window.shell.text_saved.emit(PanelKind.CORRECT_REASON, "", text)
        self.window.rest()

    def close_panel(self) -> None:
        """Esc."""
        kind = self.window.shell.open_panel()
        self.window.shell.hide_panel()
        self.window.shell.panel_closed.emit(kind)
        self.window.rest()

    def select(self, case_no: int) -> None:
        """Another row."""
        self.view.case_selected.emit(f"case-{case_no}")
        self.window.rest()

    def open(self) -> None:
        """Enter on the row."""
        self.view.case_opened.emit()
        self.window.rest()

    def type_number(self, text: str) -> None:
        """A number and Enter in the field."""
        self.view.number_typed.emit(text)
        self.window.rest()

    @property
    def listed(self) -> CaseListState:
        """What the list shows."""
        state = self.view.states[-1]
        assert isinstance(state, CaseListState)
        return state

    @property
    def numbers(self) -> list[int]:
        """Numbers of the cases in the list."""
        return [int(row.cells[0].replace(" ", "")) for row in self.listed.rows]

    def cell(self, case_no: int, column: str) -> str:
        """A cell of the list."""
        row = next(row for row in self.listed.rows if row.key == f"case-{case_no}")
        return row.cells[self.listed.columns.index(column)]

    @property
    def story(self) -> CaseStoryState:
        """The story on the screen."""
        state = self.view.stories[-1]
        assert isinstance(state, CaseStoryState)
        return state

    def fact(self, name: str) -> str:
        """A line of the story."""
        return next(line.text for line in self.story.facts if line.name == name)

    @property
    def options(self) -> tuple[ResultOption, ...]:
        """Choices of the open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, ChoicePanelState), panel
        return panel.options

    @property
    def foreseen(self) -> dict[str, str]:
        """What a correction would do."""
        panel = self.window.shell.panel
        assert isinstance(panel, TextPanelState), panel
        return {line.when: line.text for line in panel.earlier}

    @property
    def appointments(self) -> TableState:
        """The table of appointments."""
        board: View = self.window.views.board
        table = board.states[-1].tables[0]
        assert isinstance(table, TableState)
        return table


def called(site: Site, result: str, note: str = "", agreed_in: timedelta | None = None) -> CaseId:
    """The next case, called by Ann with this result after 22 seconds."""
    offer = site.dialled()
    place = site.place()
    with site.units()() as unit:
        (call,) = unit.calls.calls_of(offer.attempt.id)
    site.clock.move(22)
    place.end_call(site.ann, offer.attempt, call.id, "interviewer")
    agreed = Agreed(site.clock.now() + agreed_in, firm=True) if agreed_in else None
    place.record_result(site.ann, offer.attempt, result, note=note, agreed=agreed)
    return offer.case.id
