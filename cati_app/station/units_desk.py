"""Coding by the frame for an analyst in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.domain.coding.code_frame import UnitCodes
from cati_app.station.analyst_reading import AnalystReading
from cati_app.ui.analyst.units.port import UnitsToCode

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.domain.coding.work_agreement import AgreementFigure
    from cati_app.fieldwork.monitor.code_units import CodeUnits, ReadUnits
    from cati_app.fieldwork.monitor.unit_codings import UnitsRead


class StationUnits:
    """The analyst's `UnitsDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._reader: ReadUnits | None = None  # as of the last reading

    def read(self) -> UnitsToCode:
        """All units of the study."""
        from cati_app.domain.coding.suggested_codes import Suggestions  # noqa: PLC0415 - slow to load
        from cati_app.publish.dataset.wording import FormTexts  # noqa: PLC0415 - the same
        from cati_app.station.frame_coding import frame_nodes, read_units  # noqa: PLC0415 - the same

        reading = self._reading
        reading.check()
        self._reader = read_units(reading.station, reading.keys, reading.source)
        read = self._reader(reading.user)
        wording = FormTexts(reading.station.loaded.data_form, self._language)
        labels = {node.name: wording.question(node) or node.name for node in frame_nodes(reading.station.loaded)}
        agreed = (
            (read.texts[known].text, unit.codes)
            for known, unit in read.work.coded_units.items()
            if unit.double and unit.codes is not None
        )
        suggestions = Suggestions(agreed) if read.work.is_rest_open else None
        form = reading.station.loaded.form
        me = reading.user.id
        overview = read.work.overview(me)
        return UnitsToCode(me, self._reader.frame, read, overview, suggestions, labels, tuple(form.right_to_left))

    def give(self, read: UnitsRead, unit: str, codes: UnitCodes | None, *, suggested: bool, repeat: bool) -> UnitsRead:
        """As `CodeUnits.code`."""
        return self._code().code(self._reading.user, read, unit, codes, suggested=suggested, repeat=repeat)

    def decide(self, read: UnitsRead, unit: str, codes: UnitCodes) -> UnitsRead:
        """As `CodeUnits.adjudicate`."""
        return self._code().adjudicate(self._reading.user, read, unit, codes)

    def join(self) -> None:
        """As `CodeUnits.join`."""
        self._code().join(self._reading.user)

    def agreement(self, read: UnitsRead) -> tuple[AgreementFigure, ...]:
        """As `agreement_of`."""
        from cati_app.domain.coding.work_agreement import agreement_of  # noqa: PLC0415 - slow to load

        return agreement_of(read.work)

    def _code(self) -> CodeUnits:
        from cati_app.station.frame_coding import code_units  # noqa: PLC0415 - slow to load

        self._reading.check_login()
        assert self._reader is not None
        return code_units(self._reading.station, self._reading.keys, self._reader)
