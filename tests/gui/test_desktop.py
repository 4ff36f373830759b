"""The application as it opens: with its frame on the screen there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cati_app.station.desktop import Desktop, WindowSettings
from tests.stations import Site


@pytest.fixture
def desktop(tmp_path: Path, qapp: QApplication) -> Iterator[Desktop]:
    site = Site(tmp_path)
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=[("ann", "Ann")]))
    yield made
    made.close()
    qapp.processEvents()
    site.close()


def test_the_window_fits_on_the_screen_with_its_frame(desktop: Desktop) -> None:
    desktop.show(fitted=True)

    assert desktop.first.shell.isMaximized()  # the screen without display has 800 pixels


def test_a_further_window_fits_as_well(desktop: Desktop) -> None:
    desktop.show()
    desktop.add_window()

    assert [False, True] == [window.shell.isMaximized() for window in desktop.windows]
