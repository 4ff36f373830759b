"""Composition root without windows: brings study folder, questionnaire, database and services together.

The one place that names concrete adapters; every command and every window starts from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.findings import Finding
from cati_app.domain.people.logins import check_password
from cati_app.domain.people.users import Role, User
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.phone import country_code
from cati_app.engine.changes.steps import Edition
from cati_app.engine.form.nodes import NodeKind
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.explain_case import ExplainCase
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.look_ahead import LookAhead
from cati_app.fieldwork.calling.make_call import EndCall, StartCall
from cati_app.fieldwork.calling.promise import CheckPromise
from cati_app.fieldwork.calling.record_result import RecordResult, TakeBackResult
from cati_app.fieldwork.calling.ring_back import EndRingBack, TakeRingBack
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks, settle_blocks
from cati_app.fieldwork.calling.settle_queue import KeepCase
from cati_app.fieldwork.calling.take_case import ReturnCase, TakeCase
from cati_app.fieldwork.interview.earlier_forms import CurrentForm, EarlierForms
from cati_app.fieldwork.interview.finish_interview import FinishInterview
from cati_app.fieldwork.interview.handed_in import comes_sealed
from cati_app.fieldwork.interview.note_screened import NoteScreened
from cati_app.fieldwork.interview.record_events import RecordEvents
from cati_app.fieldwork.interview.set_aside import SetAsideInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.monitor.agree_to_form import AgreeToForm
from cati_app.fieldwork.monitor.board import ReadBoard
from cati_app.fieldwork.monitor.check_clock import CheckClock
from cati_app.fieldwork.monitor.data import ReadData, ReadPaths
from cati_app.fieldwork.monitor.foresee_form import ForeseeForm
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.fieldwork.monitor.note_export import NoteExport
from cati_app.fieldwork.monitor.note_rules import NoteRules
from cati_app.fieldwork.monitor.read_cases import ReadCase, ReadCases
from cati_app.fieldwork.monitor.read_compliance import ConsentQuestions, ReadCompliance
from cati_app.fieldwork.monitor.read_history import ReadHistory
from cati_app.fieldwork.monitor.read_outcomes import ReadOutcomes
from cati_app.fieldwork.monitor.read_sightings import ReadSightings
from cati_app.fieldwork.monitor.replay_rules import ReplayRules
from cati_app.fieldwork.monitor.set_aside_answers import ReadSetAside
from cati_app.fieldwork.monitor.tally import ReadTally
from cati_app.fieldwork.monitor.verify import Verify
from cati_app.fieldwork.people.add_person import AddPerson
from cati_app.fieldwork.people.change_people import ChangePerson, DeactivatePerson, RecoverStudy, RotateKeys
from cati_app.fieldwork.people.keep_block_list import JoinBlockList, KeepBlockList
from cati_app.fieldwork.people.note_backup import NoteBackup
from cati_app.fieldwork.people.note_hub import NoteHub, NoteWriteOff
from cati_app.fieldwork.people.passwords import ChangeOwnPassword, CheckPassword, ResetPassword, any_password
from cati_app.fieldwork.people.read_people import ReadPeople
from cati_app.fieldwork.people.sheet import ConfirmSheet, ReadSheet, RenewSheet
from cati_app.fieldwork.people.sheet_in_force import ReadSheetInForce
from cati_app.fieldwork.people.sign_in import SignIn, SignOut
from cati_app.fieldwork.people.team import ReadTeam
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.fieldwork.quota.close_unclassified import CloseUnclassified
from cati_app.fieldwork.quota.read_counters import ReadCounters
from cati_app.fieldwork.quota.read_place import ReadPlace
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rights import PROGRAM, Actor
from cati_app.fieldwork.sample.generate_sample import GenerateSample
from cati_app.fieldwork.sample.read_sample import ReadSample
from cati_app.fieldwork.sample.release_sample import ReleaseSample
from cati_app.fieldwork.sample.settle_columns import SettleColumns
from cati_app.fieldwork.sharing.borrow_case import KeepPackages
from cati_app.fieldwork.sharing.hand_over import HandOver
from cati_app.station.loading import LoadedStudy, built
from cati_app.station.sampling import Importer, ImportReport, import_options, new_seed, read_settings
from cati_app.station.wiring import read_session, rules_of, settle_codes
from cati_app.store.block_boxes import put_boxes
from cati_app.store.database import Database
from cati_app.store.event_log import PreparedAnswerLog
from cati_app.store.joined import CASES_AT_HUB, HANDING_OVER, JOINED
from cati_app.store.keys import Cost
from cati_app.store.person_rows import Sealing
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits, TraceUnits
from cati_app.study.form_changes import check_origins, renamings
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.desk.people.port import PeopleDesk
from cati_app.ui.desk.sample.port import SampleDesk
from cati_app.ui.desk.services import CaseDesk, SupervisorServices
from cati_app.ui.stage.study_texts import StudyTexts

T = TypeVar("T")


class Station:
    """One machine at work on one study: its database, and the services of whoever is signed in."""

    def __init__(
        self,
        loaded: LoadedStudy,
        database: Database,
        *,
        clock: Clock,
        ids: IdSource,
        cost: Cost | None = None,
        targets_scale: float = 1.0,
    ) -> None:
        self.loaded = loaded
        self.database = database
        self.clock = clock
        self._ids = ids
        self.watch = ClockWatch(clock)
        self._cost = cost or Cost()
        self.rules = rules_of(loaded.study, loaded.form, targets_scale)
        self._leaving: dict[str, Callable[[], object]] = {}  # of who has cases of a hub, by person

    @property
    def stores(self) -> tuple[Path, ...]:
        """The database, and the block list it shares with other studies: no output is written on them."""
        shared = self.database.blocklist
        return (self.database.path, *((shared.path,) if shared is not None else ()))

    def end_of_log(self) -> str:
        """Where the log ends, as it stands on what leaves the house; blank for a log without a chain."""
        end = self.database.end_of_log()
        return end.text if end is not None else ""

    def is_joined(self) -> bool:
        """Whether this station has joined a study at a hub: people, sample and targets come from elsewhere."""
        return self.database.kept(JOINED) is not None

    def has_cases_elsewhere(self) -> bool:
        """Whether a hub has the cases of the study, and lends them to its stations."""
        return self.is_joined() or self.database.kept(CASES_AT_HUB) is not None

    def reading(self, copy: Database) -> Station:
        """The same study, read from a copy of what its hub has."""
        station = Station(self.loaded, copy, clock=self.clock, ids=self._ids, cost=self._cost)
        station.rules = self.rules
        return station

    # -- people and data ----------------------------------------------------------------------------------------

    def has_people(self) -> bool:
        """Whether anybody can sign in yet."""
        with self.units(None)() as unit:
            return bool(unit.people.all())

    def logins(self) -> tuple[User, ...]:
        """Everybody, by number."""
        with self.units(None)() as unit:
            return unit.people.all()

    def begin_study(self) -> HeldKeys:
        """The keys of a study in which nobody can sign in yet; its first people get theirs from them."""
        from cati_app.store.founding import begin_study  # noqa: PLC0415 - not needed at a start

        return begin_study(self.database)

    def add_person(self, keys: HeldKeys) -> AddPerson:
        """New logins, with the keys of the person who adds."""
        return AddPerson(self.units(keys), self.clock, self._ids, self.passwords)

    def prepare(self, keys: HeldKeys, by: Actor = PROGRAM) -> ImportReport | None:
        """Targets of the study into the book, its rules and its questionnaire into the log; first its sample too.

        Args:
            by: Who opens the study. Its own sample is read by the program, whoever that is.

        Returns:
            The outcome of reading the sample, when it was read.

        Raises:
            EnvironmentProblem: `sample_unreadable`.
        """
        NoteRules(self.units(keys), self.clock, self.rules)(by)
        loaded = self.loaded
        versions = loaded.study.version, loaded.form.version
        is_new = KeepForm(self.units(keys), self.clock)(by, loaded.form_hash, *versions, loaded.files)
        if is_new and not all(map(loaded.is_held_with, self.earlier_forms.interviews())):
            self.agree_to_form.note_in_force(by)
        if by is PROGRAM or (isinstance(by, User) and by.role is Role.SUPERVISOR):
            self._settle_columns(keys, by)
        settle_codes(by, self.database, self.units(keys), self.rules)
        self._join_block_list(keys)
        lent = self.has_cases_elsewhere()
        with self.units(keys)() as unit:
            if self.rules.quota is not None:
                targets = self.rules.quota.all_targets()
                unit.quota.set_targets(dict.fromkeys(targets, 0) if lent else targets)
            if lent:
                unit.grants.fit_cells()
            unit.blocklist.share_own(self.clock.now())
            settle_blocks(unit, self.clock, by.id)
            cases = unit.cases.count()
            unit.commit()
        if cases or lent or self.sheet_is_needed():
            return None
        try:
            return self.load_sample(keys)
        except EnvironmentProblem as problem:
            if problem.code != "sample_missing":
                raise
            return None  # who works on the study sees that there is none, and brings one in

    def _settle_columns(self, keys: HeldKeys, by: Actor) -> None:
        """What study.yaml declares of columns holds for the cases that are there already."""
        if SettleColumns(self.units(keys), self.clock, self.rules)(by):
            self.database.sweep()

    def comes_sealed(self, name: str) -> bool:
        """Whether a value handed in to the questionnaire under that name comes from a sealed column of the sample."""
        return comes_sealed(name, self.rules.introduction, self.rules.clear_columns)

    def is_empty(self) -> bool:
        """Whether no case has come in yet."""
        with self.units(None)() as unit:
            return not unit.cases.count()

    def load_sample(
        self, keys: HeldKeys, on_progress: Callable[[int], None] = lambda rows: None
    ) -> ImportReport | None:
        """The sample that study.yaml names; None where it names none.

        Raises:
            EnvironmentProblem: `sample_unreadable`; `sample_missing`: the study goes on without one.
            RuleViolation: `sheet_first`, `sample_elsewhere`.
        """
        sample = self.loaded.study.sample
        if sample is None or sample.file is None:
            return None
        options = import_options(sample, new_seed(self._ids))
        path = self.loaded.folder / sample.file
        if not path.exists():
            raise _sample_missing(path.name)
        return self.importer(keys)(PROGRAM, path, read_settings(sample), options, on_progress=on_progress)

    def _join_block_list(self, keys: HeldKeys) -> None:
        """Peppers of the block list that an older version left in it are kept here alone from now on.

        Raises:
            EnvironmentProblem: `blocklist_not_joined`.
        """
        with self.units(keys)() as unit:
            inside = unit.blocklist.take_in()
            if inside:
                unit.commit()
        if self.database.blocklist is not None:
            self.database.blocklist.take_out(inside)
        self.share_peppers()

    def share_peppers(self) -> None:
        """Let page 1 of this study's sheet open the block list for studies that join later; it may just have begun."""
        if self.database.blocklist is not None:
            put_boxes(self.database, self.database.blocklist)

    def units(self, keys: HeldKeys | None) -> SqlUnits:
        """Units of work of somebody who is signed in, or of nobody."""
        return SqlUnits(self.database, keys, self._cost)

    def answer_log(self, keys: HeldKeys | None) -> AnswerLog:
        """Where answers become durable."""
        return PreparedAnswerLog(self.database, keys)

    def new_seed(self) -> int:
        """A seed for a draw that named none."""
        return new_seed(self._ids)

    def importer(self, keys: HeldKeys) -> Importer:
        """What brings sample files into the study. RuleViolation: `sheet_first`, `sample_elsewhere`."""
        self._may_bring_cases()
        return Importer(self.loaded.study, self.units(keys), self.clock, self._ids, self.rules)

    def generator(self, keys: HeldKeys) -> GenerateSample:
        """What draws random numbers. RuleViolation: `sheet_first`, `sample_elsewhere`."""
        self._may_bring_cases()
        country = self.loaded.study.calling.country
        return GenerateSample(self.units(keys), self.clock, self._ids, country, country_code(country))

    def release(self, keys: HeldKeys) -> ReleaseSample:
        """What opens portions of the sample. RuleViolation: `sample_elsewhere`."""
        if self.has_cases_elsewhere():
            raise RuleViolation("sample_elsewhere")
        return ReleaseSample(self.units(keys), self.clock)

    def sign_in(self, login: str, password: str, through: str = "window") -> tuple[User, HeldKeys] | None:
        """The person and what the password opens; None when login or password are wrong, or the person has left.

        Args:
            through: What the person signs in to, for the log.

        Raises:
            RuleViolation: `sign_in_delayed`; `choose_password` where a start code was typed: `choose_password` goes on;
                `to_be_sealed` for a supervisor in a database of an older version: `seal_study` goes on;
                `supervisor_first` for others.
            EnvironmentProblem: when people, keys or secrets of the database are not those that were signed.
        """
        return self._signing_in(self._checked)(login, password, through)

    def _signing_in(self, check: Callable[[str, str], tuple[User, T] | None]) -> SignIn[T]:
        return SignIn(self._traces(), self.clock, check)

    def _checked(self, login: str, password: str) -> tuple[User, HeldKeys] | None:
        signed_in = _checked(self.database, self._cost, login, password)
        if signed_in is None:
            return None
        user, keys = signed_in
        if not self.database.is_vouched_for:
            self._vouch(user, keys)
        if self.database.writable and keys.sees_contact:
            from cati_app.store.sealing import Columns, seal_rest  # noqa: PLC0415 - not needed before a sign-in

            columns = Columns(frozenset(self.rules.clear_columns), self.comes_sealed)
            seal_rest(self.database, keys, replace(self.moment(), by=user.id), columns)
        return signed_in

    def _vouch(self, user: User, keys: HeldKeys) -> None:
        """A database that was restored has a device of its own, which the first supervisor who signs in has named.

        A station that has joined is named by a head that comes from elsewhere.
        """
        if user.role is Role.SUPERVISOR and self.database.writable and not self.is_joined():
            with self.units(keys)() as unit:
                unit.people.vouch_for_device()
                unit.log.append([self.moment().fact("device_added", device=self.database.device)])
                unit.commit()

    def needs_sealing(self) -> bool:
        """Whether an older version made the database, so that its people have no keys yet."""
        from cati_app.store.sealing import needs_sealing  # noqa: PLC0415 - once in the life of a database

        with self.database.transaction() as statements:
            return needs_sealing(statements)

    def seal_study(
        self, login: str, password: str, progress: Callable[[float], None] = lambda part: None
    ) -> tuple[User, HeldKeys, Sealing] | None:
        """Give everybody of an older database keys; who does it, and what is to be told. None: wrong login.

        Args:
            progress: Told with a part of the whole, 0 to 1.

        Raises:
            RuleViolation: `supervisor_first`.
        """
        from cati_app.store.sealing import Columns, seal_database  # noqa: PLC0415 - once in the life of a database

        def check(login: str, password: str) -> tuple[User, tuple[HeldKeys, Sealing]] | None:
            columns = Columns(frozenset(self.rules.clear_columns), self.comes_sealed)
            sealed = seal_database(self.database, login, password, self._cost, self.moment(), columns, progress)
            return (sealed[0], sealed[1:]) if sealed is not None else None

        signed_in = self._signing_in(check)(login, password, "window")
        return (signed_in[0], *signed_in[1]) if signed_in is not None else None

    def choose_password(self, login: str, code: str, password: str) -> tuple[User, HeldKeys] | None:
        """Sign in with a start code and a password in its place; None when login or code are wrong.

        Raises:
            RuleViolation: as `ChangeOwnPassword`.
            EnvironmentProblem: as `sign_in`.
        """
        from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - not needed before somebody types a password

        signed_in = self._signing_in(partial(sign_in, self.database, cost=self._cost))(login, code, "window")
        if signed_in is None:
            return None
        user, keys = signed_in
        self.change_own_password(keys)(user, code, password)
        return sign_in(self.database, login, password, self._cost)

    def change_own_password(self, keys: HeldKeys) -> ChangeOwnPassword:
        """A person's own password."""
        return ChangeOwnPassword(self.units(keys), self.clock, self.passwords)

    def reset_password(self, keys: HeldKeys) -> ResetPassword:
        """New keys under a start code."""
        return ResetPassword(self.units(keys), self.clock)

    def deactivate_person(self, keys: HeldKeys) -> DeactivatePerson:
        """Somebody leaves."""
        return DeactivatePerson(self.units(keys), self.clock)

    def change_person(self, keys: HeldKeys) -> ChangePerson:
        """Login, name, languages, skills."""
        return ChangePerson(self.units(keys), self.clock)

    def rotate_keys(self, keys: HeldKeys) -> RotateKeys:
        """New secrets for everybody."""
        return RotateKeys(self.units(keys), self.clock)

    def read_team(self, keys: HeldKeys) -> ReadTeam:
        """Who works on the study, for supervisors."""
        return ReadTeam(self.units(keys))

    def recover_study(self, keys: HeldKeys) -> RecoverStudy:
        """Who stays after a restore elsewhere, with the keys of `by_sheet`."""
        return RecoverStudy(self.units(keys), self.clock)

    def read_sheet(self, keys: HeldKeys) -> ReadSheet:
        """The recovery sheet, as long as it is not on paper only."""
        return ReadSheet(self.units(keys), self.clock)

    def read_sheet_in_force(self, keys: HeldKeys) -> ReadSheetInForce:
        """Where the recovery sheet stands."""
        return ReadSheetInForce(self.units(keys))

    def confirm_sheet(self, keys: HeldKeys) -> ConfirmSheet:
        """Two groups of the sheet, typed back."""
        return ConfirmSheet(self.units(keys), self.clock)

    def renew_sheet(self, keys: HeldKeys, beside: HeldKeys | None = None) -> RenewSheet:
        """Another sheet; `beside` are the keys of the second supervisor who signs."""
        return RenewSheet(SqlUnits(self.database, keys, self._cost, beside), self.clock)

    def sheet_is_needed(self) -> bool:
        """Whether a real study has people, and nobody has shown to have its recovery sheet on paper."""
        if self.database.rehearses:
            return False
        from cati_app.store.key_boxes import sheet_is_confirmed  # noqa: PLC0415 - not needed at a start

        with self.database.transaction() as statements:
            return not sheet_is_confirmed(statements)

    def _may_bring_cases(self) -> None:
        """RuleViolation: `sheet_first`: no sample before the recovery sheet is on paper; `sample_elsewhere`."""
        if self.has_cases_elsewhere():
            raise RuleViolation("sample_elsewhere")
        if self.sheet_is_needed():
            raise RuleViolation("sheet_first")

    def by_sheet(self, page_1: str, page_2: str | None = None) -> HeldKeys:
        """The keys of whoever types page 1 of the recovery sheet; on a machine without its Share page 2 too.

        Raises:
            EnvironmentProblem: `sheet_misread`, `sheet_old`, `share_missing`; as `sign_in`.
        """
        from cati_app.store.sign_in import by_sheet  # noqa: PLC0415 - not needed at a start

        return by_sheet(self.database, page_1, page_2)

    def take_share(self, login: str, password: str, page_2: str) -> bool:
        """Page 2 of the sheet, where the state folder of this machine is lost; False for a wrong login.

        Raises:
            EnvironmentProblem: `sheet_misread`, `sheet_old` for another sheet; as `sign_in`.
        """
        from cati_app.store.sign_in import take_share  # noqa: PLC0415 - not needed at a start

        return take_share(self.database, login, password, page_2, self._cost)

    @property
    def passwords(self) -> CheckPassword:
        """Which passwords people may choose; in a demo or a rehearsal any."""
        return any_password if self.database.rehearses else check_password

    def moment(self) -> Moment:
        """Now, of nobody in particular."""
        return Moment(self.clock.now(), self.clock.monotonic_ms())

    def check_there(self, keys: HeldKeys) -> None:
        """For what is read without keys: whether the person who holds them may still sign in.

        Raises:
            RuleViolation: `signed_out`.
        """
        with self.units(keys)():
            pass

    def sign_out(self) -> SignOut:
        """Into the log that somebody is not at work any more."""
        return SignOut(self._traces(), self.clock)

    def note_backup(self) -> NoteBackup:
        """Backups into the log."""
        return NoteBackup(self._traces(), self.clock)

    def handed_in(self) -> int:
        """Complete interviews that were held here and left for a hub."""
        return KeepPackages(self.units(None)).completed(PROGRAM)

    def hand_over(self, keys: HeldKeys) -> HandOver:
        """What hands every case of the study to a hub."""
        return HandOver(self.units(keys))

    def note_hub(self) -> NoteHub:
        """A hub that keeps the log from now on."""
        return NoteHub(self._traces(), self.clock)

    def note_write_off(self, keys: HeldKeys) -> NoteWriteOff:
        """A station that will not come back."""
        return NoteWriteOff(self.units(keys), self.clock)

    def _traces(self) -> TraceUnits:
        """Where it is written down who did what, also beside a running application."""
        return TraceUnits(self.database, self._cost)

    @cached_property
    def earlier_forms(self) -> EarlierForms:
        """The versions of the questionnaire before this one."""
        loaded = self.loaded
        edition = Edition((loaded.study.version, loaded.form.version), loaded.form_hash, loaded.form)
        current = CurrentForm(edition, renamings(loaded.study), loaded.is_held_with)
        return EarlierForms(self.units(None), partial(built, loaded.study), current)

    @cached_property
    def agree_to_form(self) -> AgreeToForm:
        """Remembers who was told of a changed questionnaire."""
        return AgreeToForm(self.earlier_forms)

    # -- services -----------------------------------------------------------------------------------------------

    def interviewer(self, user: User, keys: HeldKeys, dialer: Dialer, texts: StudyTexts) -> InterviewerServices:
        """Calls and interviews for a person who sees contact data."""
        units, clock, ids, rules = self.units(keys), self.clock, self._ids, self.rules
        take, record = TakeCase(units, clock, ids, rules, self.watch), RecordResult(units, clock, rules)
        services = InterviewerServices(
            user=user,
            form=self.loaded.form,
            form_hash=self.loaded.form_hash,
            passage=self.earlier_forms.passage,
            texts=texts,
            rules=rules,
            clock=clock,
            dialer=dialer,
            take_case=take,
            return_case=ReturnCase(units, clock),
            start_call=StartCall(units, clock, ids, rules),
            end_call=EndCall(units, clock),
            take_ring_back=TakeRingBack(units, clock, ids, rules),
            end_ring_back=EndRingBack(units, clock),
            record_result=record,
            finish_attempt=FinishAttempt(units, record, take),
            take_back=TakeBackResult(units, clock),
            settle_blocks=SettleBlocks(units, clock),
            start_interview=StartInterview(units, clock, ids),
            resume_interview=ResumeInterview(units, clock, rules),
            set_aside=SetAsideInterview(units, clock),
            record_events=RecordEvents(self.answer_log(keys), rules.contact_questions, self.comes_sealed),
            read_session=partial(read_session, units),
            reserve_place=ReservePlace(units, clock, rules.quota) if rules.quota else None,
            note_screened=NoteScreened(units, clock),
            finish_interview=FinishInterview(units, clock, rules),
            explain_case=ExplainCase(units, clock, rules),
            promise=CheckPromise(units, clock, rules),
            keep_case=KeepCase(units, clock),
            tidy=self.database.tidy,
            read_place=ReadPlace(units, rules.quota),
        )
        if self.has_cases_elsewhere():
            return self._lent_services(services, keys)
        self._refuse_half_way()
        return services

    def _refuse_half_way(self) -> None:
        """A station whose cases are on their way calls nobody by itself. EnvironmentProblem: `hub_half_way`."""
        if self.database.kept(HANDING_OVER) is not None:
            raise EnvironmentProblem(
                "hub_half_way",
                "The cases of this study are on their way to its hub, and not all have arrived. Nothing is lost.",
                "A supervisor goes on with it: `cati hub adopt STUDY --as SUPERVISOR`.",
            )

    def hand_in_of(self, user: User) -> Callable[[], object]:
        """What brings everything to the hub that somebody who leaves has worked, and gives back what was not worked."""
        return self._leaving.pop(user.id, lambda: None)

    def _lent_services(self, services: InterviewerServices, keys: HeldKeys) -> InterviewerServices:
        from cati_app.station.at_hub import hub_of_station, with_hub  # noqa: PLC0415 - stations of a hub alone need it

        hub = hub_of_station(self.database, self.units(keys), keys)
        lent = with_hub(services, self.units(keys), self.clock, self._ids, self.database.device, hub)
        self._leaving[services.user.id] = partial(lent.settle_blocks, services.user, leaves=True)
        return lent

    def supervisor(
        self,
        user: User,
        keys: HeldKeys,
        texts: StudyTexts,
        sample: SampleDesk | None,
        people: PeopleDesk | None = None,
    ) -> SupervisorServices:
        """Board, cases, sample and people for a supervisor."""
        units, clock, rules = self.units(keys), self.clock, self.rules
        cases = CaseDesk(ReadCases(units), ReadCase(units, clock, rules), ChangeResult(units, clock, rules))
        closing = self.close_unclassified(keys)
        return SupervisorServices(user, texts, rules, clock, self.read_board(), cases, closing, sample, people)

    def close_unclassified(self, keys: HeldKeys) -> CloseUnclassified:
        """The counter of persons without a cell, with the keys of a supervisor."""
        return CloseUnclassified(self.units(keys), self.clock, self.rules.quota)

    def read_board(self) -> ReadBoard:
        """Figures without contact data."""
        return ReadBoard(self.units(None), self.clock, self.rules)

    def explain_case(self, keys: HeldKeys | None = None) -> ExplainCase:
        """Chains of reasons; the block list is asked with keys that see contact data."""
        return ExplainCase(self.units(keys), self.clock, self.rules)

    def look_ahead(self, keys: HeldKeys | None = None) -> LookAhead:
        """The next case of a person, without taking it; the block list is asked with keys that see contact data."""
        return LookAhead(self.units(keys), self.clock, self.rules)

    def replay_rules(self) -> ReplayRules:
        """The record under other rules."""
        return ReplayRules(self.units(None), self.rules)

    def verify(self) -> Verify:
        """Counters against interviews."""
        return Verify(self.units(None))

    def check_clock(self) -> CheckClock:
        """The clock against the log."""
        return CheckClock(self.units(None), self.clock)

    def note_export(self) -> NoteExport:
        """Exports into the log."""
        return NoteExport(self._traces(), self.clock)

    def read_tally(self) -> ReadTally:
        """Attempts by result."""
        return ReadTally(self.units(None))

    def read_data(self, keys: HeldKeys) -> ReadData:
        """The data set without contact data."""
        return ReadData(self.units(keys), self.rules.unscreened, self.loaded.study.outcomes.weight)

    def read_set_aside(self, keys: HeldKeys) -> ReadSetAside:
        """Answers without a place in the data set."""
        return ReadSetAside(self.units(keys), self.earlier_forms)

    def changes_findings(self) -> list[Finding]:
        """Steps of study.yaml that do not fit the versions that are kept."""
        kept = self.earlier_forms.editions()[:-1]
        return list(check_origins(self.loaded.study, self.loaded.lines, kept))

    def foresee_form(self, keys: HeldKeys | None) -> ForeseeForm:
        """What the questionnaire of the folder will do to the interviews there are; only to how many without keys."""
        return ForeseeForm(self.units(keys), self.earlier_forms, self.clock, opened=keys is not None)

    def read_outcomes(self) -> ReadOutcomes:
        """Final codes by frame, day and interviewer."""
        return ReadOutcomes(self.units(None), self.clock, self.rules)

    def read_history(self) -> ReadHistory:
        """A case with everything that happened to it, without contact data."""
        return ReadHistory(self.units(None))

    def read_sample(self) -> ReadSample:
        """The sample in figures."""
        return ReadSample(self.units(None))

    def read_sightings(self, keys: HeldKeys) -> ReadSightings:
        """Who saw a number, with the keys of a supervisor."""
        return ReadSightings(self.units(keys), self.clock)

    def read_counters(self) -> ReadCounters:
        """The quota in figures."""
        return ReadCounters(self.units(None), self.rules.quota)

    def read_people(self) -> ReadPeople:
        """Who may sign in, for whoever has signed in."""
        return ReadPeople(self.units(None))

    def read_compliance(self, keys: HeldKeys) -> ReadCompliance:
        """The ledger for the data-protection officer."""
        consent = self.loaded.study.consent
        asked = {node.name for node in self.loaded.form.nodes if node.kind is NodeKind.QUESTION}
        questions = ConsentQuestions(frozenset(consent.special_categories) & asked, consent.asked_in, consent.recontact)
        return ReadCompliance(self.units(keys), self.clock, self.rules, questions)

    def change_result(self, keys: HeldKeys) -> ChangeResult:
        """Corrections of results, with the keys of a supervisor."""
        return ChangeResult(self.units(keys), self.clock, self.rules)

    def keep_block_list(self, keys: HeldKeys) -> KeepBlockList:
        """Numbers on the shared block list and off it; who does not see contact data reads what was done to it."""
        shared = self.database.blocklist
        assert shared is not None
        if keys.sees_contact:
            with self.units(keys)() as unit:
                unit.blocklist.unlock()
        return KeepBlockList(shared, self.clock)

    def peppers_of(self, other: Database, login: str, password: str, through: str) -> Sequence[str]:
        """What opens the block list, from another study of this machine, by somebody who sees contact data there.

        Raises:
            RuleViolation: `wrong_second_login`, `no_contact_access`; as `sign_in`.
        """
        check = partial(_checked, other, self._cost)
        signed_in = SignIn(TraceUnits(other, self._cost), self.clock, check)(login, password, through)
        if signed_in is None:
            raise RuleViolation("wrong_second_login")
        with SqlUnits(other, signed_in[1], self._cost)() as unit:
            return unit.blocklist.peppers()

    def join_block_list(self, keys: HeldKeys) -> JoinBlockList:
        """What lets this study read a list that another one made."""
        return JoinBlockList(self.units(keys), self.clock)

    def read_paths(self, keys: HeldKeys) -> ReadPaths:
        """How the interviews went."""
        return ReadPaths(self.units(keys))


def _sample_missing(name: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "sample_missing",
        Phrase("The sample {name}, which study.yaml names, is not in the folder of the study.", name=name),
        "Bring one in when it is there: tab Sample, or `cati sample import STUDY FILE --as LOGIN`.",
    )


def _checked(database: Database, cost: Cost, login: str, password: str) -> tuple[User, HeldKeys] | None:
    from cati_app.store.sealing import check_sealed  # noqa: PLC0415 - not needed before somebody types a password
    from cati_app.store.sign_in import sign_in  # noqa: PLC0415 - as above

    if not check_sealed(database, login, password, cost):
        return None
    signed_in = sign_in(database, login, password, cost)
    if signed_in is not None and signed_in[1].must_choose:
        raise RuleViolation("choose_password")
    return signed_in
