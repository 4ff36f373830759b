"""What an analyst may do with an open study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cati_app.domain.typed_moment import typed_moment
from cati_app.fieldwork.monitor.count_changed import ChangedInterviews
from cati_app.fieldwork.monitor.data import PARTS, Included
from cati_app.publish.outputs import Outputs
from cati_app.station.analyst_reading import AnalystReading
from cati_app.texts.language_names import language_name
from cati_app.ui.analyst.offers import ORIGINAL, RAW, SET_ASIDE, UNWEIGHTED
from cati_app.ui.analyst.presenter import WrittenExport
from cati_app.ui.analyst.states import ExportChoice
from cati_app.ui.stage.study_age import StudyAge

_INTERVIEWS = PARTS[0]
_LABELS_IN = "de"  # unless somebody chooses, as `cati export`


class StationExport:
    """The analyst's `ExportStudy`."""

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language

    def count(self) -> int:
        """Completed interviews."""
        self._reading.check_login()
        return self._reading.source.read_board()(self._reading.user).completes

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._reading.station.loaded.study.id}-export")

    def formats(self) -> tuple[str, ...]:
        """Every format there is."""
        from cati_app.publish.formats.contents import FORMATS  # noqa: PLC0415 - as below

        return FORMATS

    def languages(self) -> tuple[tuple[str, str], ...]:
        """Those of the study; the labels are in the first one unless somebody chooses."""
        known = self._reading.station.loaded.study.languages
        named = [(each.code, language_name(each.code, self._language, each.name)) for each in known]
        return tuple(sorted(named, key=lambda each: each[0] != _LABELS_IN))

    def moment(self, text: str) -> datetime | None:
        """On the clocks of the study, where the text names no zone."""
        return typed_moment(text, ZoneInfo(self._reading.station.loaded.study.calling.time_zone))

    def check(self) -> None:
        """Before they are counted."""
        self._reading.check()

    def count_changed(self, since: datetime, include: str) -> ChangedInterviews:
        """As they stand where the whole study is read; beside the store's lane."""
        return self._reading.source.count_changed(self._reading.keys)(self._reading.user, since, Included(include))

    def age(self) -> StudyAge | None:
        """How old it is, where it is read from a copy."""
        return self._reading.whole.age() if self._reading.whole is not None else None

    def __call__(
        self, folder: str, choice: ExportChoice, on_progress: Callable[[float], None] = lambda share: None
    ) -> WrittenExport:
        """Write the data set.

        Raises:
            EnvironmentProblem: `whole_study_coming`, where a part of it would pass for the study.
        """
        from cati_app.station.exporting import export_station  # noqa: PLC0415 - pandas costs half a second of every start

        self._reading.check()
        outputs = Outputs(stores=self._reading.station.stores, by_hand=True)
        what = tuple(part for part in PARTS if part in choice.what)
        include, aside = Included(choice.include), SET_ASIDE in choice.what
        export = export_station(
            self._reading.source,
            self._reading.user,
            self._reading.keys,
            choice.formats,
            Path(folder),
            outputs,
            what=what,
            language=choice.language or _LABELS_IN,
            include=include,
            changed_since=self.moment(choice.since_text),
            include_set_aside=aside,
            raw=RAW in choice.ways,
            weighed=UNWEIGHTED not in choice.ways,
            original=ORIGINAL in choice.ways,
            on_progress=on_progress,
        )
        rows = export.rows if _INTERVIEWS in what else None
        also = [] if include is Included.COMPLETE else [include.value]
        also += (["set-aside"] if aside else []) + ([] if what == (_INTERVIEWS,) else [*what])
        self._reading.station.note_export()(self._reading.user, rows or 0, choice.formats, also)
        return WrittenExport(tuple(str(file) for file in export.files), rows, export.notice_lines())
