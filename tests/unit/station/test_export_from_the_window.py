"""Exporting from the window: who may not is told so, and no file is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.export_study import StationExport
from cati_app.station.whole_study import WholeReading, _nothing_yet
from cati_app.store.reading_copy import still_coming
from cati_app.texts import words_of
from cati_app.ui.analyst.offers import ORIGINAL, RAW, SET_ASIDE, UNWEIGHTED
from cati_app.ui.analyst.states import ExportChoice
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.wording import rule_text
from tests.faults.proofs import Said
from tests.stations import Site


class HalfHere:
    """A study at a hub of which the first pages have come."""

    def __init__(self, site: Site) -> None:
        self.station = site.station

    def check_all_here(self) -> None:
        raise EnvironmentProblem("whole_study_coming", "", "")


def test_a_part_of_a_study_at_a_hub_is_not_exported_as_the_whole(site: Site, tmp_path: Path) -> None:
    exports = StationExport(
        AnalystReading(site.station, site.eve, site.keys, cast("WholeReading", HalfHere(site))), "de"
    )

    with pytest.raises(EnvironmentProblem) as told:
        exports(str(tmp_path / "data"), ExportChoice(("csv",)))

    assert told.value.code == "whole_study_coming"
    assert not (tmp_path / "data").exists()


def test_an_interviewer_exports_nothing_from_the_window(site: Site, tmp_path: Path, said: Said) -> None:
    """No screen of theirs leads there; whoever gets behind the screens is refused by the use case."""
    exports = StationExport(AnalystReading(site.station, site.ann, site.keys), "de")

    with pytest.raises(RuleViolation, match="no_export") as refused:
        exports(str(tmp_path / "data"), ExportChoice(("csv",)))

    said(rule_text(words_of("en"), refused.value))
    assert not (tmp_path / "data").exists()


def test_what_only_a_command_can_do_is_told_as_a_command() -> None:
    """The pages of an analyst show these words, too."""
    for problem in (still_coming(), _nothing_yet()):
        assert "A command with `--here`" in str(problem.cure)


@pytest.mark.on_store
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5])
def test_what_was_there_is_as_it_was_when_the_export_is_ended(site: Site, tmp_path: Path, steps: int) -> None:
    export, out = StationExport(AnalystReading(site.station, site.eve, site.keys), "en"), tmp_path / "out"
    formats = ExportChoice(("csv", "sav"), ("interviews", "paradata"))
    export(str(out), formats)
    for path in out.iterdir():
        path.write_bytes(path.read_bytes() + b"of yesterday")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    exports = site.kinds().count("data_exported")
    told = 0

    def end(_: float) -> None:
        nonlocal told
        told += 1
        if told > steps:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(str(out), formats, end)

    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert exports == site.kinds().count("data_exported") == 1
    export(str(out), formats)
    assert not any(b"of yesterday" in path.read_bytes() for path in out.iterdir())


@pytest.mark.on_store
def test_what_is_chosen_is_written_and_logged_as_by_the_command(site: Site, tmp_path: Path) -> None:
    export = StationExport(AnalystReading(site.station, site.eve, site.keys), "en")
    written = export(str(tmp_path), ExportChoice(("csv-semicolon",), ("quotas", "cases", SET_ASIDE), "all"))

    assert written.rows is None
    names = {Path(file).name.split("_", 2)[-1] for file in written.files}
    assert {"cases_semicolon.csv", "quotas_semicolon.csv"} < names
    (noted,) = site.facts("data_exported")
    assert {"rows": 0, "formats": "csv-semicolon", "also": "all,set-aside,cases,quotas"} == noted.payload


@pytest.mark.on_store
def test_what_is_chosen_otherwise_than_usual_is_asked_of_the_export_as_by_the_command(
    site: Site, tmp_path: Path
) -> None:
    export = StationExport(AnalystReading(site.station, site.eve, site.keys), "en")
    choice = ExportChoice(("csv",), ways=(ORIGINAL, UNWEIGHTED, RAW), since_text="2026-03-01 18:00")
    written = export(str(tmp_path), choice)

    (manifest,) = [Path(file) for file in written.files if file.endswith("_manifest.json")]
    asked = json.loads(manifest.read_bytes())["asked"]
    expected = {"original": True, "weighed": False, "raw": True, "since": "2026-03-01T18:00:00+01:00"}
    assert expected == {name: asked[name] for name in expected}
