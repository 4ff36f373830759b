"""Pictures of the sample tab, taken on the supervisor's board: columns of a file, what would come of it, by keys."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.demo.hands import Hands
from cati_app.demo.pictures import Pictures
from cati_app.station.desktop import Desktop
from cati_app.ui.desk.sample.view import SampleTab
from cati_app.ui.desk.view import SupervisorView

_FILE = (
    "ID;Telefon;Mobil;Sprache;Stadtteil\n"
    "N01;030 23125 000;;de;Nord\nN02;069 90009 000;0171 3920000;tr;Mitte\nN03;4.94E+11;;de;Süd\n"
    "N04;30 23125001;;de;Süd\nN05;030 TAXI;0171 3920001;de;Nord\nN06;030 23125 000;;ru;Mitte\n;;;;\n"
    "N07;0900 1234567;;ar;Nord\nN08;040 66969 000;;klingonisch;Süd\nN01;089 99998 000;;de;Süd\n"
)
"""Ten rows, most of them at fault; every number is one of fiction or of a service."""


def take_sample_pictures(desktop: Desktop, hands: Hands, pictures: Pictures) -> None:
    """The overview, the columns and the report of a look, light and dark; nothing is imported."""
    board, tab = desktop.first.roles.desk_views[0], desktop.first.roles.desk_views[1]
    assert isinstance(board, SupervisorView)
    assert isinstance(tab, SampleTab)
    board.show_tab("sample")
    hands.rest()
    pictures.take("sample")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nachziehung.csv"
        path.write_text(_FILE, encoding="utf-8")
        tab.file_chosen.emit(str(path))
        hands.rest()
        _both(hands, pictures, "sample-columns")
        hands.press("Return")
        _both(hands, pictures, "sample-report")
        hands.press("Escape")
        hands.press("Escape")
    board.show_tab("quotas")
    hands.rest()


def _both(hands: Hands, pictures: Pictures, name: str) -> None:
    def take(shown: str) -> None:
        hands.rest()
        pictures.take(shown)

    take(name)
    pictures.looks(name, take, large=False)
    hands.rest()
