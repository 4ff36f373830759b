"""A sample is compared with a state of the whole study that there was at its hub, and says with which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.store.database import Database
from cati_app.store.reading_copy import copy_units, open_copy
from cati_app.store.staged_sample import StagedUnit
from tests.stations import TUESDAY, Site


@pytest.fixture
def copy(site: Site) -> Iterator[Database]:
    """Nothing has come yet."""
    with open_copy(site.station.database, site.keys, writable=True) as made:
        with copy_units(made)() as unit:
            unit.copy.begin_anew("1.a")
            unit.commit()
        yield made


def _comes(copy: Database, mark: ChangeMark) -> None:
    with copy_units(copy)() as unit:
        unit.copy.put(StudyChanges(mark, more=mark.n < mark.last or mark.within > 0), TUESDAY)
        unit.commit()


def _bases(copy: Database, site: Site) -> list[tuple[str, int]]:
    """With what a sample that is staged now was compared."""
    kept: list[tuple[str, int]] = []
    with StagedUnit(copy, site.keys, frozenset(), lambda made: kept.append((made.life, made.basis))) as unit:
        unit.commit()
    return kept


def _is_refused(copy: Database, site: Site) -> bool:
    try:
        return not _bases(copy, site)
    except EnvironmentProblem as problem:
        return problem.code == "whole_study_coming"


def test_a_sample_says_with_which_state_it_was_compared(copy: Database, site: Site) -> None:
    _comes(copy, ChangeMark(4, 0, 4))

    assert [("1.a", 4)] == _bases(copy, site)


@pytest.mark.parametrize("mark", [ChangeMark(6, 0, 9), ChangeMark(9, 2, 9)])
def test_a_copy_that_waits_for_a_page_is_no_state_to_compare_with(copy: Database, site: Site, mark: ChangeMark) -> None:
    """A case that changed is still to come, and its number would look new; a hub that came back from a copy where that
    case stands before the page could not tell that by the number of the page."""
    _comes(copy, ChangeMark(4, 0, 4))
    _comes(copy, mark)
    assert _is_refused(copy, site)

    _comes(copy, ChangeMark(9, 0, 9))
    assert [("1.a", 9)] == _bases(copy, site)


def test_a_copy_that_never_had_everything_is_none_either(copy: Database, site: Site) -> None:
    assert _is_refused(copy, site)
    _comes(copy, ChangeMark(4, 0, 9))
    assert _is_refused(copy, site)
