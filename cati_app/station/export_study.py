"""What an analyst may do with an open study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.people.users import User
from cati_app.publish.outputs import Outputs
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.ui.analyst.presenter import SET_ASIDE, WrittenExport
from cati_app.ui.stage.study_age import StudyAge

if TYPE_CHECKING:  # slow to load, and only stations of a hub need it
    from cati_app.station.whole_study import WholeReading


class StationExport:
    """The analyst's `ExportStudy`.

    Args:
        whole: The study as its hub has it, where that has the cases.
    """

    def __init__(
        self, station: Station, language: str, user: User, keys: HeldKeys, whole: WholeReading | None = None
    ) -> None:
        self._station = station
        self._whole = whole
        self._read_from = whole.station if whole is not None else station
        self._user = user
        self._keys = keys
        self._language = language

    def count(self) -> int:
        """Completed interviews."""
        self._station.people.check_there(self._keys)
        return self._read_from.read_board()(self._user).completes

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._station.loaded.study.id}-export")

    def age(self) -> StudyAge | None:
        """How old it is, where it is read from a copy."""
        return self._whole.age() if self._whole is not None else None

    def __call__(
        self, folder: str, formats: Sequence[str], on_progress: Callable[[float], None] = lambda share: None
    ) -> WrittenExport:
        """Write the data set.

        Raises:
            EnvironmentProblem: `whole_study_coming`, where a part of it would pass for the study.
        """
        from cati_app.station.exporting import export_station  # noqa: PLC0415 - pandas costs half a second of every start

        self._station.people.check_there(self._keys)
        if self._whole is not None:
            self._whole.check_all_here()
        outputs = Outputs(stores=self._station.stores, by_hand=True)
        written = [name for name in formats if name != SET_ASIDE]
        aside = SET_ASIDE in formats
        export = export_station(
            self._read_from,
            self._user,
            self._keys,
            written,
            Path(folder),
            outputs,
            include_set_aside=aside,
            on_progress=on_progress,
        )
        self._station.note_export()(self._user, export.rows, written, ("set-aside",) if aside else ())
        return WrittenExport(tuple(str(file) for file in export.files), export.rows, export.notice_lines())

    def propose(self, named: str, reason: str) -> None:
        """Ask supervisors to look at an interview, by its `case_id` in data sets. RuleViolation: as `ProposeReview`."""
        from cati_app.publish.dataset.fieldwork import case_id  # noqa: PLC0415 - slow to load, and rarely needed

        called = partial(case_id, self._station.loaded.study.id)
        self._station.propose_review(self._keys, self._read_from, called)(self._user, named, reason)
