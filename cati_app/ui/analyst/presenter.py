"""The analyst's page: where to, which tables, interviews and formats, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.monitor.count_changed import ChangedInterviews
from cati_app.ui.analyst.long_run import LongRun
from cati_app.ui.analyst.offers import SET_ASIDE, offered_formats, offered_interviews, offered_parts, offered_ways
from cati_app.ui.analyst.states import ExportChoice, ExportState
from cati_app.ui.analyst.views import ExportView
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.study_age import StudyAge, age_words
from cati_app.values import dataclass

_ASKS_FROM_S = 10
"""A study so old is exported when it is said once more; a younger one says how old it is."""


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """What an export wrote."""

    files: tuple[str, ...]
    rows: int | None  # interviews; None: their table was not asked for
    notices: tuple[str, ...] = ()  # what an analyst should know of it, as `cati export` prints it


class ExportStudy(Protocol):
    """Writes the study's data set."""

    def count(self) -> int:
        """Completed interviews."""
        ...

    def folder(self) -> str:
        """Where the data set goes unless somebody says otherwise."""
        ...

    def formats(self) -> tuple[str, ...]:
        """Every format there is."""
        ...

    def languages(self) -> tuple[tuple[str, str], ...]:
        """Languages that labels may have: codes and names, the usual one first."""
        ...

    def age(self) -> StudyAge | None:
        """How old what is exported is; None where it is as old as the study itself."""
        ...

    def moment(self, text: str) -> datetime | None:
        """A day or a time as somebody types it; None where it is none."""
        ...

    def check(self) -> None:
        """Before interviews are counted. RuleViolation: `signed_out`. EnvironmentProblem: `whole_study_coming`."""
        ...

    def count_changed(self, since: datetime, include: str) -> ChangedInterviews:
        """What an export since a time would have, of these interviews; runs beside the store's lane."""
        ...

    def __call__(self, folder: str, choice: ExportChoice, on_progress: Callable[[float], None]) -> WrittenExport:
        """Write what is chosen, `SET_ASIDE` among it, into the folder; it is made if it is missing.

        Args:
            on_progress: Told the share that is done; what it raises ends the work, and no file is changed.
        """
        ...


class ExportPresenter(RolePresenter):
    """Starts exports and says how they ended."""

    def __init__(self, stage: Stage, view: ExportView, export: ExportStudy) -> None:
        self._stage = stage
        self._view = view
        self._export = export
        self._rows = 0
        self._coming: StudyAge | None = None  # while not all of the study has come yet
        self._wanted = "", ""  # the time that was typed last, and which interviews
        self._since = ""  # what that gives
        self._refused = ""  # why it is none
        self._counting = False
        self._count = LongRun(stage, lambda share: None, beside=True)
        self._shown: ExportState | None = None
        self._run = LongRun(stage, lambda share: self._render(progress=share))
        self._age = ""  # how old the study is, in words
        self._agreed: datetime | None = None  # that it is as of then was said, and export was said once more
        self._asking = False

    def start(self) -> None:
        """Count, then show; nothing is left of what somebody before typed or ticked."""
        self._view.begin_anew()
        self._stage.show(ScreenName.DESK)
        self._stage.run(self._look, self._counted)

    def tick(self) -> None:
        """What a hub has may arrive only after the page is shown, and goes on to arrive."""
        if not self._run.is_on:
            self._stage.run(self._look, self._counted, self._not_counted)

    def _look(self) -> tuple[int, StudyAge | None]:
        return self._export.count(), self._export.age()

    def _not_counted(self, error: Exception) -> bool:
        """The figure stays as it was; whoever exports is told."""
        return isinstance(error, EnvironmentProblem)

    def _counted(self, looked: tuple[int, StudyAge | None]) -> None:
        rows, age = looked
        have_changed = rows != self._rows
        if self._shown is not None and self._run.is_on:
            return
        self._rows, self._coming = rows, age if age is not None and age.as_of is None else None
        if self._shown is None:
            self._render()
        elif self._summary() != self._shown.summary:
            self._show(replace(self._shown, summary=self._summary()))
        if have_changed and self._since:
            self._count_since()

    def _summary(self) -> str:
        words, age = self._stage.words, self._coming
        if age is not None and age.is_cut and not age.is_refused:
            return words.say(
                "How many interviews there are cannot be known here: not all of the study has come from the hub yet,"
                " and there is no line to it. Once there is a line, it comes by itself, and this page tells how many"
                " there are."
            )
        if age is not None:
            return age_words(words, age)
        return words.say_count(
            "{count} completed interview, without any contact data",
            "{count} completed interviews, without any contact data",
            self._rows,
        )

    # -- since a time -------------------------------------------------------------------------------------------

    def since_changed(self, text: str, include: str) -> None:
        """A time was typed, or other interviews are to be written: what that gives is counted."""
        self._wanted = text, include
        if not self._is_no_time(text):
            self._refused = ""
        if self._export.moment(text) is None:
            self._tell_since("")
        else:
            self._tell_since(self._stage.words.say("The interviews are being counted …"))
        self._count_since()

    def since_left(self, text: str) -> None:
        """The line of the time was left: what is none is said there, for nobody goes on typing."""
        self._refused = self._no_time(text) if self._is_no_time(text) else ""
        self._tell_since(self._since)

    def _is_no_time(self, text: str) -> bool:
        return bool(text.strip()) and self._export.moment(text) is None

    def _no_time(self, text: str) -> str:
        return self._stage.words.say(
            "“{text}” is no day or time, for instance 2026-03-01 or 2026-03-01 18:00.", text=text.strip()
        )

    def _count_since(self) -> None:
        """What is counted already is counted to its end, and what was typed meanwhile after it."""
        text, include = self._wanted
        since = self._export.moment(text)
        if self._counting or since is None:
            return
        self._counting = True
        self._stage.look(
            self._export.check,
            lambda _: self._count.begin(
                lambda _: self._export.count_changed(since, include),
                partial(self._counted_since, self._wanted),
                self._not_counted_since,
            ),
            self._not_counted_since,
            lane="store",
        )

    def _counted_since(self, wanted: tuple[str, str], changed: ChangedInterviews) -> None:
        self._counting = False
        if wanted != self._wanted:
            self._count_since()
            return
        words = self._stage.words
        given = words.say_count(
            "Since then: {count} interview, unweighted",
            "Since then: {count} interviews, unweighted",
            changed.interviews,
        )
        beside = words.say_count("{count} withdrawn beside it", "{count} withdrawn beside them", changed.withdrawn)
        self._tell_since(f"{given} · {beside}")

    def _not_counted_since(self, error: Exception) -> bool:
        self._counting = False
        self._tell_since("")
        return isinstance(error, EnvironmentProblem | Cancelled)

    def _tell_since(self, told: str) -> None:
        self._since = told
        if self._shown is not None:
            self._show(replace(self._shown, since=told, since_refused=self._refused))

    def _show(self, state: ExportState) -> None:
        self._shown = state
        self._view.render(state)

    def export(self, folder: str, choice: ExportChoice) -> None:
        """Write the data set, unless one is being written; of one that is old only when it is said once more."""
        if self._run.is_on or self._asking:
            return
        if not choice.formats or not set(choice.what) - {SET_ASIDE}:
            told = self._stage.words.say("Nothing was written. Tick at least one table and one format.")
            self._render(told, Tone.WARN)
            return
        if self._is_no_time(choice.since_text):
            self._refused = f"{self._stage.words.say('Nothing was written.')} {self._no_time(choice.since_text)}"
            self._render()
            if self._shown is not None:
                self._view.render(replace(self._shown, asks_since=True))  # once: what is shown later takes no keys
            return
        self._refused = ""
        self._asking = True
        self._stage.run(self._export.age, partial(self._aged, folder, choice), self._not_aged)

    def _not_aged(self, _: Exception) -> bool:
        self._asking = False
        return False

    def _aged(self, folder: str, choice: ExportChoice, age: StudyAge | None) -> None:
        """How old what there is to export is."""
        words, self._asking = self._stage.words, False
        as_of = age.as_of if age is not None else None
        self._age = age_words(words, age) if age is not None and as_of is not None else ""
        asks = self._age and age is not None and (age.is_cut or age.is_refused or age.seconds >= _ASKS_FROM_S)
        if asks and as_of is not None and (self._agreed is None or as_of < self._agreed):
            self._agreed = as_of
            ask = words.say("Nothing was written. Export once more to write what is here.")
            self._render(f"{self._age} {ask}", Tone.WARN)
            return
        self._agreed = None
        self._render(progress=0.0)
        self._run.begin(partial(self._export, folder, choice), self._exported, self._stopped)

    # -- export, and its end ------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Esc: an export under way ends, and no file is changed."""
        self._run.stop()

    def _exported(self, exported: WrittenExport) -> None:
        words = self._stage.words
        if exported.rows is None:
            message = words.say_count("{count} file written.", "{count} files written.", len(exported.files))
        else:
            message = words.say_count("{count} interview written.", "{count} interviews written.", exported.rows)
        notices = (self._age, *exported.notices) if self._age else exported.notices
        self._render(message, Tone.OK, exported.files, notices=notices)

    def _stopped(self, error: Exception) -> bool:
        """Cancelled or failed: what was there before is as it was."""
        if isinstance(error, Cancelled):
            self._render(self._stage.words.say("Stopped. Nothing was written."))
            return True
        self._render()
        return False

    def _render(
        self,
        message: str = "",
        tone: Tone = Tone.PLAIN,
        files: tuple[str, ...] = (),
        progress: float | None = None,
        notices: tuple[str, ...] = (),
    ) -> None:
        words = self._stage.words
        self._show(
            ExportState(
                title=words.say("Data set"),
                summary=self._summary(),
                folder=self._export.folder(),
                formats=offered_formats(words, self._export.formats()),
                progress=progress,
                message=message,
                tone=tone,
                files=files,
                notices=notices,
                parts=offered_parts(words),
                interviews=offered_interviews(words),
                languages=self._export.languages(),
                ways=offered_ways(words),
                since=self._since,
                since_refused=self._refused,
            )
        )
