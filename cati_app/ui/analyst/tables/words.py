"""The words of the page of tables: its buttons, the panels behind them, and why there is no table."""

from __future__ import annotations

from cati_app.texts import Words
from cati_app.ui.analyst.page_words import PageWords
from cati_app.ui.analyst.tables.port import AskedTable, TableSet
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind

_FORMATS = ("pdf", "xlsx", "csv", "html")
ALONE, ALL = "alone", "all"


class TablesWords(PageWords):
    """In the language of the window.

    Args:
        folder: Where files go unless somebody says otherwise.
    """

    def __init__(self, words: Words, folder: str) -> None:
        super().__init__(words)
        self._folder = folder

    @property
    def again(self) -> str:
        """What to do once it is mended."""
        return self._words.say("R reads interviews and tables.yaml again.")

    def empty(self, read: TableSet) -> str:
        """Why there is no table; blank: there are some."""
        if not read.interviews:
            return self._words.say(
                "No completed interview counts yet, so there is nothing to tabulate. Tables fill with the first one;"
                " R reads again."
            )
        if not read.questions:
            return self._words.say(
                "The questionnaire asks for nothing that has categories or figures. Questions with choices and numbers"
                " get a table each."
            )
        return ""

    def kept(self, read: TableSet) -> str:
        """What tables.yaml holds."""
        if not read.kept:
            return self._words.say("tables.yaml lists no table: files hold one of every question.")
        return self._words.say_count(
            "tables.yaml lists {count} table, which files hold.",
            "tables.yaml lists {count} tables, which files hold.",
            read.kept,
        )

    def was_kept(self, read: TableSet) -> str:
        """After a table went into tables.yaml."""
        return self._words.say_count(
            "Kept. tables.yaml lists {count} table; the next wave gives the same.",
            "Kept. tables.yaml lists {count} tables; the next wave gives the same.",
            read.kept,
        )

    def were_written(self, count: int, *, handed_out: bool) -> str:
        """After files were written."""
        told = self._words.say_count("{count} file written.", "{count} files written.", count)
        inside = self._words.say("Small cells are not hidden: for use inside the house.")
        return told if handed_out else f"{told} {inside}"

    def buttons(self, read: TableSet, asked: AskedTable, *, has_files: bool) -> tuple[tuple[str, str], ...]:
        """What each command does now."""
        words = self._words
        weight = read.weight or words.say("none chosen")
        cells = (
            words.say("Cells under {limit}: hidden", limit=read.limit)
            if asked.handed_out
            else words.say("Cells: all shown, inside the house")
        )
        shown = (
            ("tables_columns", words.say("Columns: {columns}", columns=self._columns(read, asked))),
            ("tables_filter", words.say("Filter: {filter}", filter=self._filter(read, asked))),
            (
                "tables_weight",
                words.say("Weight: {weight}", weight=weight if asked.weighed else words.say("without")),
            ),
            ("tables_cells", cells),
            ("tables_keep", words.say("Keep in tables.yaml")),
            ("tables_save", words.say("Write files …")),
        )
        return (*shown, ("tables_open", words.say("Open the files"))) if has_files else shown

    def _columns(self, read: TableSet, asked: AskedTable) -> str:
        if not asked.columns:
            return self._words.say("all interviews alone")
        return dict(read.banners).get(asked.columns, asked.columns)

    def _filter(self, read: TableSet, asked: AskedTable) -> str:
        return dict(read.filters).get(asked.filter, asked.filter) or self._words.say("all interviews")

    # -- panels -------------------------------------------------------------------------------------------------

    def panel(self, kind: PanelKind, number: int, read: TableSet, asked: AskedTable, message: str) -> FormPanelState:
        """What is asked before a table has other columns, another filter, or is written into files.

        Args:
            number: Of the panel: another one begins with its own fields.
        """
        forms = {PanelKind.TABLE_COLUMNS: self._columns_form, PanelKind.TABLE_FILTER: self._filter_form}
        if kind in forms:
            return FormPanelState(kind, forms[kind](number, read, asked, message))
        return FormPanelState(kind, self._files_form(number, read))

    def _columns_form(self, number: int, read: TableSet, asked: AskedTable, message: str) -> FormState:
        words, known = self._words, dict(read.banners)
        kept = asked.columns if asked.columns in known else ""
        return FormState(
            f"columns {number}",
            words.say("Columns of the table"),
            words.say("Show the table"),
            (words.say("Columns stand beside that of all interviews: those kept in tables.yaml, or variables typed."),),
            (
                FieldState(
                    "kept",
                    words.say("Kept"),
                    FieldKind.PICK,
                    kept,
                    (*read.banners, ("", words.say("all interviews alone"))),
                ),
                FieldState(
                    "typed",
                    words.say("Or variables, separated by commas"),
                    value="" if kept else asked.columns,
                    may_be_blank=True,
                    hint="age_group, sex",
                ),
            ),
            message=message,
            wrong="typed",
            begins_at="typed",
        )

    def _filter_form(self, number: int, read: TableSet, asked: AskedTable, message: str) -> FormState:
        words, known = self._words, dict(read.filters)
        kept = asked.filter if asked.filter in known else ""
        return FormState(
            f"filter {number}",
            words.say("Who is in the table?"),
            words.say("Show the table"),
            (words.say("A variable, a colon and its values; a semicolon between conditions, which all have to hold."),),
            (
                FieldState(
                    "kept", words.say("Kept"), FieldKind.PICK, kept, (("", words.say("all interviews")), *read.filters)
                ),
                FieldState(
                    "typed",
                    words.say("Or conditions"),
                    value="" if kept else asked.filter,
                    may_be_blank=True,
                    hint="sex: 2; age: 16-29, 65+",
                ),
            ),
            message=message,
            wrong="typed",
            begins_at="typed",
        )

    def _files_form(self, number: int, read: TableSet) -> FormState:
        words = self._words
        every = (
            words.say_count("{count} table of tables.yaml", "{count} tables of tables.yaml", read.kept)
            if read.kept
            else words.say("a table of every question")
        )
        known = tuple((name, name.upper()) for name in _FORMATS)
        return FormState(
            f"files {number}",
            words.say("Write files"),
            words.say("Write them"),
            (),
            (
                FieldState(
                    "what",
                    words.say("Which tables"),
                    FieldKind.PICK,
                    ALONE,
                    ((ALONE, words.say("this one")), (ALL, every)),
                ),
                FieldState(
                    "format",
                    words.say("Format"),
                    FieldKind.PICK,
                    _FORMATS[0],
                    (*known, (",".join(_FORMATS[:3]), "PDF, XLSX, CSV")),
                ),
                FieldState("folder", words.say("Folder"), value=self._folder),
            ),
        )
