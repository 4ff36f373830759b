"""The page of the shift log: read from the log of facts, with notes of the supervisors, saved as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from cati_app.domain.casework.alerts import AlertKind
from cati_app.domain.ids import CellId
from cati_app.fieldwork.monitor.read_shift_log import ShiftEntry, ShiftLog
from cati_app.ui.desk.settings.port import SettingsDesk
from cati_app.ui.desk.settings.shift_words import done_words
from cati_app.ui.desk.settings.states import ShiftLogState
from cati_app.ui.desk.settings.views import SettingsView
from cati_app.ui.desk.settings.words import entry_words, log_summary
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import plain_text

_OF_CELLS = frozenset((AlertKind.CELL_LATE.value, AlertKind.UNCLASSIFIED.value))


class ShiftLogPage:
    """The newest entry first on the screen, the oldest first in the file.

    Args:
        local: A time on the study's clock.
        cell_text: A cell as people call it.
        quota_text: What the quota of a cell is called; blank where there is one.
        labels: Results as this study calls them, by code.
    """

    def __init__(
        self,
        stage: Stage,
        view: SettingsView,
        desk: SettingsDesk,
        local: Callable[[datetime], datetime],
        cell_text: Callable[[CellId], str],
        quota_text: Callable[[CellId], str],
        labels: Mapping[str, str],
    ) -> None:
        self._stage = stage
        self._view = view
        self._local = local
        self._cell_text = cell_text
        self._quota_text = quota_text
        self._labels = labels
        self._desk = desk
        self._log: ShiftLog | None = None

    def read(self) -> None:
        """What happened today."""
        self._stage.run(self._desk.shift_log, self._show)

    def _show(self, log: ShiftLog) -> None:
        self._log = log
        words = self._stage.words
        columns = (words.say("Time"), words.say("What"), words.say("Who"), words.say("Values"), words.say("Reason"))
        rows = tuple((str(number), *self._row(entry)) for number, entry in enumerate(log.entries))
        empty = words.say("Nothing was changed or noted today. N writes a note.")
        table = TableState("shift_log", words.say("Shift log"), columns, rows[::-1], empty)
        self._view.render_log(ShiftLogState(log_summary(words, log), table))

    def _row(self, entry: ShiftEntry) -> tuple[str, ...]:
        words, local = self._stage.words, self._local
        cell = ""
        subject = entry.cell or (entry.subject if entry.alert in _OF_CELLS else "")
        if subject:
            is_of_quota = entry.alert == AlertKind.UNCLASSIFIED
            cell = self._quota_text(CellId(subject)) if is_of_quota else self._cell_text(CellId(subject))
        if entry.until is not None:
            entry = replace(entry, until=local(entry.until))
        if entry.done is not None:
            what, values = done_words(words, entry, entry.done, local, self._labels, self._cell_text)
        else:
            what, values = entry_words(words, entry, cell)
        who = entry.by.name if entry.by is not None else ""
        return f"{local(entry.at):%H:%M}", what, who, values, entry.text

    def ask_note(self) -> None:
        """N."""
        words = self._stage.words
        title = words.say("Note in the shift log: no names of persons called, no numbers")
        self._stage.panel(TextPanelState(PanelKind.SHIFT_NOTE, title, action=words.say("Note it")))

    def note_given(self, text: str) -> None:
        """Enter in the panel."""
        self._stage.shell.hide_panel()
        self._stage.run(partial(self._desk.note, text), self._noted, partial(self._not_noted, text))

    def _noted(self, _: None) -> None:
        self._stage.say(self._stage.words.say("It stands in the shift log."), tone=Tone.OK)
        self.read()

    def _not_noted(self, text: str, error: Exception) -> bool:
        """What was typed comes again."""
        self.ask_note() if not text else self._stage.panel(self._again(text))
        return False

    def _again(self, text: str) -> TextPanelState:
        words = self._stage.words
        return TextPanelState(
            PanelKind.SHIFT_NOTE, words.say("Note in the shift log"), text, action=words.say("Note it")
        )

    def save(self, path: str) -> None:
        """As CSV."""
        if self._log is None:
            return
        rows = tuple(self._row(entry) for entry in self._log.entries)
        plain = tuple(tuple(plain_text(field) for field in row) for row in rows)
        self._stage.run(partial(self._desk.save_log, path, plain), partial(self._saved, path))

    def _saved(self, path: str, _: None) -> None:
        self._stage.say(self._stage.words.say("The shift log was saved: {file}", file=path), tone=Tone.OK)
