"""The window of practice: the program's own, with a line that says what is heard."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cati_app.demo.practice.room import LOGIN, practice_room
from cati_app.demo.practice.voice import Voice
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.station import PASSWORD
from cati_app.station.desktop import Desktop, StudyWindow, WindowSettings
from cati_app.station.loading import LoadedStudy
from cati_app.texts import chosen, say, words_of
from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.setup import application
from cati_app.ui.theme import TextRole
from cati_app.ui.translation import interface_language
from cati_app.ui.widgets.kit import Kit, announce, label

_EVERY_MS = 120


class HeardLine(QWidget):
    """Below the header, as long as somebody practises; never takes the focus."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setSpacing(kit.theme.space(4))
        row.setContentsMargins(kit.theme.space(4), kit.theme.space(2), kit.theme.space(4), kit.theme.space(2))
        row.addWidget(label(kit, TextRole.CONTROL_STRONG, "accent", text=say("Practice · nothing of it is kept")))
        self._heard = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        row.addWidget(self._heard, 1)

    @property
    def text(self) -> str:
        """What is heard."""
        return self._heard.text()

    def hear(self, text: str) -> None:
        """Show what is heard, and have it read out."""
        if text != self._heard.text():
            self._heard.setText(text)
            announce(self, text)


class Listening:
    """Looks at a window, and has the person on the line answer what is on it."""

    def __init__(self, window: StudyWindow, kit: Kit, town: Town) -> None:
        self._window = window
        self._town = town
        self._voice: tuple[InterviewerPresenter, Voice] | None = None
        self.line = HeardLine(kit)
        window.shell.add_line(self.line)
        window.shell.keeps_nothing()
        self._timer = QTimer(self.line)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """A moment has passed."""
        presenter = self._window.roles.interviewing
        if presenter is None:
            self._voice = None
            self.line.hear(say("Login {login}, password {password}.", login=LOGIN, password=PASSWORD))
            return
        if self._voice is None or self._voice[0] is not presenter:
            self._voice = presenter, Voice(presenter.services, self._town, chosen())
        self.line.hear(self._voice[1].line(presenter.calling.run, presenter.interviewing.session))


def practise(loaded: LoadedStudy, seed: int, language: str | None, dark: bool | None) -> int:
    """Open the window, and let everything go when it is closed; the exit code."""
    with practice_room(loaded, seed) as (station, town):
        application()
        name = words_of(interface_language(language)).say("Practice")
        settings = WindowSettings(language=language, dark=dark, people=[(LOGIN, name)])
        desktop = Desktop(station, settings)
        listening = Listening(desktop.first, desktop.kit, town)
        code = desktop.run()
        del listening
    return code
