"""The page of weights: recipes at the side, what the one selected does beside them, as tables and as pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.figures_view import FiguresTable
from cati_app.ui.analyst.page_with_list_view import PageWithFiles
from cati_app.ui.analyst.weights.pictures_view import BeforeAfterBars, SpreadBars
from cati_app.ui.analyst.weights.states import FigureTable, RecipeStep, WeightFigures, WeightsState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, set_tone, show_texts
from cati_app.ui.widgets.tiles import TileRow

_LIST, _BESIDE_FROM, _ROWS_ABOVE, _ROWS_BESIDE = 290, 950, 2, 4
_COMMANDS = (
    "weights_base",
    "weights_method",
    "weights_choose",
    "weights_save",
    "weights_open",
    "weights_tables",
    "weights_none",
)


class RecipeSteps(QWidget):
    """Steps below each other, each a title and what it does."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._labels: list[tuple[QLabel, QLabel]] = []
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        self._column.setSpacing(self._kit.theme.space(1))

    def show_steps(self, steps: tuple[RecipeStep, ...]) -> None:
        """Other steps."""
        while len(self._labels) < len(steps):
            title = label(self._kit, TextRole.CAPTION, "muted", wrap=True)
            text = label(self._kit, TextRole.SMALL, wrap=True)
            self._column.addWidget(title)
            self._column.addWidget(text)
            self._labels.append((title, text))
        for number, (title, text) in enumerate(self._labels):
            step = steps[number] if number < len(steps) else None
            show_texts((title, step.title if step else ""), (text, step.text if step else ""))
            set_tone(title, "muted" if step is None or step.tone is Tone.PLAIN else step.tone.value)


class WeightsPage(PageWithFiles):
    """Implements `WeightsView`."""

    recipe_selected = Signal(str)
    look_asked = Signal()
    margins_named = Signal(object)  # tuple of str

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = WeightsState()
        self.list = KeyedList(kit, say("Recipes"))
        self.list.key_chosen.connect(self.recipe_selected)
        self._steps, self._steps_above = RecipeSteps(kit), RecipeSteps(kit)
        self.look = KeyButton(kit, say("Compute the weights"), key_word("Return"), "primary")
        self.look.clicked.connect(self.look_asked)
        self.name_files = KeyButton(kit, say("Margins …"), "M")
        self.name_files.clicked.connect(self.name_margins)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.tiles = TileRow(kit)
        self.margins, self.spread_table, self.large = (FiguresTable(kit) for _ in range(3))
        self.picture, self.spread = BeforeAfterBars(kit), SpreadBars(kit)
        self._notes = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._caveat = label(kit, TextRole.SMALL, "warn", wrap=True)
        self.dialog: QFileDialog | None = None
        self._build()
        self.render(WeightsState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self.list)
        self._side_column.addWidget(self._steps)
        self._side_column.addStretch(1)
        buttons = ButtonRow(kit, self.look, self.name_files, *self.buttons.values(), self.stop)
        acts, self._steps_card = Card(kit), Card(kit, say("Recipe"))
        self._margins_card, self._spread_card, self._large_card = (Card(kit, " ") for _ in range(3))
        cards: tuple[tuple[Card, tuple[QWidget, ...]], ...] = (
            (acts, (self._message, buttons, self._files, self._empty)),
            (self._margins_card, (self.margins, self.picture)),
            (self._spread_card, (self.spread, self.spread_table)),
            (self._large_card, (self.large,)),
            (self._steps_card, (self._steps_above,)),
        )
        for card, parts in cards:
            for part in parts:
                card.add(part)
        for table in (self.margins, self.spread_table, self.large):
            table.moved.connect(self._show_cell)
        figures = (self.tiles, self._margins_card, self._spread_card, self._large_card)
        self._lay_out((acts, self._caveat, *figures, self._steps_card, self._notes), self._bar)

    def _arrange(self) -> None:
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        theme, is_beside = self._kit.theme, self._parts.is_beside
        line = theme.line_height(TextRole.CONTROL) + theme.space(4)
        rows = max(_ROWS_BESIDE, min(self.list.count(), 2 * _ROWS_BESIDE)) if is_beside else _ROWS_ABOVE
        room = theme.text_px(_LIST)
        steps = self._steps.layout()
        high = steps.totalHeightForWidth(room) if steps is not None else 0
        while is_beside and rows > _ROWS_BESIDE and line * rows + high > self.height() - theme.space(12):
            rows -= 1
        fits = is_beside and line * rows + high <= self.height() - theme.space(12)
        self.list.setFixedHeight(line * rows + theme.space(3))
        self._steps.setVisible(fits)
        self._steps_card.setVisible(not fits and bool(self._state.steps))

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: WeightsState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old.recipes != state.recipes:
            self.list.fill((line.key, line.label) for line in state.recipes)
        self.list.mark(state.selected)
        for steps in (self._steps, self._steps_above):
            steps.show_steps(state.steps)
        self._show_buttons(state.buttons)
        self._show_progress(state.progress)
        self.look.setEnabled(state.progress is None and state.can_look)
        for command in ("weights_choose", "weights_save"):
            self.buttons[command].setEnabled(state.progress is None)
        self._show_files(state.files)
        show_texts((self._empty, state.empty))
        self._tell(state.message, state.tone)
        self._show_figures(state.figures, as_tables=state.as_tables)
        self._arrange()

    def _show_figures(self, figures: WeightFigures | None, *, as_tables: bool) -> None:
        show_texts(
            (self._notes, "\n".join(figures.notes) if figures is not None else ""),
            (self._caveat, figures.caveat if figures is not None else ""),
        )
        for card in (self.tiles, self._margins_card, self._spread_card, self._large_card):
            card.setVisible(figures is not None)
        if figures is None:
            return
        self.tiles.render_tiles(figures.tiles)
        for table, card, told in (
            (self.margins, self._margins_card, figures.margins),
            (self.spread_table, self._spread_card, figures.spread_table),
            (self.large, self._large_card, figures.large),
        ):
            _show_table(table, card, told)
        self.picture.setAccessibleName(figures.pictured)
        self.picture.render_pairs(figures.picture)
        self.spread.setAccessibleName(figures.spread_table.title)
        self.spread.render_spread(figures.spread)
        self.picture.setVisible(not as_tables)
        self.spread.setVisible(not as_tables)
        self.spread_table.setVisible(as_tables)

    # -- keys ---------------------------------------------------------------------------------------------------

    @Slot()
    def _show_cell(self) -> None:
        for table in (self.margins, self.spread_table, self.large):
            if table.hasFocus():
                self._parts.scroller.show_selection(table, table.current_rect())

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name == "weights_margins":
            self.name_margins()
            return True
        return super().run_local(name)

    @Slot()
    def name_margins(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        begin = self._state.margins_from or str(Path.home())
        dialog = self.dialog = file_dialog(self, say("Margins, or a whole recipe …"), begin)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                say("Margins and recipes (*.csv *.txt *.tsv *.xlsx *.xlsm *.yaml *.yml *.json)"),
                say("All files (*)"),
            ]
        )
        dialog.filesSelected.connect(self._named)
        dialog.open()

    @Slot(list)
    def _named(self, files: list[str]) -> None:
        self.margins_named.emit(tuple(files))

    def _confirmed(self) -> None:
        if self.look.isEnabled():
            self.look_asked.emit()

    def take_focus(self) -> None:
        """To the list of recipes."""
        self.list.setFocus()


def _show_table(table: FiguresTable, card: Card, told: FigureTable) -> None:
    card.title.setText(told.title)
    table.setAccessibleName(told.title)
    table.show_figures(told.heads, told.rows)
