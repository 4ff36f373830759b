"""Colours, sizes and fonts of the application: the only place that names them."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cati_app.ui.assets import font_files
from cati_app.ui.stylesheet import HEADER, build_stylesheet
from cati_app.values import dataclass

STYLE = "Fusion"
"""Of Qt; an application that was begun with it has a property of this name."""
FAMILIES = ["Inter", "Noto Sans Arabic"]
SMALLEST, LARGEST, STEP = 80, 200, 10  # text size in percent


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme."""

    background: str
    surface: str
    line: str
    line_strong: str
    ink: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    shade: str


LIGHT = Tokens(
    background="#F6F7F9",
    surface="#FFFFFF",
    line="#DDE2E8",
    line_strong="#C3CBD4",
    ink="#16202B",
    muted="#5C6B7A",
    accent="#0B5CAD",
    accent_soft="#E6F0FA",
    on_accent="#FFFFFF",
    ok="#17694A",
    ok_soft="#E3F4EC",
    warn="#8A5000",
    warn_soft="#FFF1DB",
    bad="#B3261E",
    bad_soft="#FCE8E6",
    shade="#5916202B",
)
DARK = Tokens(
    background="#12171D",
    surface="#1A2129",
    line="#2C3742",
    line_strong="#43515F",
    ink="#E8EDF2",
    muted="#9AA9B8",
    accent="#6DB1F2",
    accent_soft="#17324D",
    on_accent="#0C1722",
    ok="#5CC795",
    ok_soft="#16332A",
    warn="#E8B35C",
    warn_soft="#3A2C14",
    bad="#F28B82",
    bad_soft="#3F201E",
    shade="#8C000000",
)


class TextRole(StrEnum):
    """What a text is for; decides size and weight."""

    READ_ALOUD = "read_aloud"
    ANSWER = "answer"
    CONTROL = "control"
    CONTROL_STRONG = "control_strong"
    CAPTION = "caption"
    SMALL = "small"
    KEYCAP = "keycap"
    CODE = "code"
    TITLE = "title"
    HEADING = "heading"
    NUMBER = "number"
    NUMBER_SIDE = "number_side"
    CLOCK = "clock"
    FIGURE = "figure"


_FONTS: dict[TextRole, tuple[int, QFont.Weight]] = {
    TextRole.READ_ALOUD: (23, QFont.Weight.Medium),
    TextRole.ANSWER: (17, QFont.Weight.Normal),
    TextRole.CONTROL: (14, QFont.Weight.Normal),
    TextRole.CONTROL_STRONG: (14, QFont.Weight.DemiBold),
    TextRole.CAPTION: (12, QFont.Weight.DemiBold),
    TextRole.SMALL: (13, QFont.Weight.Normal),
    TextRole.KEYCAP: (12, QFont.Weight.Normal),
    TextRole.CODE: (14, QFont.Weight.DemiBold),
    TextRole.TITLE: (15, QFont.Weight.Bold),
    TextRole.HEADING: (19, QFont.Weight.DemiBold),
    TextRole.NUMBER: (35, QFont.Weight.DemiBold),
    TextRole.NUMBER_SIDE: (22, QFont.Weight.DemiBold),
    TextRole.CLOCK: (29, QFont.Weight.DemiBold),
    TextRole.FIGURE: (25, QFont.Weight.DemiBold),
}
_CAPTION_SPACING = 105.0  # percent
RADIUS = 8
RADIUS_SMALL = 5
RADIUS_KEYCAP = 4
FOCUS_WIDTH = 2


@contextmanager
def _no_widget_collected() -> Iterator[None]:
    """Put the garbage collector off while Qt goes through a list of all widgets it made at the beginning.

    Each of them is told, Python code runs, and a window no longer used, if collected then, leaves Qt a pointer to
    nothing: the program dies without a word.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def load_fonts() -> None:
    """Make the bundled fonts known; once, after the application object exists."""
    for path in font_files():
        QFontDatabase.addApplicationFont(str(path))


class Theme(QObject):
    """The scheme and text size in use. Widgets take it in their constructor and follow `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._percent = 100
        self._wanted = 100  # once the keys that wait are read
        self._stepping = QTimer(self, singleShot=True, interval=0)
        self._stepping.timeout.connect(self._take_steps)
        self._follow_system = True
        self._dark = self._system_is_dark()
        self._fonts: dict[TextRole, QFont] = {}
        self._colors: dict[str, QColor] = {}
        self._spaces: dict[float, int] = {}
        self._lengths: dict[int, int] = {}
        self._heights: dict[TextRole, int] = {}
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def dark(self) -> bool:
        return self._dark

    @property
    def percent(self) -> int:
        """Text size in percent of the normal size."""
        return self._percent

    @property
    def tokens(self) -> Tokens:
        return DARK if self._dark else LIGHT

    def color(self, token: str) -> QColor:
        """The colour of a token of the scheme in use."""
        color = self._colors.get(token)
        if color is None:
            color = self._colors[token] = QColor(getattr(self.tokens, token))
        return color

    def font(self, role: TextRole) -> QFont:
        """The font of a role at the text size in use; the same object until the size changes."""
        font = self._fonts.get(role)
        if font is None:
            pixels, weight = _FONTS[role]
            font = QFont(FAMILIES)
            font.setPixelSize(self.text_px(pixels))
            font.setWeight(weight)
            font.setFeature(QFont.Tag("tnum"), 1)
            font.setFeature(QFont.Tag("calt"), 0)  # else an x between digits, as in a case_id, becomes ×
            if role is TextRole.CAPTION:
                font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _CAPTION_SPACING)
                font.setCapitalization(QFont.Capitalization.AllUppercase)
            self._fonts[role] = font
        return font

    def line_height(self, role: TextRole) -> int:
        """Height of one line of a role in pixels."""
        height = self._heights.get(role)
        if height is None:
            height = self._heights[role] = QFontMetrics(self.font(role)).height()
        return height

    def text_px(self, pixels: int) -> int:
        """A length that grows with the text."""
        length = self._lengths.get(pixels)
        if length is None:
            length = self._lengths[pixels] = max(1, round(pixels * self._percent / 100))
        return length

    def space(self, steps: float = 1) -> int:
        """A gap: steps of 4 pixels; grows half as fast as the text, so that large text keeps its room."""
        space = self._spaces.get(steps)
        if space is None:
            space = self._spaces[steps] = max(1, round(4 * steps * (1 + (self._percent - 100) / 400)))
        return space

    def set_percent(self, percent: int) -> None:
        self._stepping.stop()
        percent = max(SMALLEST, min(LARGEST, percent))
        if percent != self._percent:
            self._percent = percent
            self._apply()

    def larger(self) -> None:
        self._step(STEP)

    def smaller(self) -> None:
        self._step(-STEP)

    def _step(self, by: int) -> None:
        """Every window is laid out for a size: the steps of keys that came meanwhile are taken at once."""
        before = self._wanted if self._stepping.isActive() else self._percent
        self._wanted = max(SMALLEST, min(LARGEST, before + by))
        if not self._stepping.isActive():
            self._stepping.start()

    @Slot()
    def _take_steps(self) -> None:
        self.set_percent(self._wanted)

    def normal_size(self) -> None:
        self.set_percent(100)

    def set_dark(self, dark: bool | None) -> None:
        """Fix the scheme, or follow the system again with None."""
        self._follow_system = dark is None
        wanted = self._system_is_dark() if dark is None else dark
        if wanted != self._dark:
            self._dark = wanted
            self._apply()

    def set_looks(self, *, dark: bool, percent: int) -> None:
        """Scheme and size of the text at once, for each change lays out every window anew."""
        self._stepping.stop()
        self._percent = max(SMALLEST, min(LARGEST, percent))
        self._follow_system, self._dark = False, dark
        self._apply()

    def install(self) -> None:
        """Give style, palette and stylesheet to the application; once, before windows are built."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if not app.property(
            STYLE
        ):  # to say it here gives a style to Python: all its enumerations, a hundredth of a start
            app.setStyle(STYLE)
        self._apply()

    def _apply(self) -> None:
        self._fonts.clear()
        self._colors.clear()
        self._spaces.clear()
        self._lengths.clear()
        self._heights.clear()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        colors, header = dataclasses.asdict(self.tokens), self.text_px(HEADER)
        stylesheet = build_stylesheet(colors, pad=self.space(2), pad_wide=self.space(3), header=header)
        with _no_widget_collected():
            # To change one sheet for another, Qt goes through what lies in a widget again for each widget around it:
            # seconds on the desk. To take it away and to give another goes through each widget once.
            app.setStyleSheet("")
            app.setPalette(self._palette())
            app.setFont(self.font(TextRole.CONTROL))
            app.setStyleSheet(stylesheet)
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "background",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "background",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Text: "ink",
            QPalette.ColorRole.ButtonText: "ink",
            QPalette.ColorRole.ToolTipText: "ink",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.Link: "accent",
        }
        for role, token in roles.items():
            palette.setColor(role, self.color(token))
        disabled = QPalette.ColorGroup.Disabled
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(disabled, role, self.color("muted"))
        return palette

    def _system_is_dark(self) -> bool:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    @Slot()
    def _system_changed(self) -> None:
        if self._follow_system:
            self.set_dark(None)
