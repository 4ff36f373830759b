"""The language of the interface: German unless the system or a setting says English."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cati_app.ui.assets import translation_file

PRESENTERS = "Presenters"  # translation context of everything presenters say
COMMANDS = "Commands"  # translation context of the command table


def interface_language(setting: str | None = None, system: QLocale | None = None) -> str:
    """`de` or `en`: the setting if there is one, else English on English systems, else German."""
    if setting in {"de", "en"}:
        return setting
    locale = system or QLocale.system()
    return "en" if locale.language() == QLocale.Language.English else "de"


class Translation:
    """Installs the translators of a language; keeps them alive."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []
        self.language = "en"

    def install(self, language: str) -> None:
        """Change the language; before windows are built."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        QLocale.setDefault(QLocale(QLocale.Language.German if language == "de" else QLocale.Language.English))
        if language == "en":
            return
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._load(f"{qt_folder}/qtbase_{language}.qm")
        self._load(str(translation_file(language)))

    def _load(self, path: str) -> None:
        translator = QTranslator()
        if translator.load(path):
            QCoreApplication.installTranslator(translator)
            self._installed.append(translator)


class QtWords:
    """Fulfils the presenters' `Words` through Qt's translation system."""

    def say(self, source: str, **values: object) -> str:
        text = QCoreApplication.translate(PRESENTERS, source)
        return text.format(**values) if values else text


def command_text(source: str) -> str:
    """A text of the command table in the language of the interface."""
    return QCoreApplication.translate(COMMANDS, source)
