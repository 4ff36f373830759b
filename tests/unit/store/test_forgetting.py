"""After its days nobody can tell who called: not from the file, its journal, a backup, or what a kill left of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.casework.cases import Attempt
from cati_app.domain.ids import AttemptId
from cati_app.domain.people.users import NOBODY
from cati_app.station.inspection import inspect
from cati_app.store.backup import Backups
from cati_app.store.database import Database
from cati_app.store.forgetting import forget_people
from cati_app.store.restore import restore
from cati_app.store.staff_words import StaffWord, StaffWords, ends_between, person_of
from cati_app.store.state_folder import StateFolder
from cati_app.store.unit_of_work import SqlUnits
from tests.pages import plain_pages
from tests.stations import PASSWORD, QUICK, TUESDAY, Site
from tests.unit.store.test_restore import SETTINGS, backed_up, opened

DAYS = 90
ENDS = datetime.fromisoformat("2027-04-01T00:00:00+00:00")
"""Ninety days after the last quarter of 2026, in which all is done here."""
_OF_PEOPLE = ("user", "head", "box", "staff_word")
_BUT = {"event": " WHERE kind <> 'person_added'"}
"""That somebody takes part is no conversation."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with closing(Site(tmp_path)) as site:
        yield site


def called(site: Site) -> Attempt:
    """A call of one, and another of somebody else that was refused; what stands beside the case names both."""
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="no time")
    refused = site.dialled(site.bob)
    site.place(site.bob).record_result(site.bob, refused.attempt, "refusal_household")
    return offer.attempt


def told(pages: bytes, words: tuple[StaffWord, ...]) -> bool:
    """Whether whose a word is stands anywhere in the pages: in a row the two lie side by side."""
    return any(f"{each.word}{each.person}".encode() in pages for each in words)


def words_of(database: Database) -> tuple[StaffWord, ...]:
    return StaffWords(database.driver().execute).own()


def naming(database: Database, *people: str) -> set[str]:
    """Tables but those of people themselves in which somebody stands by an id."""
    execute = database.driver().execute
    tables = [name for (name,) in execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return {
        table
        for table in set(tables) - {*_OF_PEOPLE}
        for row in execute(f'SELECT * FROM "{table}"{_BUT.get(table, "")}').fetchall()
        if any(person in str(value) for value in row for person in people)
    }


def callers(database: Database) -> set[str]:
    return {row[0] for row in database.driver().execute(f"SELECT {person_of('user_id')} FROM attempt").fetchall()}


def test_beside_a_case_people_stand_by_words_alone_and_are_told_as_long_as_the_words_are(site: Site) -> None:
    attempt = called(site)
    site.station.sign_in("ann", PASSWORD)

    database = site.station.database
    assert set() == naming(database, site.ann.id, site.bob.id)
    assert (
        {site.ann.id, site.bob.id} == callers(database) == {each.person for each in words_of(database)} - {site.sue.id}
    )
    assert ["2027-04-01"] * 2 == [each.until for each in words_of(database) if each.person != site.sue.id]
    with site.units()() as unit:
        assert site.ann.id == unit.calls.attempt(attempt.id).user_id
        given = [logged.event.user_id for logged in unit.log.of_kind("result_given")]
    assert [site.ann.id, site.bob.id] == given


def test_what_only_supervisors_and_analysts_do_keeps_its_name(site: Site) -> None:
    called(site)
    site.desk().cases.change(site.sue, site.case(1).id, 1, "no_answer", "heard it")
    forget_people(site.station.database, ENDS, DAYS)

    with site.units()() as unit:
        (corrected,) = unit.log.of_kind("result_changed")
    assert site.sue.id == corrected.event.user_id


def test_on_the_day_before_everything_is_told_and_on_that_day_nothing(site: Site) -> None:
    called(site)
    site.close()
    with opened(site.path, writable=True) as database:
        words = words_of(database)
        assert 0 == forget_people(database, ENDS - timedelta(seconds=1), DAYS)
        assert {site.ann.id, site.bob.id} == callers(database)
        assert told(plain_pages(site.path, database.key), words)

        assert len(words) == forget_people(database, ENDS, DAYS)

        assert not told(plain_pages(site.path, database.key), words)
        assert {NOBODY} == callers(database)
        assert inspect(database).agrees
        with SqlUnits(database, site.keys, QUICK)() as unit:
            assert {NOBODY} == {logged.event.user_id for logged in unit.log.of_kind("result_given")}
            assert {NOBODY} == {outcome.user for history in unit.histories.all() for outcome in history.outcomes}


def test_without_overwriting_whose_a_word_is_would_stay_in_a_page(site: Site) -> None:
    called(site)
    database = site.station.database
    words = words_of(database)
    database.driver().execute("PRAGMA secure_delete=OFF")

    forget_people(database, ENDS, DAYS)

    assert told(plain_pages(site.path, database.key), words)


def test_whoever_reads_the_journal_is_not_waited_for_and_what_is_owed_is_done_later(site: Site) -> None:
    called(site)
    database = site.station.database
    words = words_of(database)
    with closing(database.beside()) as reading:
        reader = reading.driver()
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM attempt").fetchone()
        assert len(words) == forget_people(database, ENDS, DAYS)
        assert told(plain_pages(site.path, database.key), words)
        reader.execute("ROLLBACK")

    assert 0 == forget_people(database, ENDS, DAYS)

    assert not told(plain_pages(site.path, database.key), words)


class Killed(BaseException):
    """The program is gone; what lies on the disk was copied just before."""


class Step:
    """Counts what forgetting does, and copies everything before one of the steps.

    Args:
        at: The step before which the program is killed.
    """

    def __init__(self, at: int, folder: Path, copy: Path) -> None:
        self._left, self._folder, self._copy = at, folder, copy

    def __call__(self) -> None:
        self._left -= 1
        if self._left == 0:
            shutil.copytree(self._folder, self._copy, ignore=shutil.ignore_patterns("*.lock"))
            raise Killed


class KilledDriver:
    """The driver's connection, each statement of which is a step."""

    def __init__(self, driver: Any, step: Callable[[], None]) -> None:
        self._driver, self._step = driver, step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def execute(self, *given: Any) -> Any:
        self._step()
        return self._driver.execute(*given)


def _step_before(of_folder: Callable[[StateFolder, str], None], step: Step) -> Callable[[StateFolder, str], None]:
    def stepped(state: StateFolder, name: str) -> None:
        step()
        of_folder(state, name)

    return stepped


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_what_the_next_sign_in_takes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    with closing(Site(begun)) as site:
        called(site)
        words, people = words_of(site.station.database), (site.ann.id, site.bob.id)
        backed_up(site)
    halves, done = 0, False
    for at in count(1):
        folder, left = tmp_path / f"folder-{at}", tmp_path / f"left-{at}"
        shutil.copytree(begun, folder)
        database = opened(folder / "small.db", writable=True)
        step = Step(at, folder, left)
        with monkeypatch.context() as patched, closing(database):
            patched.setattr(database, "_driver", KilledDriver(database._driver, step))
            for name in ("_overwrite", "_remove"):
                of_folder = getattr(StateFolder, name)
                patched.setattr(StateFolder, name, _step_before(of_folder, step))
            try:
                forget_people(database, ENDS, DAYS)
                done = True
            except Killed:
                pass
            database._driver = getattr(database._driver, "_driver", database._driver)
        shutil.rmtree(folder)
        if done:
            break
        with opened(left / "small.db", writable=True) as after:
            halves += 0 < len(words_of(after)) < len(words)
            forget_people(after, ENDS, DAYS)
            assert not told(plain_pages(left / "small.db", after.key), words), at
            assert set() == naming(after, *people), at
            assert after.state.staff_key("2027-04-01") is None, at
            assert inspect(after).agrees, at
        shutil.rmtree(left)
    assert at > 20
    assert 0 == halves, "whose the words are goes as a whole"


def test_a_backup_tells_people_here_as_long_as_its_key_is_and_elsewhere_never(site: Site, tmp_path: Path) -> None:
    called(site)
    backup = backed_up(site)
    states = site.station.database.state.path.parent
    words = words_of(site.station.database)
    assert not told(plain_pages(backup.database, site.station.database.key), words)

    def brought_back(where: str, state: Path) -> set[str]:
        target = tmp_path / where / "small.db"
        restore(backup, target, replace(SETTINGS, state=state), set_aside=False, at=TUESDAY, reason="the disk broke")
        with opened(target, replace(SETTINGS, state=state)) as database:
            assert inspect(database).agrees
            return callers(database)

    assert {site.ann.id, site.bob.id} == brought_back("here", states)
    assert {NOBODY} == brought_back("elsewhere", tmp_path / "another machine")
    forget_people(site.station.database, ENDS, DAYS)
    assert {NOBODY} == brought_back("later", states)


def test_the_case_as_it_was_before_an_attempt_names_nobody_and_tells_it_all_the_same(site: Site) -> None:
    offer = site.dialled()
    before = replace(site.case(2).before(), not_by=site.bob.id)
    with site.units()() as unit:
        unit.calls.begin(replace(offer.attempt, id=AttemptId("another"), case_id=site.case(2).id), before)
        unit.commit()
    (kept,) = site.sql("SELECT case_before FROM attempt WHERE id = 'another'")
    assert site.bob.id not in str(kept)

    def known() -> str | None:
        with site.units()() as unit:
            return unit.calls.before(AttemptId("another")).not_by

    assert site.bob.id == known()
    forget_people(site.station.database, ENDS, DAYS)
    assert known() is None


def test_a_case_in_hand_stays_with_whoever_has_it_when_the_word_ends(site: Site) -> None:
    offer = site.dialled()

    forget_people(site.station.database, ENDS, DAYS)

    with site.units()() as unit:
        attempt = unit.calls.open_attempt_of(site.ann.id)
        assert attempt is not None
        assert (offer.attempt.id, site.ann.id) == (attempt.id, attempt.user_id)
        assert offer.case.id == unit.cases.locked_by(site.ann.id)


def test_files_that_a_restore_set_aside_forget_with_the_database(site: Site, tmp_path: Path) -> None:
    called(site)
    words, backup = words_of(site.station.database), Backups(site.path)
    backed_up(site)
    site.close()
    made = backup.newest_good()
    assert made is not None
    restored = restore(made, site.path, SETTINGS, set_aside=True, at=TUESDAY, reason="the disk broke")
    aside = site.path.with_name(restored.aside)
    with opened(site.path, writable=True) as database:
        assert told(plain_pages(aside, database.key), words)

        forget_people(database, ENDS, DAYS)

        assert not told(plain_pages(aside, database.key), words)


def test_fewer_days_end_words_sooner_and_more_days_none_later(site: Site) -> None:
    called(site)
    database = site.station.database
    assert 0 == forget_people(database, TUESDAY, 200)
    assert {"2027-04-01"} == {each.until for each in words_of(database)}

    assert 0 < forget_people(database, ENDS - timedelta(days=80), 10)


def test_a_word_of_a_clock_that_was_ahead_ends_with_those_of_today(site: Site) -> None:
    database = site.station.database
    with database.transaction() as statements:
        ahead = StaffWords(statements.execute).word(site.ann.id, TUESDAY + timedelta(days=3000))
        statements.commit()

    forget_people(database, TUESDAY, DAYS)

    assert {"2027-04-01"} == {each.until for each in words_of(database) if each.word == ahead}


@pytest.mark.parametrize(
    ("after", "until", "ends"),
    [("2027-03-31", "2027-04-01", True), ("2027-04-01", "2027-06-28", False), ("2026-01-02", "2027-01-02", True)],
)
def test_words_end_on_four_days_a_year(after: str, until: str, ends: bool) -> None:
    days = [datetime.fromisoformat(text).date() for text in (after, until)]

    assert ends is ends_between(days[0], days[1], DAYS)
