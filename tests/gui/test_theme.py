"""Contrast, words, fonts."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFontDatabase, QTextLayout
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cati_app.ui.stage.states import StoredState
from cati_app.ui.theme import DARK, LIGHT, TextRole, Tokens
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.kit import label

PAIRS = [
    ("ink", "background"),
    ("ink", "surface"),
    ("ink", "accent_soft"),
    ("ink", "warn_soft"),
    ("ink", "bad_soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
]


def _contrast(first: str, second: str) -> float:
    """Contrast of two colours by WCAG 2, 1 to 21."""

    def luminance(name: str) -> float:
        def linear(part: float) -> float:
            return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

        color = QColor(name)
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(tokens: Tokens, text: str, ground: str) -> None:
    assert _contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


def test_bundled_fonts_are_loaded(kit) -> None:
    assert {"Inter", "Noto Sans Arabic"} <= set(QFontDatabase.families())


def test_an_x_between_digits_stays_an_x(kit) -> None:
    def glyphs(text: str) -> list[int]:
        layout = QTextLayout(text, kit.theme.font(TextRole.CONTROL))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]

    assert glyphs("ax")[1] == glyphs("3x3")[1]


def test_stored_words_differ_by_sign(kit) -> None:
    from cati_app.ui.shell.header import stored_word

    assert len({stored_word(state)[0] for state in StoredState}) == 3
    assert stored_word(StoredState.STORED) == "● Alles gespeichert"


def test_a_text_size_chosen_before_a_widget_is_shown_holds(kit, qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    labels = [label(kit, TextRole.CONTROL, text="a"), label(kit, TextRole.CONTROL, text="b")]
    for one in labels:
        column.addWidget(one)
    labels[1].hide()
    kit.theme.set_percent(200)
    page.show()
    labels[1].show()

    assert [28, 28] == [one.font().pixelSize() for one in labels]


def test_a_bouncing_enter_is_ignored_although_the_theme_changes_in_between(kit, watch) -> None:
    watch.step = 100
    held_by_a_view = kit.keys
    assert held_by_a_view.accepts("Return")

    kit.theme.set_dark(True)

    assert not kit.keys.accepts("Return")
    assert not held_by_a_view.accepts("Return")


class Told(QWidget):
    """Notes whether a window no longer used could be collected while it is told of a change of all widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.could_collect: dict[QEvent.Type, bool] = {}

    def changeEvent(self, event: QEvent) -> None:
        self.could_collect[event.type()] = gc.isenabled()


def test_no_window_is_collected_while_qt_goes_through_all_of_them(kit, qtbot) -> None:
    widget = Told()
    qtbot.addWidget(widget)
    widget.show()
    widget.could_collect.clear()
    kit.theme.set_percent(200)
    kit.theme.set_dark(True)
    changes = {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}
    assert changes <= widget.could_collect.keys()
    assert not any(widget.could_collect.values())
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(kit) -> None:
    gc.disable()
    try:
        kit.theme.set_percent(150)
        assert not gc.isenabled()
    finally:
        gc.enable()


class _Styled(QWidget):
    """Counts how often it is told that the sheet has changed."""

    told = 0

    def changeEvent(self, event: QEvent) -> None:
        self.told += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


def test_another_size_comes_to_a_widget_as_often_however_many_it_lies_in(kit, qtbot) -> None:
    outermost = _Styled()
    qtbot.addWidget(outermost)
    within = [outermost]
    for _ in range(20):
        within.append(_Styled(within[-1]))
    outermost.show()
    for widget in within:
        widget.told = 0

    kit.theme.larger()
    qtbot.waitUntil(lambda: kit.theme.percent == 110)

    assert 0 < within[-1].told <= within[0].told


def test_a_label_without_a_text_grows_with_the_others(kit, qtbot) -> None:
    card = Card(kit)
    qtbot.addWidget(card)
    silent, worded = label(kit, TextRole.SMALL), label(kit, TextRole.SMALL, text="a")
    card.add(silent)
    card.add(worded)
    card.add_stretch()
    card.show()
    qtbot.waitUntil(lambda: silent.height() <= worded.height() < 20)

    kit.theme.set_percent(200)
    qtbot.waitUntil(lambda: worded.height() > 30)

    assert silent.height() > 30
