"""Dresses the application object: fonts, language, theme, accessibility. Called once by whoever builds the windows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from cati_app.ui.theme import STYLE, Theme, load_fonts
from cati_app.ui.translation import Translation, interface_language
from cati_app.ui.widgets import access
from cati_app.ui.widgets.kit import Kit

_PICTURES_KB = 32 * 1024


def prepare(language: str | None = None) -> tuple[Kit, Translation]:
    """Prepare the running QApplication; keep both results as long as it lives.

    Args:
        language: `de` or `en` from the settings; None: by the system.
    """
    load_fonts()
    QPixmapCache.setCacheLimit(_PICTURES_KB)
    translation = Translation()
    translation.install(interface_language(language))
    theme = Theme()
    kit = Kit(theme)
    theme.install()
    access.install()
    return kit, translation


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, made if there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["cati", "-style", STYLE, *arguments])
        app.setProperty(STYLE, True)
        app.setApplicationName("cati")
    return app
