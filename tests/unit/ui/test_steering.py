"""A supervisor steers cells on the board: what it will do, why, done, taken back; and two of them at once."""

from __future__ import annotations

import pytest

from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, SteeringPanelState
from cati_app.ui.stage.states import Tone
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk

YOUNG = CellId("m/young")


class Board(Desk):
    """A supervisor in front of the quotas, with a cell selected."""

    def __init__(self, site: Site, cell: str = YOUNG) -> None:
        super().__init__(site)
        self.show("quotas")
        self.window.views.board.selected = cell

    @property
    def panel(self) -> SteeringPanelState:
        """The open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, SteeringPanelState), panel
        return panel

    @property
    def notes(self) -> list[str]:
        """What comes with the change."""
        return [f"{line.name}: {line.text}" if line.name else line.text for line in self.panel.notes]

    def type(self, target: str) -> None:
        """In the field of the target."""
        self.window.shell.figure_typed.emit(PanelKind.STEERING, target)
        self.window.rest()

    def enter(self, target: str, reason: str) -> None:
        """Enter in the panel."""
        self.window.shell.text_saved.emit(PanelKind.STEERING, target, reason)
        self.window.rest()

    @property
    def undo(self) -> str:
        """The line that says what can be taken back."""
        return str(self.window.views.board.states[-1].undo)

    @property
    def listing(self) -> TableState:
        """The table in place of the matrix."""
        listing = self.window.views.board.states[-1].listing
        assert isinstance(listing, TableState)
        return listing

    def counts(self, *cells: str) -> list[CellCount]:
        """As the book has them."""
        with self.site.units()() as unit:
            return [unit.quota.count(CellId(cell)) for cell in cells]

    def target(self) -> int:
        """As the book has it."""
        with self.site.units()() as unit:
            return unit.quota.count(YOUNG).target


def plain(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """Without the marks that keep figures together."""
    return [tuple(text.strip("\u2066\u2069") for text in row) for row in rows]


def test_what_a_target_will_do_is_shown_while_it_is_typed_and_nothing_is_done(site: Site) -> None:
    begun(site, YOUNG_MAN)
    board = Board(site)
    board.press("cell_target")
    assert ("M · jung: another target", "Change the target", "2") == (
        board.panel.title,
        board.panel.action,
        board.panel.target,
    )
    board.type("5")

    assert ("to go", "Target") == board.panel.columns
    assert [("M · jung", "2 → 5", "2 → 5"), ("all cells", "8 → 11", "8 → 11")] == plain(board.panel.rows)
    assert ["Inside: 1 in interview; they keep their places", "Planned in study.yaml: 2"] == board.notes
    assert 2 == board.target()
    board.close_panel()
    assert (2, None, "") == (board.target(), board.window.shell.panel, board.undo)


def test_a_target_below_what_is_there_says_so(site: Site) -> None:
    begun(site, YOUNG_MAN)
    board = Board(site)
    board.press("cell_target")
    board.type("0")

    assert ("M · jung", "2 → 1", "2 → 1") == plain(board.panel.rows)[0]
    assert "1 are done or have a place: so many it stays, and less as places come back." in board.notes


def test_a_target_with_a_reason_is_in_force_and_can_be_taken_back_until_a_time(site: Site) -> None:
    board = Board(site)
    board.press("cell_target")
    board.enter("5", " ")
    assert board.panel.message.startswith("Please say why")
    board.enter("5", "the city has more of them")

    assert (5, None) == (board.target(), board.window.shell.panel)
    assert "The target of M · jung is 5 from now on." == board.window.told
    assert "M · jung: target 2 → 5; can be undone until 16:10 (Ctrl+Z)" == board.undo
    assert "undo_change" in board.window.shell.enabled
    board.press("undo_change")
    assert (2, "", "M · jung stands as before the change.") == (board.target(), board.undo, board.window.told)
    assert "undo_change" not in board.window.shell.enabled


def test_after_ten_minutes_it_is_offered_no_more(site: Site) -> None:
    board = Board(site)
    board.press("cell_pause")
    board.enter("", "first the others")
    assert "M · jung: paused; can be undone until 16:10 (Ctrl+Z)" == board.undo
    site.clock.move(601)
    assert board.window.supervisor is not None
    board.window.supervisor.tick()
    board.window.rest()

    assert "" == board.undo
    board.press("undo_change")
    assert "That is not the last change of the cell any more: nothing was taken back." == board.window.told


def test_what_others_used_is_not_taken_back(site: Site) -> None:
    board = Board(site)
    board.press("cell_target")
    board.enter("3", "one more")
    with site.units()() as unit:
        for _ in range(3):
            unit.quota.hold(YOUNG)
        unit.commit()
    board.press("undo_change")

    told = "1 place that this change gave is used already: it stands. Change it anew, with a reason."
    assert "" == board.undo, "nothing is offered that is refused"
    assert (told, 3) == (board.window.told, board.target())


@pytest.mark.parametrize("text", ["", "x", "-1", "1000001", "2,5"])
def test_what_is_no_target_is_told_in_the_panel(site: Site, text: str) -> None:
    board = Board(site)
    board.press("cell_target")
    board.type(text)
    board.enter(text, "why")

    assert "A target is a whole number from 0 to 1000000." == board.panel.message
    board.type("٣")
    assert ("", ("M · jung", "2 → 3", "2 → 3")) == (board.panel.message, plain(board.panel.rows)[0])


def test_closing_says_who_is_inside_and_that_they_finish(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), SUSPENDED)
    begun(site, YOUNG_MAN)
    board = Board(site)
    board.press("cell_close")

    assert ("M · jung: take nobody any more?", None) == (board.panel.title, board.panel.target)
    assert ["Inside: 1 in interview · 1 suspended; they finish, nobody new comes"] == board.notes
    board.enter("", "enough of them")
    assert "M · jung is closed." == board.window.told
    board.press("cell_close")
    assert "M · jung: take people again?" == board.panel.title, "the same key opens it"
    board.enter("", "too early")
    assert "M · jung takes people again." == board.window.told
    board.press("cell_open")
    assert "M · jung is open already." == board.window.told


def test_whoever_was_slower_sees_what_the_other_did_and_decides_again(site: Site) -> None:
    board = Board(site)
    board.press("cell_target")
    board.type("5")
    other = CellEdit("other", YOUNG, 7)
    site.station.steer_cell(site.keys)(site.sue, other, "by somebody else")
    board.enter("5", "the city has more of them")

    assert 7 == board.target()
    assert "Somebody else has changed this cell meanwhile: look, and decide again." == board.panel.message
    assert ("5", "the city has more of them") == (board.panel.target, board.panel.reason)
    assert ("M · jung", "7 → 5", "7 → 5") == plain(board.panel.rows)[0]
    board.enter("5", "the city has more of them")
    assert 5 == board.target()


def test_a_change_in_another_window_comes_into_the_open_panel(site: Site) -> None:
    board, second = Board(site), Board(site)
    board.press("cell_target")
    second.press("cell_pause")
    second.enter("", "first the others")
    board.window.supervisor.board.refresh()  # type: ignore[union-attr]
    board.window.rest()

    assert "Somebody else has changed this cell meanwhile: look, and decide again." == board.panel.message
    assert ("M · jung", "0", "2") == plain(board.panel.rows)[0]


def test_without_a_cell_selected_nothing_is_asked(site: Site) -> None:
    board = Board(site, "")
    board.press("cell_target")

    assert (None, "Select a cell first: the arrow keys move.") == (board.window.shell.panel, board.window.told)
    board.type("3")
    board.enter("3", "why")
    assert 2 == board.target()


def test_enter_on_a_cell_tells_how_it_stands_and_every_change_with_its_reason(site: Site) -> None:
    begun(site, YOUNG_MAN)
    board = Board(site)
    board.window.views.board.cell_chosen.emit("f/young")
    board.window.rest()
    untouched = board.window.shell.panel
    assert isinstance(untouched, ExplanationState)
    assert ("Nobody has changed this cell. T, P and C do, with a reason.", "nobody") == (
        untouched.text,
        {line.name: line.text for line in untouched.lines}["Inside"],
    )
    steer = site.station.steer_cell(site.keys)
    steer(site.sue, CellEdit("a", YOUNG, 5), "the city has more")
    steer(site.sue, CellEdit("b", YOUNG, undoes="a"))
    steer(site.sue, CellEdit("c", YOUNG, intake=Intake.PAUSED), "first the others")
    board.window.views.board.cell_chosen.emit(YOUNG)
    board.window.rest()

    panel = board.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert [
        ("Done", "0 of 2"),
        ("to go", "2"),
        ("Inside", "1 in interview"),
        ("Came back", "0"),
        ("State", "paused since today 16:00"),
        ("Planned in study.yaml", "2"),
        ("today 16:00", "paused · Sue · first the others"),
        ("today 16:00", "target 5 → 2 (taken back) · Sue"),
        ("today 16:00", "target 2 → 5 · Sue · the city has more"),
    ] == [(line.name, line.text) for line in panel.lines]


def test_what_is_shown_of_a_cell_follows_a_change_that_is_known_later_until_it_is_closed(site: Site) -> None:
    board, steer = Board(site), site.station.steer_cell(site.keys)
    board.window.views.board.cell_chosen.emit(YOUNG)
    board.window.rest()
    steer(site.sue, CellEdit("a", YOUNG, 5), "the city has more")
    board.press("quota_form")
    panel = board.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "target 2 → 5 · Sue · the city has more" in [line.text for line in panel.lines]

    board.window.shell.panel_closed.emit(PanelKind.EXPLANATION)
    board.window.shell.hide_panel()
    steer(site.sue, CellEdit("b", YOUNG, 6), "still more")
    board.press("quota_form")
    assert board.window.shell.panel is None


def test_messages_of_what_was_done_are_good_news(site: Site) -> None:
    board = Board(site)
    board.press("cell_pause")
    board.enter("", "first the others")

    assert board.window.shell.message is not None
    assert Tone.OK is board.window.shell.message.tone


def test_the_quotas_are_shown_by_dimension_and_every_cell_as_a_row_as_well(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), "complete")
    begun(site, YOUNG_MAN)
    board = Board(site)
    steer = site.station.steer_cell(site.keys)
    steer(site.sue, CellEdit("a", YOUNG, 5), "the city has more")
    assert board.window.views.board.states[-1].listing is None
    board.press("quota_form")
    assert [
        ("sex=m", "Geschlecht", "M", "1", "7", "1", "6"),
        ("sex=f", "Geschlecht", "F", "0", "4", "0", "4"),
        ("age_group=young", "Alter", "jung", "1", "7", "1", "6"),
        ("age_group=old", "Alter", "alt", "0", "4", "0", "4"),
    ] == list(board.listing.rows)
    board.window.views.board.selected = "sex=m"
    board.press("cell_target")
    assert "A sum of several cells is selected: Ctrl+M goes on to the cells." == board.window.told
    board.window.shell.message = None
    board.window.views.board.cell_chosen.emit("sex=m")
    board.window.rest()
    told = board.window.shell.panel, board.window.told
    assert (None, "A sum of several cells is selected: Ctrl+M goes on to the cells.") == told
    board.press("quota_form")
    cells = board.listing
    assert ("m/young", "M · jung", "1", "5", "2", "1", "4", "open") == cells.rows[0]
    assert ("unclassified", "not classified", "0", "1", "1", "0", "", "open") == cells.rows[-1]
    board.press("quota_form")
    assert board.window.views.board.states[-1].listing is None


def test_a_cell_that_takes_nobody_has_no_more_to_go_than_those_who_are_in_it(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), "complete")
    begun(site, YOUNG_MAN)
    board, steer = Board(site), site.station.steer_cell(site.keys)
    steer(site.sue, CellEdit("a", YOUNG, 5), "the city has more")
    for change, intake in (("b", Intake.PAUSED), ("c", Intake.CLOSED)):
        steer(site.sue, CellEdit(change, YOUNG, intake=intake), "enough of them")
        board.press("quota_form")
        assert {"sex=m": "3", "sex=f": "4", "age_group=young": "3", "age_group=old": "4"} == {
            row[0]: row[-1] for row in board.listing.rows
        }
        board.press("quota_form")
        assert "1" == board.listing.rows[0][-2]
        board.press("quota_form")


def test_what_is_shown_of_a_cell_follows_it_until_something_else_is_shown(site: Site) -> None:
    board, steer = Board(site), site.station.steer_cell(site.keys)
    board.window.views.board.cell_chosen.emit(YOUNG)
    board.window.rest()
    steer(site.sue, CellEdit("a", YOUNG, 5), "the city has more")
    board.window.supervisor.board.refresh()  # type: ignore[union-attr]
    board.window.rest()
    panel = board.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert ("M · jung", "0 of 5") == (panel.title, panel.lines[0].text)

    board.press("alerts")
    steer(site.sue, CellEdit("b", YOUNG, 6), "more still")
    board.window.supervisor.board.refresh()  # type: ignore[union-attr]
    board.window.rest()
    panel = board.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "Alerts" == panel.title


def test_targets_move_to_another_cell_in_one_act_and_come_back_in_one(site: Site) -> None:
    board = Board(site)
    board.press("cell_move")
    panel = board.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "Move targets of M · jung: to which cell?" == panel.title
    assert [("f/young", "0 of 2 done"), ("m/old", "0 of 2 done")] == sorted(
        (o.code, o.consequence) for o in panel.options
    )
    assert "Can be moved: 2; what is done or has a place stays." == panel.text
    board.choose("m/old")

    assert ("Move targets: M · jung → M · alt", "Move the targets", "How many") == (
        board.panel.title,
        board.panel.action,
        board.panel.asked,
    )
    board.type("2")
    assert [("M · jung", "2 → 0", "2 → 0"), ("M · alt", "2 → 4", "2 → 4")] == plain(board.panel.rows)
    assert ["Can be moved: 2; what is done or has a place stays.", "Planned in study.yaml: 2 · 2"] == board.notes
    board.type("3")
    assert "So many cannot be moved: what is done or has a place stays in its cell." == board.panel.message
    board.enter("2", "the young ones cannot be reached")

    assert (0, 4) == tuple(count.target for count in board.counts("m/young", "m/old"))
    assert "Targets moved: 2 from M · jung to M · alt." == board.window.told
    assert "Targets moved between M · jung and M · alt; can be undone until 16:10 (Ctrl+Z)" == board.undo
    board.press("undo_change")
    assert (2, 2) == tuple(count.target for count in board.counts("m/young", "m/old"))


def test_a_move_whose_other_cell_was_changed_since_is_offered_back_no_more(site: Site) -> None:
    board = Board(site)
    board.press("cell_move")
    board.choose("m/old")
    board.enter("2", "the young ones cannot be reached")
    steer = site.station.steer_cell(site.keys)
    steer(site.sue, CellEdit("a", CellId("m/old"), intake=Intake.CLOSED), "enough")
    steer(site.sue, CellEdit("b", CellId("m/old"), undoes="a"), "")
    board.window.supervisor.board.refresh()  # type: ignore[union-attr]
    board.window.rest()

    assert ("", False) == (board.undo, board.window.stage.situation.can_undo_change)


def test_a_cell_of_which_nothing_is_left_has_nothing_to_move(site: Site) -> None:
    site.station.steer_cell(site.keys)(site.sue, CellEdit("a", YOUNG, 0), "none of them")
    board = Board(site)
    board.press("cell_move")

    assert (None, "So many cannot be moved: what is done or has a place stays in its cell.") == (
        board.window.shell.panel,
        board.window.told,
    )


def test_who_is_slower_decides_again_also_where_the_other_cell_was_changed(site: Site) -> None:
    board = Board(site)
    board.press("cell_move")
    board.choose("m/old")
    site.station.steer_cell(site.keys)(site.sue, CellEdit("a", CellId("m/old"), 7), "more of them")
    board.enter("1", "the young ones cannot be reached")

    assert board.panel.message.startswith("Somebody else has changed this cell")
    assert ("M · alt", "7 → 8", "7 → 8") == plain(board.panel.rows)[1]
    board.enter("1", "the young ones cannot be reached")
    assert (1, 8) == tuple(count.target for count in board.counts("m/young", "m/old"))
