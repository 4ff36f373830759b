"""Supervisors bring samples to a study at a real hub: two stations, TLS, cut lines, a program that is killed."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.case_list import FIRST, CaseFilter
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import LineKind
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.domain.sampling.random_numbers import NumberFrame
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.sample.generate_sample import Draw
from cati_app.fieldwork.sample.import_sample import ImportCounts, ImportOptions
from cati_app.station.hub_lines import MomentaryLine
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.sample_desk import StationSample
from cati_app.station.sampling import read_settings
from cati_app.station.whole_study import WholeReading, whole_study
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import SampleFile
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.ui.desk.sample.port import ImportPlan
from cati_app.ui.stage.runner import Cancelled
from tests.hub_field import STARTS, HubField, StationFiles, hub_field, signed_in
from tests.hub_storages import ENGINES
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY

pytestmark = pytest.mark.slow
_SEEDS = count(11)
"""No two sittings of one study make the same ids."""


@pytest.fixture(scope="module", params=ENGINES)
def field(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubField]:
    """One for all tests of an engine: each brings numbers of its own."""
    with hub_field(request.param, tmp_path_factory.mktemp("field")) as made:
        yield made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubField]:
    """In files alone: what the engine has to do with it is tried at the hub itself."""
    with hub_field("files", tmp_path_factory.mktemp("files")) as made:
        yield made


class DrawFinished(Exception):
    """Nothing was drawn, because a draw was finished."""


@dataclass
class Desk:
    """A supervisor at a station."""

    station: Station
    user: User
    keys: HeldKeys

    def imports(self, path: Path, *, portion: int | None = None, dry_run: bool = False) -> ImportCounts:
        """A file comes in, or is looked at."""
        options = ImportOptions(replicate_size=portion, seed=1, dry_run=dry_run)
        return self.station.importer(self.keys)(self.user, path, read_settings(SampleFile()), options).counts

    def draws(self, cases: int, stem: str) -> int:
        """So many random numbers. DrawFinished: those of a draw that was cut off, and no more."""
        draw = Draw(NumberFrame({(stem, 3)}), LineKind.LANDLINE, cases, seed=3)
        try:
            return self.station.generator(self.keys)(self.user, draw).added
        except EnvironmentProblem as told:
            if told.code == "draw_finished":
                raise DrawFinished from told
            raise

    def releases(self, cases: int) -> int:
        """So many cases."""
        return self.station.release(self.keys)(self.user, count=cases)

    def releases_others(self) -> None:
        """What other tests have left waiting."""
        self.releases(10_000)

    def waiting(self) -> int:
        """Cases that wait for their release."""
        with whole_study(self.station, self.keys) as whole:
            return whole.station.read_sample()(self.user).counts.state.get("unreleased", 0)

    def case_of(self, e164: str) -> CaseId:
        """The case that has a number."""
        number = parse_number(e164, "DE")
        with whole_study(self.station, self.keys) as whole, whole.station.units(self.keys)() as unit:
            (case_id,) = unit.sample.with_number(number)
            return case_id

    def numbers(self, beginning: str) -> list[str]:
        """Of the whole study, those that begin so; each with its case."""
        with whole_study(self.station, self.keys) as whole, whole.station.units(self.keys)() as unit:
            assert whole.behind is None
            lines = unit.case_book.after(CaseFilter(), FIRST, 10_000)
            cases = [unit.cases.get(line.id) for line in lines]
        told = [number.number.e164 for case in cases for number in case.numbers if number.number is not None]
        return sorted(number for number in told if number.startswith(beginning))


@contextmanager
def desk(files: StationFiles) -> Iterator[Desk]:
    """Sue signs in."""
    settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, files.database.with_name("blocklist.db"), state=files.state)
    clock = SimulatedClock(TUESDAY)
    with open_database(files.database, settings, create=False, writable=True) as opened:
        station = Station(
            files.loaded, opened, clock=clock, ids=UuidSource(clock, random.Random(next(_SEEDS))), cost=QUICK
        )
        known = station.sign_in("sue", PASSWORD)
        assert known is not None
        user, keys = known
        station.prepare(keys, user)
        yield Desk(station, user, keys)


@contextmanager
def cut_off() -> Iterator[None]:
    """The hub cannot be reached."""
    with pytest.raises(EnvironmentProblem) as problem:
        yield
    assert problem.value.code == "hub_unreachable"


def listed(folder: Path, stem: int, cases: int) -> Path:
    """A file with so many numbers of Berlin, named by what they begin with."""
    path = folder / f"{stem}.csv"
    lines = [f"{stem}-{n};030{stem}{n:03d}" for n in range(cases)]
    path.write_text("\n".join(["fall;telefon", *lines]) + "\n", encoding="utf-8")
    return path


def test_each_station_imports_into_the_whole_study(field: HubField, tmp_path: Path) -> None:
    """What is there already is known, wherever it was brought in, and what is blocked stays out."""
    path = listed(tmp_path, 23125, 6)  # 000 to 004 are numbers of the study's own cases
    with desk(field.stations[1]) as there:
        there.station.block_list.keeping(there.keys).block(there.user, ["+493023125005"])
        looked = there.imports(path, dry_run=True)
        brought = there.imports(path)
    assert (1, 1, looked.left_out) == (looked.added, brought.added, brought.left_out)
    assert {"number_of_other_case", "number_blocked"} <= set(brought.left_out)
    fresh = listed(tmp_path, 24100, 4)
    with desk(field.stations[1]) as there:
        assert (4, True) == ((counts := there.imports(fresh, portion=2)).added, counts.stored)
    with desk(field.stations[0]) as here:
        assert (0, 4) == ((counts := here.imports(fresh, portion=2)).added, counts.unchanged)
        assert 4 == len(here.numbers("+493024100"))
        assert (3, 1, 0) == (here.releases(3), here.releases(9), here.releases(1))
        kinds = dict(here.station.database.driver().execute("SELECT kind, count(*) FROM event GROUP BY kind"))
    assert 3 == kinds["sample_released"]


class Line:
    """Cuts one request, before the hub has heard it or after; counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[HubCall] = []
        self.cut_at, self.heard = -1, False
        self.cut_before: HubCall | None = None
        send = MomentaryLine.send

        def sent(line: MomentaryLine, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
            self.calls.append(call)
            cut = self.cut_at >= 0 and len(self.calls) > self.cut_at
            cut = cut or self.cut_before in self.calls
            if cut and not self.heard:
                raise LineCut
            reply = send(line, call, body, credential)
            if cut:
                raise LineCut
            return reply

        monkeypatch.setattr(MomentaryLine, "send", sent)
        monkeypatch.setattr("cati_app.station.sample_at_hub._LINE_TRIES", 1)

    def cut(self, at: int, *, heard: bool) -> None:
        """From that request on the line is dead; of the first one that is cut the hub has heard, or has not."""
        self.calls.clear()
        self.cut_at, self.heard = at, heard

    def mend(self) -> None:
        """It is there again."""
        self.cut_at, self.cut_before = -1, None


_BOTH_WAYS = (HubCall.SAMPLE_PAGE, HubCall.SAMPLE, HubCall.RELEASE)
"""Requests that change something; of the others it is all the same whether the hub has heard them."""


@pytest.mark.parametrize("act", ["imports", "draws", "releases"])
def test_cut_at_any_request_it_is_said_again(
    files: HubField, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    line = Line(monkeypatch)
    stems = count({"imports": 50100, "draws": 51100, "releases": 52100}[act])
    with desk(files.stations[1]) as there:
        if act == "releases":
            there.releases_others()
            there.imports(listed(tmp_path, next(stems), 30), portion=1)

        def begun(stem: int) -> Callable[[], int]:
            path = listed(tmp_path, stem, 3)
            return {
                "imports": lambda: there.imports(path).added,
                "draws": lambda: there.draws(3, f"30{stem}"),
                "releases": lambda: there.releases(2),
            }[act]

        begun(next(stems))()  # fetches what other tests have left, which is asked for once
        line.calls.clear()
        begun(next(stems))()
        calls, tried = list(line.calls), 1
        assert len(calls) >= 3
        for at, call in enumerate(calls):
            for heard in (False, True) if call in _BOTH_WAYS else (False,):
                run = begun(next(stems))
                line.cut(at, heard=heard)
                with cut_off():
                    run()
                line.mend()
                with suppress(DrawFinished):
                    run()
                tried += 1
        assert [] == there.station.hub.shared_sample(there.keys).bring(there.user)
        if act == "releases":
            assert 30 - 2 * (tried + 1) == there.waiting()
        else:
            assert 3 * (tried + 1) == len(there.numbers(f"+4930{str(next(stems))[:2]}"))


def test_of_two_who_import_the_same_file_at_once_one_brings_each_number(
    files: HubField, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = listed(tmp_path, 47110, 3)
    with desk(files.stations[0]) as here, desk(files.stations[1]) as there:
        fresh = MomentaryLine.send
        others: list[int] = []

        def sent(line: MomentaryLine, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
            if call is HubCall.SAMPLE and not others:  # just before it, somebody else is through
                others.append(0)
                others[0] = there.imports(path).added
            return fresh(line, call, body, credential)

        monkeypatch.setattr(MomentaryLine, "send", sent)
        mine = here.imports(path)
        assert (3, 0, 3) == (others[0], mine.added, mine.unchanged)
        assert 3 == len(here.numbers("+493047110"))


def test_what_was_not_finished_and_is_too_old_is_let_go(
    files: HubField, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(monkeypatch)
    with desk(files.stations[0]) as here:
        mine = listed(tmp_path, 48110, 2)
        here.numbers("+4930")
        line.cut(-1, heard=False)
        line.cut_before = HubCall.SAMPLE_PAGE
        with cut_off():
            here.imports(mine)
        line.mend()
        assert here.station.hub.shared_sample(here.keys).is_waiting(here.user)
    with desk(files.stations[1]) as there:
        there.imports(listed(tmp_path, 49110, 1))
    with desk(files.stations[0]) as here:
        with pytest.raises(RuleViolation, match="sample_changed"):
            here.imports(mine)
        assert 2 == here.imports(mine).added


def test_in_a_window_the_file_is_compared_here_and_then_goes_to_the_hub(files: HubField, tmp_path: Path) -> None:
    """The desk of the tab on a real reading copy, beside what keeps that up to date."""
    with desk(files.stations[1]) as there, closing(WholeReading(there.station, there.keys)) as whole:
        whole.wait_for_news(0)
        there.releases_others()
        tab = StationSample(there.station, there.keys, there.user, whole)
        path = listed(tmp_path, 60110, 4)
        look = tab.look(str(path))
        plan = ImportPlan(str(path), "", ("case_id", "number"), portion_size=3)
        assert 4 == tab.run(plan, store=False, on_progress=lambda rows: None).counts.added

        made = tab.run(plan, store=True, on_progress=lambda rows: None)
        with desk(files.stations[0]) as here:
            assert 1 == here.imports(listed(tmp_path, 60120, 1)).added
        with pytest.raises(RuleViolation, match="sample_changed"):
            tab.bring(made, lambda done, of: None)
        again = tab.run(plan, store=True, on_progress=lambda rows: None)
        with pytest.raises(Cancelled):
            tab.bring(again, _stopped)
        again = tab.run(plan, store=True, on_progress=lambda rows: None)
        brought = tab.bring(again, lambda done, of: None)

        assert (2, 4, ()) == (len(look.columns), brought.counts.added, brought.groups)
        assert 3 == tab.release()


def _stopped(done: int, of: int) -> None:
    raise Cancelled


def test_a_number_blocked_at_one_station_stays_out_at_the_others_until_two_take_it_off(
    files: HubField, tmp_path: Path
) -> None:
    number = "+493070110001"
    path = listed(tmp_path, 70110, 2)
    with desk(files.stations[0]) as here:
        here.station.block_list.keeping(here.keys).block(here.user, [number])
        here.station.block_list.share()
    with desk(files.stations[1]) as there:
        keep = there.station.block_list.keeping(there.keys)
        assert not keep.holds(there.user, number)
        assert {"number_blocked": 1, "number_missing": 1} == there.imports(path, dry_run=True).left_out
        assert keep.holds(there.user, number), "it was heard before the file was read"
        ann = there.station.sign_in("ann", PASSWORD)
        assert ann is not None
        reason = "asked to be called again"
        take_off = there.station.block_list.taking_off(there.keys, ann[1])
        take_off.unblock(there.user, ann[0], number, reason)
        there.station.block_list.share()
        assert not keep.holds(there.user, number)
        with pytest.raises(RuleViolation, match="not_on_blocklist"):
            take_off.unblock(there.user, ann[0], number, reason)
        assert 2 == there.imports(path).added
    with desk(files.stations[0]) as here:
        keep = here.station.block_list.keeping(here.keys)
        assert keep.holds(here.user, number), "nobody has told it yet"
        here.station.block_list.share()
        assert not keep.holds(here.user, number)
        assert ("removed", 1) == ((last := keep.protocol(here.user)[-1]).what, last.entries)
        here.station.block_list.share()
        keep.block(here.user, [number])
        here.station.block_list.share()
    with desk(files.stations[1]) as there:
        there.station.block_list.share()
        assert there.station.block_list.keeping(there.keys).holds(there.user, number), "and comes back"


def test_without_the_hub_no_number_comes_off(files: HubField, monkeypatch: pytest.MonkeyPatch) -> None:
    number, line = "+493070220001", Line(monkeypatch)
    with desk(files.stations[1]) as there:
        keep = there.station.block_list.keeping(there.keys)
        keep.block(there.user, [number])
        ann = there.station.sign_in("ann", PASSWORD)
        assert ann is not None
        take_off = there.station.block_list.taking_off(there.keys, ann[1])
        line.cut(0, heard=False)
        monkeypatch.setattr("cati_app.station.block_list_desk._TRIES", 1)
        with cut_off():
            take_off.unblock(there.user, ann[0], number, "asked to be called again")
        assert keep.holds(there.user, number)


def test_a_hub_from_an_older_copy_gets_again_what_a_station_had_brought(files: HubField, tmp_path: Path) -> None:
    """Cases, and what was released; another import meanwhile keeps the numbers that it was first with."""
    hub, folder = files.hub, files.hub.folder
    with desk(files.stations[0]) as here:
        here.releases_others()
    hub.end(signal.SIGTERM)
    shutil.copytree(folder, tmp_path / "copy")
    hub.start(*STARTS)
    path = listed(tmp_path, 80110, 4)
    with desk(files.stations[0]) as here:
        waiting = here.waiting()
        assert 4 == here.imports(path, portion=2).added
        assert 2 == here.releases(2)
        brought = here.numbers("+493080110")
        erased = here.case_of("+493080110003")
        with here.station.units(here.keys)() as unit:
            unit.sample_changes.erase(erased)
            unit.commit()
    hub.end(signal.SIGTERM)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "copy", folder)
    hub.start("--restored", *STARTS)
    for number in range(len(files.stations)):
        with (
            signed_in(files.stations[number], "ann", 90 + number, SimulatedClock(TUESDAY)) as at,
            suppress(EnvironmentProblem),
        ):
            at.services.take_case(at.user)
            at.leave()

    with desk(files.stations[1]) as there:
        assert [] == there.numbers("+493080110"), "the copy is older"
        only = tmp_path / "only.csv"
        only.write_text("telefon\n03080110001\n", encoding="utf-8")
        assert 1 == there.imports(only).added
    with desk(files.stations[0]) as here:
        assert waiting == here.waiting(), "nothing comes by reading alone"
        taken = here.station.hub.shared_sample(here.keys).bring(here.user)
        assert [2, 0] == [known.taken.added for known in taken][-2:], "of four one was erased, one is another's now"
        assert sorted({*brought} - {"+493080110003"}) == here.numbers("+493080110")
        assert [] == here.station.hub.shared_sample(here.keys).bring(here.user)


def test_a_number_blocked_elsewhere_is_not_called_while_the_line_is_there(files: HubField) -> None:
    """Not even where the case was lent before it came on the list."""
    with files.at_work(1, "bob") as bob:
        offer = bob.services.take_case(bob.user)
        assert isinstance(offer, Offer)
        number = offer.case.numbers[0]
        assert number.number is not None
        with desk(files.stations[0]) as here:
            here.station.block_list.keeping(here.keys).block(here.user, [number.number.e164])
            here.station.block_list.share()
        with pytest.raises(RuleViolation, match="number_blocked"):
            bob.services.start_call(bob.user, offer.attempt, number)
        bob.leave()
