"""The language of the windows: German unless the system or a setting says English. Qt's own dialogs follow."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cati_app.texts import choose


def interface_language(setting: str | None = None, system: QLocale | None = None) -> str:
    """`de` or `en`: the setting if there is one, else English on English systems, else German."""
    if setting in {"de", "en"}:
        return setting
    locale = system or QLocale.system()
    return "en" if locale.language() == QLocale.Language.English else "de"


class Translation:
    """Chooses the language of the windows; keeps Qt's own translator alive."""

    def __init__(self) -> None:
        self._qt: QTranslator | None = None
        self.language = "en"

    def install(self, language: str) -> None:
        """Change the language; before windows are built."""
        if self._qt is not None:
            QCoreApplication.removeTranslator(self._qt)
            self._qt = None
        self.language = language
        QLocale.setDefault(QLocale(QLocale.Language.German if language == "de" else QLocale.Language.English))
        choose(language)
        translator = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"{folder}/qtbase_{language}.qm"):
            QCoreApplication.installTranslator(translator)
            self._qt = translator
