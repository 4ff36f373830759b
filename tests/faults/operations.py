"""What changes many files or rows of a study at once, each with what it leaves: what was, or what is to be."""

from __future__ import annotations

import random
import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.casework.review_proposals import Wish
from cati_app.domain.casework.watch_facts import PASSED, PROPOSED, REJECTED
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.people.users import Role
from cati_app.fieldwork.quota.follow_place import FOLLOWED
from cati_app.fieldwork.quota.look_at_interview import FindNothing, ProposeReview, WantedProposal
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from cati_app.station.inspection import inspect
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.backup import Backups
from cati_app.store.keys import NoKeyRing
from cati_app.store.log_check import check_chain
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.held_keys import HeldKeys
from tests.coded_field import counted, give, hold
from tests.coded_field import opened as opened_field
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY, Site, fiction
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.store.test_restore import LATER, backed_up, block, opened, restored
from tests.unit.store.test_sealed_interviews import interviewed

NEW_PASSWORD = "another long secret"


def keys_of(site: Site, login: str, *passwords: str) -> HeldKeys | None:
    """What one of the passwords opens."""
    tried = (site.station.sign_in(login, password) for password in passwords or (PASSWORD,))
    return next((signed_in[1] for signed_in in tried if signed_in is not None), None)


class Operation(ABC):
    """Something that a fault may come into; `name` is what people call it.

    Args:
        site: Its station, open; it is closed from `begin` on, but for the inside of `work` and `state`.
    """

    name = ""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.path.parent

    @abstractmethod
    def begin(self) -> None:
        """Make what has to be there before."""

    @abstractmethod
    def work(self) -> None:
        """Do it, from opening the files on."""

    @abstractmethod
    def state(self) -> tuple[bool, list[str]]:
        """After a fault: whether it was done, and what is lost or cannot go on; the disk is in order again."""


class ChangeOfPeople(Operation):
    """Of one station that is open: whoever has stayed signs in, reads a number, and people can be changed."""

    fact = ""

    def begin(self) -> None:
        """An offered case, whose number is read afterwards."""
        self.site.offered(self.site.bob)
        self._before = self.site.kinds().count(self.fact)

    def work(self) -> None:
        """Sign in and do it."""
        self.site.reopen()
        self.change()
        self.site.close()

    @abstractmethod
    def change(self) -> object:
        """What somebody does at an open station."""

    def state(self) -> tuple[bool, list[str]]:
        """By the fact that it leaves in the log."""
        self.site.reopen()
        try:
            is_done = self.site.kinds().count(self.fact) > self._before
            return is_done, self.lost(is_done)
        finally:
            self.site.close()

    def lost(self, is_done: bool) -> list[str]:
        """What does not open, agree or go on."""
        site, lost = self.site, []
        sue, bob = self.sue(), keys_of(site, "bob")
        if not inspect(site.station.database).agrees or check_chain(site.station.database, sue.opened.boxes):
            lost.append("the database does not agree")
        if bob is None or not bob.sees_contact:
            lost.append("bob opens nothing")
        else:
            with site.units(bob)() as unit:
                if unit.cases.get(site.offered_id()).numbers[0].number != fiction(1):
                    lost.append("a number")
        site.station.people.rotate_keys(sue)(site.sue)  # and people can be changed as before
        return lost

    def sue(self) -> HeldKeys:
        """The supervisor's keys."""
        keys = keys_of(self.site, "sue")
        assert keys is not None
        return keys


class Adding(ChangeOfPeople):
    name = "adding somebody"
    fact = "person_added"

    def change(self) -> object:
        return self.site.station.people.add_person(self.sue())(self.site.sue, "kim", "Kim", Role.INTERVIEWER, PASSWORD)


class Deactivation(ChangeOfPeople):
    name = "deactivation"
    fact = "person_deactivated"

    def change(self) -> object:
        return self.site.station.people.deactivate_person(self.sue())(self.site.sue, self.site.ann.id)

    def lost(self, is_done: bool) -> list[str]:
        is_in = keys_of(self.site, "ann") is not None
        return [*super().lost(is_done), *(["who left is in, or who stays is out"] if is_in == is_done else [])]


class Rejecting(ChangeOfPeople):
    """A complete interview loses its place: counters, totals and the recount agree before and after."""

    name = "rejecting an interview"
    fact = REJECTED

    def begin(self) -> None:
        offer, interview = begun(self.site, YOUNG_MAN)
        finish(self.site, offer, interview, COMPLETE)
        self._case = offer.case.id
        super().begin()

    def change(self) -> object:
        units = self.site.units(self.sue())
        return ReviewInterview(units, self.site.clock)(self.site.sue, self._case, rejected=True, reason="two people")

    def lost(self, is_done: bool) -> list[str]:
        with self.site.units(self.sue())() as unit:
            count = unit.quota.count(CellId("m/young"))
        agrees = (count.achieved, count.in_progress) == (0 if is_done else 1, 0)
        return [*super().lost(is_done), *([] if agrees else ["a place"])]


class FollowingCodes(ChangeOfPeople):
    """A supervisor codes an open answer, and the place in the quota follows: both, or neither."""

    name = "coding that moves a place"
    fact = FOLLOWED

    def begin(self) -> None:
        _, self._interview = hold(opened_field(self.site, computed=True))
        super().begin()

    def change(self) -> object:
        return give(self.site, self.site.sue, self._interview, "2")

    def lost(self, is_done: bool) -> list[str]:
        with self.site.units(self.sue())() as unit:
            codes = len(list(unit.log.of_codings()))
        agrees = (counted(self.site), codes) == ({"f/young" if is_done else "unclassified": 1}, int(is_done))
        return [*super().lost(is_done), *([] if agrees else ["a place or its codes"])]


class FindingNothing(Rejecting):
    """An interview leaves the list of those that wait for review; no counter changes."""

    name = "finding nothing in review"
    fact = PASSED

    def change(self) -> object:
        units = self.site.units(self.sue())
        return FindNothing(units, units, self.site.clock)(self.site.sue, self._case)

    def lost(self, is_done: bool) -> list[str]:
        return super().lost(is_done=False)


class Proposing(FindingNothing):
    """An analyst asks for a look, with the keys of an analyst."""

    name = "proposing for review"
    fact = PROPOSED

    def change(self) -> object:
        keys, (interview,) = keys_of(self.site, "eve"), self.site.interviews()
        assert keys is not None
        units = self.site.units(keys)
        return ProposeReview(units, units, self.site.clock)(
            self.site.eve, interview.id, WantedProposal(Wish.REJECT, "42 rooms")
        )


class PasswordChange(ChangeOfPeople):
    name = "password change"
    fact = "password_changed"

    def change(self) -> object:
        keys = keys_of(self.site, "ann")
        assert keys is not None
        return self.site.station.people.change_own_password(keys)(self.site.ann, PASSWORD, NEW_PASSWORD)

    def lost(self, is_done: bool) -> list[str]:
        opens = keys_of(self.site, "ann", NEW_PASSWORD if is_done else PASSWORD)
        return [*super().lost(is_done), *(["the password"] if opens is None else [])]


class Reset(ChangeOfPeople):
    name = "reset of a password"
    fact = "password_reset"

    def change(self) -> object:
        return self.site.station.people.reset_password(self.sue())(self.site.sue, self.site.ann.id)

    def lost(self, is_done: bool) -> list[str]:
        is_in = keys_of(self.site, "ann") is not None
        return [*super().lost(is_done), *(["the password"] if is_in == is_done else [])]


class Rotation(ChangeOfPeople):
    name = "rotation"
    fact = "keys_rotated"

    def change(self) -> object:
        return self.site.station.people.rotate_keys(self.sue())(self.site.sue)


class NewSheet(ChangeOfPeople):
    name = "new recovery sheet"
    fact = "sheet_renewed"

    def change(self) -> object:
        return self.site.station.people.renew_sheet(self.sue())(self.site.sue)


class Migration(ChangeOfPeople):
    """A database of the version before: its form and its seal."""

    name = "migration from 0016, sealing"
    fact = "study_sealed"

    def begin(self) -> None:
        self.site.offered(self.site.bob)
        self.site.set_back("0016")
        self.site.sql_write("VACUUM")
        self._before = 0

    def change(self) -> object:
        return self.site.station.people.seal_study("sue", PASSWORD)

    def lost(self, is_done: bool) -> list[str]:
        if not is_done:
            self.change()
        sue, site = self.sue(), self.site
        lost = [] if inspect(site.station.database).agrees else ["the database does not agree"]
        with site.units(sue)() as unit:
            cases = [unit.cases.get(known) for n in range(1, 6) if (known := unit.cases.id_of(n)) is not None]
        numbers = [case.numbers[0].number for case in cases]
        return lost + ([] if numbers == [fiction(n) for n in range(1, 6)] else ["a number"])


class MakingABackup(Operation):
    """Beside an earlier one."""

    name = "backup"

    def begin(self) -> None:
        self._first = backed_up(self.site)

    def work(self) -> None:
        self.site.reopen()
        self.site.clock.move(60)
        backed_up(self.site, LATER)
        self.site.close()

    def state(self) -> tuple[bool, list[str]]:
        made = Backups(self.site.path).all()
        lost = [f"{backup.path.name} is damaged" for backup in made if backup.faults()]
        if self._first.path not in [backup.path for backup in made]:
            lost.append("the earlier backup")
        with opened(self.site.path) as database:
            lost += [] if inspect(database).agrees else ["the database does not agree"]
        self.work()  # and another one can be made
        return len(made) > 1, lost


class Restoring(Operation):
    """Over a database and a block list that went on since."""

    name = "restore"

    def begin(self) -> None:
        block(self.site, 1)
        self._backup = backed_up(self.site)
        self.site.dialled()
        block(self.site, 2)
        self._events = len(self.site.kinds())

    def work(self) -> None:
        opened(restored(self._backup, self.site.path, set_aside=True).path, writable=True).close()

    def state(self) -> tuple[bool, list[str]]:
        with opened(self.site.path, writable=True) as database:
            inspection = inspect(database)
            assert database.blocklist is not None
            lost = [] if inspection.agrees else ["the database does not agree"]
            lost += [] if database.blocklist.count() == 2 else ["numbers of the block list"]
            assert inspection.verification is not None
            events = inspection.verification.events
        assert self._backup.last_event is not None
        if events not in (self._events, self._backup.last_event + 1):
            lost.append("events")
        self.work()  # and it can be done once more
        return events != self._events, lost


class Erasing(Operation):
    """What is known of a respondent, on the one machine that has the study."""

    name = "erasing"

    def begin(self) -> None:
        interviewed(self.site)
        with self.site.units()() as unit:
            (interview,) = unit.interviews.all_in(list(InterviewState))
            unit.access_codes.of(interview.id)
            unit.commit()
        self._case = interview.case_id

    def work(self) -> None:
        self.site.reopen()
        sue = keys_of(self.site, "sue")
        assert sue is not None
        self.site.station.erase_case(self.site.sue, sue, self._case, "asked for it")
        self.site.close()

    def state(self) -> tuple[bool, list[str]]:
        """As before nothing is missing; begun it is done at the next sign-in, to the last."""
        self.site.reopen()
        is_begun = self._case in self.site.station.database.state.erased()
        sue = keys_of(self.site, "sue")
        assert sue is not None
        self.site.station.prepare(sue)
        tables = ("interview", "interview_key", "interview_document", "code_entry")
        left = {table: self.site.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
        lost = [f"{table}: {rows} rows" for table, rows in left.items() if rows != (0 if is_begun else 1)]
        if is_begun and self.site.station.database.kept("erasing_owes_sweeping"):
            lost.append("the journal is not wiped")
        lost += [] if inspect(self.site.station.database).agrees else ["the database does not agree"]
        self.site.close()
        self.work()  # and it can be asked for once more
        self.site.reopen()
        lost += [f"{table} after all" for table in tables if self.site.sql(f"SELECT count(*) FROM {table}")[0][0]]
        self.site.close()
        return is_begun, lost


class Exporting(Operation):
    """Over the files of an earlier export."""

    name = "export (CSV, SPSS)"

    def begin(self) -> None:
        interviewed(self.site)
        self._write()
        self._old = self._files()
        interviewed(self.site, "another one")
        kept = self.folder / "kept"
        shutil.copytree(self._out, kept)
        self._write()
        self._new = self._files()
        shutil.rmtree(self._out)
        kept.rename(self._out)

    @property
    def _out(self) -> Path:
        return self.folder / "data"

    def _write(self) -> None:
        site = self.site
        outputs = Outputs(stores=site.station.stores)
        export_station(site.station, site.eve, site.keys, ("csv", "sav"), self._out, outputs)

    def _files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self._out.iterdir() if path.suffix in (".csv", ".sav", ".pdf")}

    def work(self) -> None:
        self.site.reopen()
        self._write()
        self.site.station.note_export()(self.site.eve, 2, ("csv", "sav"), ())
        self.site.close()

    def state(self) -> tuple[bool, list[str]]:
        files = self._files()
        lost = [name for name in self._old if files.get(name) not in (self._old[name], self._new[name])]
        with opened(self.site.path) as database:
            lost += [] if inspect(database).agrees else ["the database does not agree"]
        self.work()
        lost += [name for name, data in self._files().items() if name in _data(self._new) and data != self._new[name]]
        return _data(files) == _data(self._new), lost


def _data(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without codebooks, which name the end of the log."""
    return {name: data for name, data in files.items() if "codebook" not in name}


class FirstStart(Operation):
    """A study is begun with its first supervisor."""

    name = "very first start"

    def begin(self) -> None:
        self._path.parent.mkdir()

    @property
    def _path(self) -> Path:
        return self.folder / "first" / "first.db"

    def work(self) -> None:
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, rehearses=True)
        clock = SimulatedClock(TUESDAY)
        with open_database(self._path, settings, create=True, writable=True) as database:
            station = Station(
                self.site.loaded, database, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=QUICK
            )
            if not station.logins():
                station.people.add_person(station.people.begin_study())(
                    PROGRAM, "sue", "Sue", Role.SUPERVISOR, PASSWORD
                )
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            assert known[1].sees_contact
            assert not check_chain(database, known[1].opened.boxes)

    def state(self) -> tuple[bool, list[str]]:
        is_done = False
        try:
            with opened(self._path) as database:
                is_done = bool(database.driver().execute('SELECT count(*) FROM "user"').fetchone()[0])
        except EnvironmentProblem as problem:
            if problem.code != "no_database":
                return False, [str(problem.message)]
        self.work()
        return is_done, []


OPERATIONS: tuple[type[Operation], ...] = (
    *(Migration, MakingABackup, Restoring, Rotation, Deactivation, PasswordChange, Exporting),
    *(Adding, Reset, NewSheet, FirstStart, Rejecting, FollowingCodes, FindingNothing, Proposing, Erasing),
)
