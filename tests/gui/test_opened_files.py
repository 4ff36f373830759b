"""Files that were written are opened with the system, and what did not open is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from cati_app.ui.widgets.opened_files import open_with_system


def test_files_that_are_gone_or_have_no_program_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def with_a_program_for_pdf(url: QUrl) -> bool:
        opened.append(url.fileName())
        return url.fileName().endswith(".pdf")

    monkeypatch.setattr(QDesktopServices, "openUrl", with_a_program_for_pdf)
    for name in ("tables.pdf", "tables.csv"):
        (tmp_path / name).touch()
    files = [str(tmp_path / name) for name in ("tables.pdf", "tables.csv", "gone.pdf")]
    assert (files[1], files[2]) == open_with_system(files)
    assert ["tables.pdf", "tables.csv"] == opened
