"""Exporting from the window: who may not is told so, and no file is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.station.export_study import StationExport
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.faults.proofs import Said
from tests.stations import Site


def test_an_interviewer_exports_nothing_from_the_window(site: Site, tmp_path: Path, said: Said) -> None:
    """No screen of theirs leads there; whoever gets behind the screens is refused by the use case."""
    exports = StationExport(site.station, "de", site.ann, site.keys)

    with pytest.raises(RuleViolation, match="no_export") as refused:
        exports(str(tmp_path / "data"), ["csv"])

    said(rule_text(words_of("en"), refused.value))
    assert not (tmp_path / "data").exists()
