"""A supervisor at the sample tab, without Qt."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.casework.case_list import CaseFilter, CaseMark
from cati_app.ui.desk.sample.presenter import SamplePresenter
from tests.stations import Site
from tests.unit.ui.stagehands import SampleScreen, Window

GOOD = "ID;Telefon;Ort\nA1;030 23125 900;Nord\nA2;030 23125 901;Süd\nA3;Unsinn;Süd\n"


class Tab:
    """A supervisor at the tab."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.window = Window(site).sign_in(site.sue)
        self.view: SampleScreen = self.window.sample
        self.window.views.board.tab_shown.emit("sample")
        self.window.rest()

    @property
    def presenter(self) -> SamplePresenter:
        supervisor = self.window.supervisor
        assert supervisor is not None
        assert supervisor.sample is not None
        return supervisor.sample

    def open(self, text: str | bytes, name: str = "liste.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.view.file_chosen.emit(str(path))
        self.window.rest()
        return path

    def go_on(self, *roles: str, zeros: bool = False, size: str = "") -> None:
        given = roles or tuple(column.role for column in self.view.columns.columns)
        self.view.columns_given.emit(given, zeros, size)
        self.window.rest()

    def enter(self) -> None:
        self.view.confirmed.emit()
        self.window.rest()

    def esc(self) -> None:
        self.view.back_pressed.emit()
        self.window.rest()

    def figures(self) -> list[str]:
        return [tile.value for tile in self.view.result.tiles]

    def cases(self) -> list[tuple[str | None, dict[str, str]]]:
        """Names and fields of the cases that came in."""
        with self.site.units()() as unit:
            ids = [line.id for line in unit.case_book.after(CaseFilter(), CaseMark(0, 5), 1000)]
            known = unit.sample.with_ids(ids)
        return [(known[case_id].sample_id, dict(known[case_id].fields)) for case_id in ids]
