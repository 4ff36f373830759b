"""Exporting from the window: who may not is told so, and no file is made."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.export_study import StationExport
from cati_app.station.whole_study import WholeReading, _nothing_yet
from cati_app.store.reading_copy import still_coming
from cati_app.texts import words_of
from cati_app.ui.analyst.states import ExportChoice
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
