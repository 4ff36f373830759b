"""The page of tables: read when it first comes to the front, then a table for each question that is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.errors import EnvironmentProblem
from cati_app.ui.analyst.long_run import LongRun
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.tables.port import AskedTable, TablesDesk, TableSet
from cati_app.ui.analyst.tables.states import AnswerFigures, TablesState
from cati_app.ui.analyst.tables.views import TablesView
from cati_app.ui.analyst.tables.words import TablesWords
from cati_app.ui.stage.file_words import not_opened
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "tables"
_PANELS = (PanelKind.TABLE_COLUMNS, PanelKind.TABLE_FILTER, PanelKind.TABLE_FILES)


class TablesPresenter:
    """Holds what is chosen; tables come one after the other, the newest wish last."""

    def __init__(self, stage: Stage, view: TablesView, tables: TablesDesk) -> None:
        self._stage = stage
        self._view = view
        self._tables = tables
        self._words = TablesWords(stage.words, tables.folder())
        self._set: TableSet | None = None
        self._asked = AskedTable("")
        self._shown: AskedTable | None = None  # what the table in sight was made of
        self._making: AskedTable | None = None
        self._run = LongRun(stage, lambda share: self._show(progress=share))
        self._state = TablesState(empty=self._words.reading)
        self._forms = 0
        self._panel_waits = False  # for the table that was typed in it
        self._is_outdated = False  # another weighting is in force

    # -- reading ------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """The page came to the front; what is slow to load and to read comes only now."""
        self._show()
        if self._set is None or self._is_outdated:
            self._read()

    def weighting_changed(self) -> None:
        """Another weighting is in force: tables are weighed by it when the page comes to the front."""
        self._is_outdated = True

    def _read(self) -> None:
        if self._run.is_on:
            return
        self._show(progress=0.0, message="", files=(), empty="" if self._set is not None else self._words.reading)
        self._run.begin(self._tables.read, self._has_read, self._not_read)

    def _has_read(self, read: TableSet) -> None:
        self._set, self._is_outdated = read, False
        names = {line.name for line in read.questions}
        question = self._asked.question
        if question not in names:
            question = read.questions[0].name if read.questions else ""
        columns = self._asked.columns
        if self._shown is None and read.banners:
            columns = read.banners[0][0]
        self._asked = replace(self._asked, question=question, columns=columns)
        empty = self._words.empty(read)
        self._show(progress=None, empty=empty, questions=() if empty else read.questions, table=None)
        self._shown = None
        self._make()

    def _not_read(self, error: Exception) -> bool:
        if isinstance(error, Cancelled):
            self._show(progress=None, message="", empty=self._words.reading_stopped if self._set is None else "")
            return True
        told = self._why(error)
        if told is None:
            self._show(progress=None)
            return False
        self._set = None
        self._show(progress=None, empty=f"{told}\n\n{self._words.again}", questions=(), table=None)
        return True

    def _why(self, error: Exception) -> str | None:
        return problem_words(self._stage.words, error)

    # -- one table ----------------------------------------------------------------------------------------------

    def question_chosen(self, name: str) -> None:
        """Another one of the list."""
        if self._set is not None and name and name != self._asked.question:
            self._asked = replace(self._asked, question=name)
            self._make()

    def _make(self) -> None:
        """The table that is wished, unless one is being made: then it follows."""
        if self._making is not None or not self._asked.question or self._asked == self._shown:
            return
        asked = self._making = self._asked
        self._stage.run(partial(self._tables.table, asked), partial(self._made, asked), partial(self._not_made, asked))

    def _made(self, asked: AskedTable, table: AnswerFigures) -> None:
        self._making, self._shown = None, asked
        if self._asked == asked:
            self._show(table=table)
            self._close_panel()
        self._make()

    def _not_made(self, asked: AskedTable, error: Exception) -> bool:
        """Back to what could be told; a panel that asked for it says why."""
        self._making, self._panel_waits = None, False
        told = self._why(error)
        if told is None:
            return False
        before = self._shown
        if isinstance(error, EnvironmentProblem) and asked.weighed:  # the weighting does not fit any more
            self._asked = replace(self._asked, weighed=False)
            self._show(message=told, tone=Tone.WARN)
            self._make()
        elif before is not None and (asked.columns, asked.filter) != (before.columns, before.filter):
            typed = PanelKind.TABLE_FILTER if asked.columns == before.columns else PanelKind.TABLE_COLUMNS
            self._asked = replace(self._asked, columns=before.columns, filter=before.filter)
            self._show()
            self._ask(typed, asked, told)
        else:
            self._show(message=told, tone=Tone.WARN, table=None)
        return True

    # -- what is chosen -----------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "tables_columns": partial(self._ask, PanelKind.TABLE_COLUMNS),
            "tables_filter": partial(self._ask, PanelKind.TABLE_FILTER),
            "tables_weight": partial(self._change, weighed=not self._asked.weighed),
            "tables_cells": partial(self._change, handed_out=not self._asked.handed_out),
            "tables_keep": self._keep,
            "tables_save": partial(self._ask, PanelKind.TABLE_FILES),
            "tables_open": self._open,
            "tables_read": self._read,
        }
        if name not in actions:
            return False
        if name == "tables_read" or (self._set is not None and not self._state.empty):
            actions[name]()
        return True

    def _change(self, *, weighed: bool | None = None, handed_out: bool | None = None) -> None:
        now = self._asked
        self._asked = replace(
            now,
            weighed=now.weighed if weighed is None else weighed,
            handed_out=now.handed_out if handed_out is None else handed_out,
        )
        self._show(message="")
        self._make()

    def _ask(self, kind: PanelKind, typed: AskedTable | None = None, message: str = "") -> None:
        if self._set is None:
            return
        if typed is None:
            self._forms += 1
        self._stage.panel(self._words.panel(kind, self._forms, self._set, typed or self._asked, message))

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        if kind not in _PANELS:
            return False
        first, *others = text.split("\n")
        if kind is PanelKind.TABLE_FILES:
            self._stage.shell.hide_panel()
            self._write(first, others[0], others[1].strip())
            return True
        self._panel_waits = True
        wish = others[0].strip() or first
        if kind is PanelKind.TABLE_COLUMNS:
            self._asked = replace(self._asked, columns=wish)
        else:
            self._asked = replace(self._asked, filter=wish)
        self._show(message="")
        self._make()
        if self._making is None:
            self._close_panel()
        return True

    def _close_panel(self) -> None:
        """What was typed makes a table, which is there now."""
        if self._panel_waits:
            self._panel_waits = False
            self._stage.shell.hide_panel()

    def _keep(self) -> None:
        if self._asked == self._shown:
            asked = self._asked
            self._stage.run(partial(self._tables.keep, asked), partial(self._kept, asked), self._not_kept)

    def _kept(self, asked: AskedTable, read: TableSet) -> None:
        self._set = read
        self._show(message=self._words.was_kept(read), tone=Tone.OK)

    def _not_kept(self, error: Exception) -> bool:
        told = self._why(error)
        if told is not None:
            self._show(message=told, tone=Tone.WARN)
        return told is not None

    # -- files --------------------------------------------------------------------------------------------------

    def _write(self, what: str, formats: str, folder: str) -> None:
        if self._run.is_on or not folder:
            return
        self._show(progress=0.0, message="", files=())
        wanted = tuple(formats.split(","))
        work = partial(self._tables.write, self._asked, wanted, folder, alone=what == "alone")
        self._run.begin(work, self._written, self._not_written)

    def _written(self, files: tuple[str, ...]) -> None:
        told = self._words.were_written(len(files), handed_out=self._asked.handed_out)
        self._show(progress=None, message=told, tone=Tone.OK, files=files)

    def _not_written(self, error: Exception) -> bool:
        told = self._words.nothing_written if isinstance(error, Cancelled) else self._why(error)
        self._show(progress=None, message=told or "", tone=Tone.PLAIN if isinstance(error, Cancelled) else Tone.BAD)
        return told is not None

    def _open(self) -> None:
        if self._state.files and (left := self._view.open_files(self._state.files)):
            self._show(message=not_opened(self._stage.words, left), tone=Tone.WARN)

    def stop(self) -> None:
        """Esc: what is under way ends, and no file is changed."""
        if self._run.is_on:
            self._show(message=self._words.stopping, tone=Tone.PLAIN)
            self._run.stop()

    # -- what is shown ------------------------------------------------------------------------------------------

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        read, asked = self._set, self._asked
        buttons = self._words.buttons(read, asked, has_files=bool(self._state.files)) if read is not None else ()
        kept = self._words.kept(read) if read is not None else ""
        self._state = replace(self._state, selected=asked.question, buttons=buttons, kept=kept)
        self._stage.situate(has_tables=bool(self._state.questions), has_files=bool(self._state.files))
        self._view.render(self._state)
