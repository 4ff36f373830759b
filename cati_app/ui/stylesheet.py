"""The one stylesheet, built from the colours and sizes of the theme; painted widgets ask the theme itself."""

from __future__ import annotations

from collections.abc import Mapping

_SHEET = """
QMainWindow, QWidget[ground="page"] {{ background: {background}; }}
QWidget[ground="surface"] {{ background: {surface}; }}
QWidget[ground="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; }}
QWidget[ground="card_chosen"] {{ background: {accent_soft}; border: 2px solid {accent}; border-radius: {radius}px; }}
QWidget[ground="card_warn"] {{ background: {warn_soft}; border: 1px solid {warn}; border-radius: {radius}px; }}
QWidget[ground="row"] {{ background: {surface}; border: 2px solid {line}; border-radius: {radius}px; }}
QWidget[ground="row_gone"] {{ background: {background}; border: 2px dashed {line_strong}; border-radius: {radius}px; }}
QWidget[ground="row"]:focus, QWidget[ground="row_gone"]:focus {{ border: 2px solid {accent}; }}
QWidget[edge="bottom"] {{ border-bottom: 1px solid {line}; }}
QWidget[edge="top"] {{ border-top: 1px solid {line}; }}
QWidget[edge="left"] {{ border-left: 1px solid {line}; }}
QWidget[edge="right"] {{ border-right: 1px solid {line}; }}
QLineEdit, QPlainTextEdit {{
    background: {surface}; border: 1px solid {line_strong}; border-radius: {radius}px;
    padding: {pad}px {pad_wide}px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus {{
    border: 2px solid {accent}; padding: {pad_less}px {pad_wide_less}px;
}}
QLineEdit:!focus, QPlainTextEdit:!focus {{ selection-background-color: transparent; selection-color: {ink}; }}
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] {{
    border: 2px solid {bad}; padding: {pad_less}px {pad_wide_less}px;
}}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {background}; color: {muted}; }}
QComboBox {{
    background: {surface}; border: 1px solid {line_strong}; border-radius: {radius}px; padding: {pad}px {pad_wide}px;
}}
QComboBox:focus {{ border: 2px solid {accent}; padding: {pad_less}px {pad_wide_less}px; }}
QComboBox::drop-down {{ border: none; width: {thumb}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus {{ background: {surface};
    border: 1px solid {line_strong}; border-radius: 0;
    selection-background-color: {accent_soft}; selection-color: {ink}; }}
QScrollArea, QAbstractScrollArea[bare="true"] {{ background: transparent; border: none; }}
QListView, QTableView {{
    background: {surface}; border: 1px solid {line}; border-radius: {radius}px; outline: none;
    gridline-color: {line}; alternate-background-color: {background};
}}
QListView:focus, QTableView:focus {{ border: 2px solid {accent}; }}
QTableView {{ padding: 1px; }}
QTableView:focus {{ padding: 0; }}
QListView::item {{ padding: {pad}px {pad_wide}px; }}
QListView::item:selected, QTableView::item:selected {{ background: {accent_soft}; color: {ink}; }}
QTableView::item {{ padding: 0 {pad}px; }}
QHeaderView::section {{
    background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: {pad}px; font-size: {header_px}px; font-weight: 600;
}}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section:first {{ border-top-left-radius: {radius_inside}px; }}
QHeaderView::section:last {{ border-top-right-radius: {radius_inside}px; }}
QHeaderView::section:only-one {{
    border-top-left-radius: {radius_inside}px; border-top-right-radius: {radius_inside}px;
}}
QTableCornerButton::section {{ background: {surface}; border: none; }}
QTabBar {{ background: {surface}; }}
QTabBar::tab {{
    color: {muted}; padding: {pad_wide}px {pad_wide}px; border: none; border-bottom: 2px solid transparent;
    background: transparent;
}}
QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 2px solid {accent}; }}
QTabBar::tear {{ width: 0; border: none; }}
QTabBar QToolButton {{ background: {surface}; border: 1px solid {line}; }}
QTabBar::tab:focus {{ background: {accent_soft}; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {line_strong}; border-radius: {bar_radius}px; min-height: {thumb}px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: {pad}px; }}
QMenu::item {{ padding: {pad}px {pad_wide}px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {ink}; }}
QToolTip {{ background: {surface}; color: {ink}; border: 1px solid {line}; padding: {pad}px; }}
"""
HEADER = 13
"""Text of table headers, in pixels at 100 %: a header does not follow its own font once it has rules here."""
_BAR_WIDTH = 10
_THUMB = 32
_RADIUS, _RADIUS_SMALL = 8, 5


def build_stylesheet(colors: Mapping[str, str], *, pad: int, pad_wide: int, header: int) -> str:
    """The sheet for one scheme and text size.

    Args:
        colors: Colours by the names of the theme's tokens.
        pad: Gap between an edge and its text, in pixels.
        pad_wide: The same to the left and right.
        header: Text of table headers, `HEADER` as large as all text is now.
    """
    return _SHEET.format(
        **colors,
        radius=_RADIUS,
        radius_small=_RADIUS_SMALL,
        radius_inside=_RADIUS - 2,
        pad=pad,
        pad_less=pad - 1,
        pad_wide=pad_wide,
        pad_wide_less=pad_wide - 1,
        bar=_BAR_WIDTH,
        bar_radius=_BAR_WIDTH // 2,
        thumb=_THUMB,
        header_px=header,
    )
