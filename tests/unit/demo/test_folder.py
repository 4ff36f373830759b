"""Where a demo goes: a sample with numbers may be in it, behind a password that everybody knows."""

from __future__ import annotations

from pathlib import Path

from cati_app.demo.station import make_folder
from cati_app.publish.outputs import Outputs


def test_others_look_into_no_folder_that_a_demo_makes_and_one_that_was_there_stays_as_it_was(tmp_path: Path) -> None:
    here, new = tmp_path / "here", tmp_path / "new"
    here.mkdir(mode=0o750)
    before = here.stat().st_mode
    for folder in (here, new):
        make_folder(Outputs(), folder)

    assert before == here.stat().st_mode
    assert 0o700 == new.stat().st_mode & 0o777
