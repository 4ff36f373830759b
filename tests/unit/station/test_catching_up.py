"""A reading copy goes on behind what it has, and begins anew where the hub has lost what it heard."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import cast

from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.station.catching_up import catch_up, standing_of
from cati_app.store.database import Database
from cati_app.store.event_rows import digested
from cati_app.store.reading_copy import CopyStanding, open_copy
from cati_app.store.times import utc_text
from cati_app.sync.change_client import ChangeClient
from tests.stations import TUESDAY, Site

LIFE = "1.a"


class _Hub:
    """Tells these pages in turn."""

    def __init__(self, *pages: StudyChanges) -> None:
        self._pages = list(pages)
        self.asked: list[ChangeMark] = []

    def after(self, life: str, mark: ChangeMark) -> tuple[str, StudyChanges]:
        self.asked.append(mark)
        return LIFE, self._pages.pop(0)


def _page(n: int, *, anew: bool = False, more: bool = False) -> StudyChanges:
    fact = digested((n, "hub", utc_text(TUESDAY), 0, "noted", None, None, None, None, None)).decode()
    return StudyChanges(ChangeMark(n), more, log=(fact,), anew=anew)


def _events(copy: Database) -> list[int]:
    with copy.transaction() as statements:
        return [n for (n,) in statements.all("SELECT log_seq FROM event ORDER BY seq")]


def test_what_was_heard_of_a_state_that_the_hub_has_lost_is_let_go(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site, open_copy(site.station.database, site.keys, writable=True) as copy:
        hub = _Hub(_page(4), _page(5), _page(1, anew=True, more=True), _page(2))
        for heard in ([4], [4, 5], [1, 2]):
            catch_up(copy, cast("ChangeClient", hub), site.clock)

            assert heard == _events(copy)
            assert ChangeMark(heard[-1]) == standing_of(copy).mark

    assert [0, 4, 5, 1] == [mark.n for mark in hub.asked]


def test_between_two_pages_a_copy_knows_how_far_the_hub_had_come(tmp_path: Path) -> None:
    """Else a hub that came back from a copy could not tell that something later had come with the first one."""
    with closing(Site(tmp_path)) as site, open_copy(site.station.database, site.keys, writable=True) as copy:
        hub = _Hub(StudyChanges(ChangeMark(4, 2, 9), more=True), StudyChanges(ChangeMark(9, 0, 9), more=False))
        catch_up(copy, cast("ChangeClient", hub), site.clock)

        assert [ChangeMark(), ChangeMark(4, 2, 9)] == hub.asked
        assert ChangeMark(9, 0, 9) == standing_of(copy).mark


def test_a_copy_of_an_earlier_version_goes_on_behind_what_it_has(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site, open_copy(site.station.database, site.keys, writable=True) as copy:
        copy.keep("reading_copy", json.dumps((LIFE, 4, 2, utc_text(TUESDAY))))

        assert CopyStanding(LIFE, ChangeMark(4, 2), TUESDAY) == standing_of(copy)
