"""Units coded by keys: from the third digit until the next one is painted: `python -m tests.bench --units`.

The page is the program's own; what it codes is in memory, as storing goes on behind the next unit.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from cati_app.domain.coding.code_frame import Axis, CodeFrame, UnitCodes
from cati_app.domain.coding.coded_units import CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import CodingUnit, UnitSource
from cati_app.domain.coding.coding_work import CodingWork
from cati_app.domain.coding.suggested_codes import Suggestions
from cati_app.domain.coding.work_agreement import AgreementFigure, agreement_of
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.fieldwork.monitor.unit_codings import UnitsRead
from cati_app.fieldwork.monitor.unit_texts import UnitText
from cati_app.resources import reference_study
from cati_app.study.frame_file import frame_of, load_frame
from cati_app.texts import words_of
from cati_app.ui.analyst.units.port import UnitsToCode
from cati_app.ui.analyst.units.presenter import UnitsPresenter
from cati_app.ui.analyst.units.view import UnitsPage
from cati_app.ui.stage.stage import Stage
from cati_app.ui.theme import Theme
from cati_app.ui.widgets.kit import Kit
from cati_app.values import replace
from tests.bench.machine import p50_p99
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell

UNITS = 2_000
BUDGET_MS = 100.0
_ME, _OTHER = UserId("me"), UserId("other")
_AT = datetime(2026, 11, 30, tzinfo=UTC)
_CODED = 200


class _Desk:
    """So many units of which a tenth was coded by two, who agreed; the rest waits."""

    def __init__(self, units: int) -> None:
        settings = load_frame((reference_study() / "frame.yaml").read_bytes(), "frame.yaml").settings
        assert settings is not None
        self.frame: CodeFrame = frame_of(settings)
        made = [self._unit(number, double=number % 10 == 0) for number in range(units)]
        self.texts = {
            unit.unit.id: UnitText(unit.unit, InterviewId("i"), CaseId("c"), "/q", f"More buses at {number} o'clock.")
            for number, unit in enumerate(made)
        }
        work = CodingWork(self.frame, "s", {unit.unit.id: unit for unit in made}).joined(_ME, 0).joined(_OTHER, 1)
        self.state = UnitsRead(work, self.texts, numbers={_ME: 1, _OTHER: 2})

    def _unit(self, number: int, *, double: bool) -> CodedUnit:
        codes = UnitCodes.of({axis: [self.frame.axes[axis].ids[number % 3]] for axis in Axis})
        given = (UnitCoding(coder, self.frame.version, codes, False, _AT) for coder in (_ME, _OTHER))
        unit = CodingUnit(f"{number:032x}", UnitSource.ANSWER, "q", "de", "")
        return CodedUnit(unit, double, tuple(given) if double else ())

    def read(self) -> UnitsToCode:
        agreed = [
            (self.texts[known].text, unit.codes)
            for known, unit in self.state.work.coded_units.items()
            if unit.codes is not None
        ]
        overview = self.state.work.overview(_ME)
        return UnitsToCode(_ME, self.frame, self.state, overview, Suggestions(agreed), {"q": "What is good?"})

    def give(self, read: UnitsRead, unit: str, codes: UnitCodes | None, *, suggested: bool, repeat: bool) -> UnitsRead:
        assert codes is not None
        coding = UnitCoding(_ME, self.frame.version, codes, suggested, _AT)
        return replace(read, work=read.work.code(unit, coding, repeat=repeat))

    def decide(self, read: UnitsRead, unit: str, codes: UnitCodes) -> UnitsRead:
        raise NotImplementedError

    def join(self) -> None:
        raise NotImplementedError

    def agreement(self, read: UnitsRead) -> tuple[AgreementFigure, ...]:
        return agreement_of(read.work)


def measure_units(units: int) -> list[float]:
    """Milliseconds from the third digit of a unit until the next one is painted, of so many coded one after another."""
    app = QApplication.instance() or QApplication([])
    page, runner = UnitsPage(Kit(Theme())), RunnerOnDemand()
    page.resize(1280, 600)
    page.show()
    presenter = UnitsPresenter(Stage(Shell(), words_of("de"), runner), page, _Desk(units))
    presenter.shown()
    runner.run_all()
    app.processEvents()
    taken = []
    for number in range(_CODED):
        for digit in (1, 2):
            presenter.digit_struck(digit + number % 2)
            app.processEvents()
        text = page.text.text()
        begun_at = time.perf_counter()
        presenter.digit_struck(1)
        page.repaint()
        app.processEvents()
        taken.append((time.perf_counter() - begun_at) * 1000)
        assert page.text.text() != text
        runner.run_all()
        app.processEvents()
    page.close()
    return taken


def print_units(units: int = UNITS) -> None:
    """The table."""
    p50, p99 = p50_p99(measure_units(units))
    print(f"next unit painted, {units:,} units: p50 {p50:.1f} ms, p99 {p99:.1f} ms (promised {BUDGET_MS:.0f} ms)")
