"""The analyst's page writes the answers that the data set has no place for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.export_study import StationExport
from cati_app.ui.analyst.states import ExportChoice
from tests.stations import FORM, Site, study_with
from tests.unit.ui.stagehands import Window

pytestmark = pytest.mark.on_store


@pytest.mark.parametrize(("what", "there"), [(("interviews",), False), (("interviews", "set_aside"), True)])
def test_the_file_is_written_when_it_is_chosen(site: Site, tmp_path: Path, what: tuple[str, ...], there: bool) -> None:
    window = Window(site).sign_in(site.ann)
    window.begin()
    window.answer_all("1", "30", "3")
    site.reopen(study_with(FORM.replace("| | sex | 1 | man |\n", "| | sex | 3 | diverse |\n"), "second"))
    window = Window(site).sign_in(site.ann)
    window.views.dial.begin_pressed.emit()
    window.rest()

    choice = ExportChoice(("csv",), what)
    written = StationExport(AnalystReading(site.station, site.eve, site.keys), "en")(str(tmp_path / "out"), choice)
    files = [Path(file) for file in written.files if file.endswith("_set_aside.csv")]
    assert there == any("man" in file.read_text(encoding="utf-8-sig") for file in files)
