"""Pictures that a shift does not pass on its own: dark, Arabic, two languages side by side, large text, every panel."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cati_app.demo.hands import Hands
from cati_app.demo.pictures import Pictures
from cati_app.demo.sample_pictures import take_sample_pictures
from cati_app.station.desktop import Desktop

_CONTROL = Qt.KeyboardModifier.ControlModifier


class Gallery:
    """Takes them at the first single choice that has a place in the quota; leaves the interview as it was."""

    def __init__(self, desktop: Desktop, hands: Hands, pictures: Pictures) -> None:
        self._desktop = desktop
        self._hands = hands
        self._pictures = pictures
        self._done = False

    def __call__(self) -> None:
        """Once; by keys, but for light and dark, which follow the system."""
        if self._done:
            return
        self._done = True
        self._hands.type("2")
        self._take("interview")
        self._looks("question")
        self._in_language("ar", "question-arabic")
        self._in_language("de", "")
        self._beside("ar")
        self._panels()

    def sample(self) -> None:
        """On the board, once."""
        take_sample_pictures(self._desktop, self._hands, self._pictures)

    def _looks(self, name: str) -> None:
        self._pictures.looks(name, self._take)
        self._hands.rest()

    def _in_language(self, code: str, name: str) -> None:
        self._hands.press("F7")
        self._hands.type(str(self._place_of(code)))
        self._hands.press("Return")
        if name:
            self._take(name)
            self._looks(name)

    def _beside(self, code: str) -> None:
        """Beside the German script: the option after the languages opens a list of second ones, the next ends that."""
        languages = len(self._desktop.station.loaded.study.languages)
        self._hands.press("F7")
        self._hands.type(str(languages + 1))
        self._hands.press("Return")
        self._hands.type(str(self._place_of(code, without="de")))
        self._hands.press("Return")
        if self._desktop.first.shell.open_panel() is not None:
            raise AssertionError("the second language was not taken")
        self._take("question-bilingual")
        self._hands.press("F7")
        self._hands.type(str(languages + 2))
        self._hands.press("Return")

    def _panels(self) -> None:
        for key, name in (("F1", "help"), ("F4", "note"), ("F8", "result-in-interview"), ("F9", "appointment")):
            self._hands.press(key)
            self._take(f"panel-{name}")
            self._hands.press("Escape")
        for letter, name in (("G", "outline"), ("N", "remark")):
            self._hands.press(letter, _CONTROL)
            self._take(f"panel-{name}")
            self._hands.press("Escape")
        self._hands.press("P", _CONTROL)
        self._take("panel-pause")
        self._hands.press("Return")

    def _place_of(self, code: str, without: str = "") -> int:
        languages = self._desktop.station.loaded.study.languages
        codes = [language.code for language in languages if language.code != without]
        return codes.index(code) + 1 if code in codes else 1

    def _take(self, name: str) -> None:
        self._hands.rest()
        self._pictures.take(name)
