"""A cell that was closed is called by one word wherever it is told: on the board, in messages, by the key."""

from __future__ import annotations

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, CellState
from cati_app.texts import choose, words_of
from cati_app.ui.desk.board.matrix import cell_word
from cati_app.ui.desk.board.states import MatrixCell
from cati_app.ui.desk.cell_words import state_words


def test_a_closed_cell_is_called_alike_everywhere() -> None:
    choose("de")
    words = words_of("de")
    matrix = cell_word(MatrixCell("young", 1, 2, state=CellState.CLOSED))[0]
    table = state_words(words, CellCount(CellId("young"), 2, 1, 0, closed=True))

    assert {"geschlossen"} == {matrix, table}
    assert "jung ist geschlossen." == words.say("{cell} is closed.", cell="jung")
