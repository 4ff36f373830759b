"""The page of reports: one is chosen, looked at page by page, and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.texts import Words
from cati_app.texts.language_names import language_name
from cati_app.ui.analyst.long_run import LongRun
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.reports.port import AskedReport, LookedAt, ReportKind, ReportsDesk
from cati_app.ui.analyst.reports.states import ReportLine, ReportsState
from cati_app.ui.analyst.reports.views import ReportsView
from cati_app.ui.stage.file_words import not_opened
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "reports"
_LANGUAGES = ("de", "en")


class ReportsPresenter:
    """Makes one thing at a time."""

    def __init__(self, stage: Stage, view: ReportsView, reports: ReportsDesk, language: str) -> None:
        self._stage = stage
        self._view = view
        self._reports = reports
        self._run = LongRun(stage, lambda share: self._show(progress=share))
        self._forms = 0
        first = language if language in _LANGUAGES else _LANGUAGES[0]
        self._asked = AskedReport(reports.kinds()[0], first)
        self._state = ReportsState()

    def shown(self) -> None:
        """The page came to the front."""
        self._show()

    def report_chosen(self, key: str) -> None:
        """Another one of the list; the pages of the one before go."""
        if key and key != self._asked.kind.value:
            self._asked = replace(self._asked, kind=ReportKind(key))
            self._show(pages=(), looked="", message="", files=())

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "reports_look": self.look,
            "reports_language": self._change_language,
            "reports_write": self._ask_where,
            "reports_open": self._open,
        }
        if name in actions:
            actions[name]()
        return name in actions

    def _change_language(self) -> None:
        at = _LANGUAGES.index(self._asked.language)
        self._asked = replace(self._asked, language=_LANGUAGES[(at + 1) % len(_LANGUAGES)])
        had_pages = bool(self._state.pages)
        self._show(pages=(), looked="", message="")
        if had_pages:
            self.look()

    # -- a look -------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """The pages as they would be written now."""
        if not self._run.is_on:
            self._show(progress=0.0, message="")
            self._run.begin(partial(self._reports.look, self._asked), self._looked, self._not_made)

    def _looked(self, looked: LookedAt) -> None:
        if looked.asked != self._asked:
            self._show(progress=None)
            self.look()
            return
        told = self._stage.words.say_count(
            "{count} page, as it would be written now", "{count} pages, as they would be written now", len(looked.pages)
        )
        self._show(progress=None, pages=looked.pages, looked=f"{self._label(self._asked.kind)} · {told}")

    # -- files --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        if self._run.is_on:
            return
        self._forms += 1
        words = self._stage.words
        texts = (
            words.say("{report}, as PDF and as one accessible HTML file.", report=self._label(self._asked.kind)),
            self._language(),
        )
        field = FieldState("folder", words.say("Folder"), value=self._reports.folder())
        form = FormState(f"report {self._forms}", words.say("Write the report"), words.say("Write it"), texts, (field,))
        self._stage.panel(FormPanelState(PanelKind.REPORT_FILES, form))

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in the panel; whether it was this one."""
        if kind is not PanelKind.REPORT_FILES:
            return False
        self._stage.shell.hide_panel()
        if text.strip() and not self._run.is_on:
            self._show(progress=0.0, message="", files=())
            self._run.begin(partial(self._reports.write, self._asked, text.strip()), self._written, self._not_made)
        return True

    def _written(self, files: tuple[str, ...]) -> None:
        told = self._stage.words.say_count("{count} file written.", "{count} files written.", len(files))
        self._show(progress=None, message=told, tone=Tone.OK, files=files)

    def _open(self) -> None:
        if self._state.files and (left := self._view.open_files(self._state.files)):
            self._show(message=not_opened(self._stage.words, left), tone=Tone.WARN)

    # -- progress, and how it ends ------------------------------------------------------------------------------

    def _not_made(self, error: Exception) -> bool:
        words = self._stage.words
        if isinstance(error, Cancelled):
            self._show(progress=None, message=words.say("Stopped. Nothing was written."), tone=Tone.PLAIN)
            return True
        told = problem_words(words, error)
        if told is None:
            self._show(progress=None)
            return False
        self._show(progress=None, message=told, tone=Tone.BAD)
        return True

    def stop(self) -> None:
        """Esc: what is under way ends, and no file is changed."""
        if self._run.is_on:
            self._show(message=self._stage.words.say("It is being stopped …"), tone=Tone.PLAIN)
            self._run.stop()

    # -- words --------------------------------------------------------------------------------------------------

    def _show(self, **changes: object) -> None:
        words = self._stage.words
        self._state = replace(
            self._state,
            reports=tuple(ReportLine(kind.value, *_worded(words, kind)) for kind in self._reports.kinds()),
            selected=self._asked.kind.value,
            language=self._language(),
            **changes,  # type: ignore[arg-type]
        )
        running = self._state.progress is not None
        empty = (
            words.say("The pages are being laid out …")
            if running
            else words.say(
                "Enter shows the pages of the report as they would be written now. Nothing is written before X."
            )
        )
        self._state = replace(self._state, empty="" if self._state.pages else empty)
        self._stage.situate(has_files=bool(self._state.files))
        self._view.render(self._state)

    def _label(self, kind: ReportKind) -> str:
        return _worded(self._stage.words, kind)[0]

    def _language(self) -> str:
        words = self._stage.words
        return words.say("Language: {language}", language=language_name(self._asked.language, words.language))


def _worded(words: Words, kind: ReportKind) -> tuple[str, str]:
    """What a report is called, and what stands in it."""
    return {
        ReportKind.FIELD: (
            words.say("Field report"),
            words.say("quota, final codes, rates with formulas, contact attempts, length, days and hours, languages"),
        ),
        ReportKind.TOPLINE: (
            words.say("Topline"),
            words.say("counts, weighted percentages and means of every question, with bars"),
        ),
        ReportKind.METHODS: (
            words.say("Methods report, a draft"),
            words.say("how the study was done, from settings and records; what only the institute knows is left open"),
        ),
        ReportKind.CODEBOOK: (
            words.say("Codebook"),
            words.say("each question in every language, when it is asked, its values and how often they were given"),
        ),
    }[kind]
