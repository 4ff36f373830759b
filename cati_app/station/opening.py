"""Composition root without windows: brings study folder, questionnaire, database and services together.

The one place that names concrete adapters; every command and every window starts from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.findings import Finding
from cati_app.domain.ids import InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.engine.changes.steps import Edition
from cati_app.engine.form.nodes import NodeKind
from cati_app.fieldwork.calling.agree_anew import AgreeAnew
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.explain_case import ExplainCase
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.leave_word import LeaveWord
from cati_app.fieldwork.calling.look_ahead import LookAhead
from cati_app.fieldwork.calling.look_up_caller import LookUpCaller
from cati_app.fieldwork.calling.make_call import EndCall, StartCall
from cati_app.fieldwork.calling.promise import CheckPromise
from cati_app.fieldwork.calling.record_result import RecordResult, TakeBackResult
from cati_app.fieldwork.calling.ring_back import EndRingBack, TakeRingBack
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks, settle_blocks
from cati_app.fieldwork.calling.settle_queue import KeepCase
from cati_app.fieldwork.calling.take_case import ReturnCase, TakeCase
from cati_app.fieldwork.interview.earlier_forms import CurrentForm, EarlierForms
from cati_app.fieldwork.interview.finish_interview import FinishInterview
from cati_app.fieldwork.interview.note_screened import NoteScreened
from cati_app.fieldwork.interview.record_events import RecordEvents
from cati_app.fieldwork.interview.set_aside import SetAsideInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.monitor.agree_to_form import AgreeToForm
from cati_app.fieldwork.monitor.board import ReadBoard
from cati_app.fieldwork.monitor.check_clock import CheckClock
from cati_app.fieldwork.monitor.code_answers import CodeAnswers, ReadOpenAnswers
from cati_app.fieldwork.monitor.data import Pseudonym, ReadData, ReadPaths
from cati_app.fieldwork.monitor.foresee_form import ForeseeForm
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.fieldwork.monitor.note_export import NoteExport
from cati_app.fieldwork.monitor.note_rules import NoteRules
from cati_app.fieldwork.monitor.read_alerts import ReadAlerts
from cati_app.fieldwork.monitor.read_cases import ReadCase, ReadCases
from cati_app.fieldwork.monitor.read_compliance import ConsentQuestions, ReadCompliance
from cati_app.fieldwork.monitor.read_course import ReadCourse
from cati_app.fieldwork.monitor.read_field_report import ReadFieldReport
from cati_app.fieldwork.monitor.read_field_rows import ReadFieldCalls, ReadFieldCases, ReadWithdrawn
from cati_app.fieldwork.monitor.read_forecast import ReadForecast
from cati_app.fieldwork.monitor.read_history import ReadHistory
from cati_app.fieldwork.monitor.read_interviewer_findings import ReadInterviewerFindings
from cati_app.fieldwork.monitor.read_outcomes import ReadOutcomes
from cati_app.fieldwork.monitor.read_proposals import ReadProposals
from cati_app.fieldwork.monitor.read_release_gain import ReadReleaseGain
from cati_app.fieldwork.monitor.read_reviews import ReadReviews
from cati_app.fieldwork.monitor.read_sightings import ReadSightings
from cati_app.fieldwork.monitor.read_staff_figures import ReadStaffFigures
from cati_app.fieldwork.monitor.read_what_if import ReadWhatIf
from cati_app.fieldwork.monitor.replay_rules import ReplayRules
from cati_app.fieldwork.monitor.rest_alerts import RestAlerts
from cati_app.fieldwork.monitor.set_aside_answers import ReadSetAside
from cati_app.fieldwork.monitor.tally import ReadTally
from cati_app.fieldwork.monitor.verify import Verify
from cati_app.fieldwork.monitor.weightings import ChooseWeighting, ReadWeightings
from cati_app.fieldwork.people.note_backup import NoteBackup
from cati_app.fieldwork.people.open_figures import OpenFigures, ReadOpenedFigures
from cati_app.fieldwork.people.openings import Openings
from cati_app.fieldwork.people.seats import ReadSeats, TellSeat
from cati_app.fieldwork.people.team_messages import OwnMessages, ReadSentMessages, SendMessage
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.fieldwork.ports.seats import Seats
from cati_app.fieldwork.quota.look_at_interview import FindNothing, ProposeReview
from cati_app.fieldwork.quota.read_cell import ReadCell, ReadSteered
from cati_app.fieldwork.quota.read_counters import ReadCounters
from cati_app.fieldwork.quota.read_place import ReadPlace
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.quota.steer_cell import SteerCell
from cati_app.fieldwork.rights import PROGRAM, Actor
from cati_app.fieldwork.sample.read_sample import ReadSample
from cati_app.fieldwork.sample.release_sample import ReleaseSample
from cati_app.fieldwork.sample.settle_columns import SettleColumns
from cati_app.station.block_list_desk import BlockListDesk
from cati_app.station.hub_services import HubServices
from cati_app.station.loading import LoadedStudy, built
from cati_app.station.message_desk import MessagesHere
from cati_app.station.open_study import OpenStudy
from cati_app.station.people_and_keys import PeopleAndKeys
from cati_app.station.sampling import (
    Bringing,
    BroughtHere,
    Generator,
    Importer,
    ImportReport,
    Releasing,
    import_options,
    new_seed,
    read_settings,
)
from cati_app.station.saved_table import save_table
from cati_app.station.seats_here import SeatsHere
from cati_app.station.wiring import read_session, rules_of, settle_codes
from cati_app.store.block_feed import OthersLists
from cati_app.store.database import Database
from cati_app.store.keys import Cost
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits
from cati_app.study.form_changes import check_origins, renamings
from cati_app.study.rules import rate_settings
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.people.port import PeopleDesk
from cati_app.ui.desk.sample.port import SampleDesk
from cati_app.ui.desk.services import CaseDesk, CellDesk, SupervisorServices
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.desk.team.services import MessageDesk, TeamServices
from cati_app.ui.stage.study_age import StudyAge
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
        self.clock = clock
        self._ids = ids
        self.watch = ClockWatch(clock)
        self.seats = SeatsHere()
        self._targets_scale = targets_scale
        self.renewals = 0
        """So often another questionnaire or other rules came into force since the program was started."""
        self.rules = rules_of(loaded.study, loaded.form, targets_scale)
        self.set_up(OpenStudy(database, self.rules, clock, ids, cost or Cost()))

    def set_up(self, opened: OpenStudy) -> None:
        """What is done with people, the block list and a hub, on a study."""
        self.opened = opened
        self.people = PeopleAndKeys(opened)
        self.block_list = BlockListDesk(opened)
        self.hub = HubServices(opened, self.loaded.folder)
        shared = opened.database.blocklist
        if shared is not None and opened.has_cases_elsewhere():
            shared.others = OthersLists(opened.database)

    def renew(self, loaded: LoadedStudy) -> None:
        """Another questionnaire and other rules hold for what begins from now on; what runs keeps those it has."""
        self.loaded = loaded
        self.renewals += 1
        self.rules = rules_of(loaded.study, loaded.form, self._targets_scale)
        for made in ("earlier_forms", "agree_to_form"):
            self.__dict__.pop(made, None)
        self.opened = replace(self.opened, rules=self.rules)
        self.people = PeopleAndKeys(self.opened)
        self.block_list = BlockListDesk(self.opened)
        self.hub.renew(self.opened)

    @property
    def database(self) -> Database:
        """What is open."""
        return self.opened.database

    @property
    def stores(self) -> tuple[Path, ...]:
        """The database, and the block list it shares with other studies: no output is written on them."""
        shared = self.database.blocklist
        return (self.database.path, *((shared.path,) if shared is not None else ()))

    def end_of_log(self) -> str:
        """Where the log ends, as it stands on what leaves the house; blank for a log without a chain."""
        end = self.database.end_of_log()
        return end.text if end is not None else ""

    def reading(self, copy: Database) -> Station:
        """The same study, read from a copy of what its hub has."""
        station = Station(self.loaded, copy, clock=self.clock, ids=self._ids)
        station.rules = self.rules
        station.set_up(replace(self.opened, database=copy))
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
        self.block_list.take_in(keys)
        lent = self.opened.has_cases_elsewhere()
        with self.units(keys)() as unit:
            if self.rules.quota is not None:
                targets = self.rules.quota.all_targets()
                modes = self.rules.quota.all_modes(by_grant=lent)
                unit.quota.set_targets(dict.fromkeys(targets, 0) if lent else targets, modes)
            if lent:
                unit.grants.fit_cells()
            unit.blocklist.share_own(self.clock.now())
            settle_blocks(unit, self.clock, by.id)
            cases = unit.cases.count()
            unit.commit()
        if cases or lent or self.people.sheet_is_needed():
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
            RuleViolation: `sheet_first`.
        """
        sample = self.loaded.study.sample
        if sample is None or sample.file is None:
            return None
        options = import_options(sample, new_seed(self._ids))
        path = self.loaded.folder / sample.file
        if not path.exists():
            raise _sample_missing(path.name)
        return self.importer(keys)(PROGRAM, path, read_settings(sample), options, on_progress=on_progress)

    def units(self, keys: HeldKeys | None) -> SqlUnits:
        """Units of work of somebody who is signed in, or of nobody."""
        return self.opened.units(keys)

    def answer_log(self, keys: HeldKeys | None) -> AnswerLog:
        """Where answers become durable."""
        return self.opened.answer_log(keys)

    def new_seed(self) -> int:
        """A seed for a draw that named none."""
        return new_seed(self._ids)

    def importer(self, keys: HeldKeys) -> Importer:
        """What brings sample files into the study, at a hub too. RuleViolation: `sheet_first`."""
        return self.importer_by(self._bringing(keys))

    def importer_by(self, bring: Bringing) -> Importer:
        """The same, brought into the study in another way."""
        return Importer(self.loaded.study, bring, self.clock, self._ids, self.rules)

    def generator(self, keys: HeldKeys) -> Generator:
        """What draws random numbers, at a hub too. RuleViolation: `sheet_first`."""
        return Generator(self.loaded.study, self._bringing(keys), self.clock, self._ids)

    def release(self, keys: HeldKeys) -> Releasing:
        """What opens portions of the sample, at a hub too."""
        if self.opened.has_cases_elsewhere():
            return self.hub.shared_sample(keys).release
        self.hub.refuse_half_way()
        return ReleaseSample(self.units(keys), self.clock)

    def sign_in(self, login: str, password: str, through: str = "window") -> tuple[User, HeldKeys] | None:
        """The person and what the password opens, as `PeopleAndKeys.sign_in`."""
        return self.people.sign_in(login, password, through)

    def _bringing(self, keys: HeldKeys) -> Bringing:
        """How cases come in.

        Raises:
            RuleViolation: `sheet_first`: no sample before the recovery sheet is on paper.
            EnvironmentProblem: `hub_half_way`.
        """
        if self.people.sheet_is_needed():
            raise RuleViolation("sheet_first")
        if self.opened.has_cases_elsewhere():
            return self.hub.brought_at_once(keys)
        self.hub.refuse_half_way()
        return BroughtHere(self.units(keys))

    def moment(self) -> Moment:
        """Now, of nobody in particular."""
        return self.opened.moment()

    def note_backup(self) -> NoteBackup:
        """Backups into the log."""
        return NoteBackup(self.opened.traces(), self.clock)

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
            leave_word=LeaveWord(units, clock),
            block_number=partial(self._block_number, user, keys),
            new_id=ids.new_id,
            record_result=record,
            finish_attempt=FinishAttempt(units, record, take),
            take_back=TakeBackResult(units, clock),
            settle_blocks=SettleBlocks(units, clock),
            start_interview=StartInterview(units, clock, ids),
            resume_interview=ResumeInterview(units, clock, rules),
            set_aside=SetAsideInterview(units, clock),
            record_events=RecordEvents(self.answer_log(keys), rules.contact_questions, self.opened.comes_sealed),
            read_session=partial(read_session, units),
            reserve_place=ReservePlace(units, clock, rules.quota) if rules.quota else None,
            note_screened=NoteScreened(units, clock),
            finish_interview=FinishInterview(units, clock, rules),
            explain_case=ExplainCase(units, clock, rules),
            promise=CheckPromise(units, clock, rules),
            keep_case=KeepCase(units, clock),
            tidy=self.database.tidy,
            read_place=ReadPlace(units, rules.quota),
            seats=TellSeat(self.seats),
            messages=OwnMessages(units, clock, rules),
        )
        if self.opened.has_cases_elsewhere():
            return self.hub.lent(services, keys, self.watch)
        self.hub.refuse_half_way()
        return services

    def _block_number(self, user: User, keys: HeldKeys, number: PhoneNumber) -> int:
        return self.block_list.keeping(keys).block(user, [number.e164])

    def supervisor(
        self,
        user: User,
        keys: HeldKeys,
        texts: StudyTexts,
        sample: SampleDesk | None,
        people: PeopleDesk | None = None,
        read_from: Station | None = None,
        read_age: Callable[[], StudyAge] | None = None,
    ) -> SupervisorServices:
        """Board, cases, sample and people for a supervisor.

        Args:
            read_from: A copy of what a hub has, where that has the cases; `read_age` says how old it is.
        """
        read, rules = read_from or self, self.rules
        units = read.units(keys)
        cases = CaseDesk(
            ReadCases(units),
            ReadCase(units, self.clock, rules, self.units(keys)),
            self.change_result(keys, units),
            self.agree_anew(keys, units),
            self.review(keys, units),
            FindNothing(self.units(keys), units, self.clock),
            self.read_reviews(keys, read),
            LookUpCaller(self.units(keys), units, self.clock),
        )
        cells, board = CellDesk(self.steer_cell(keys), read.read_cell(keys), self.new_change), read.read_board()
        stop_waiting, stations = None, None
        if self.opened.has_cases_elsewhere():
            stop_waiting = self.hub.let_go
            stations = StationsServices(user, self.hub.stations(keys), self.clock, rules.calendar, self.database.device)
        outcomes = self.outcomes_services(user, read)
        return SupervisorServices(
            user,
            texts,
            rules,
            self.clock,
            board,
            cases,
            cells,
            outcomes,
            self.team_services(user, keys, read, cases.reviews),
            sample,
            people,
            read_age,
            stop_waiting,
            stations,
            self.outlook_services(user, keys, read, cases.reviews),
        )

    def outlook_services(self, user: User, keys: HeldKeys, read: Station, reviews: ReadReviews) -> OutlookServices:
        """What is ahead and what is broken; `read` is where the whole study is."""
        units = read.opened.units_beside()
        given = units, self.clock, self.rules
        return OutlookServices(
            user,
            ReadForecast(*given),
            ReadAlerts(*given, reviews),
            ReadProposals(*given),
            ReadWhatIf(*given),
            ReadReleaseGain(*given),
            RestAlerts(self.units(keys), read.units(keys), self.clock),
        )

    def outcomes_services(self, user: User, read: Station) -> OutcomesServices:
        """Rates and the course of the field; `read` is where the whole study is."""
        study = self.loaded.study
        return OutcomesServices(
            user,
            ReadCourse(read.opened.units_beside(), self.clock, self.rules),
            rate_settings(study),
            self.rules.calendar,
            partial(save_table, self.loaded, self.stores),
            has_quota=study.quota is not None,
            random_numbers=study.outcomes.random_numbers,
        )

    def team_services(self, user: User, keys: HeldKeys, read: Station, reviews: ReadReviews) -> TeamServices:
        """Who is at work, and figures of groups; `read` is where the whole study is."""
        beside = read.opened.units_beside()
        units, clock = self.units(keys), self.clock
        seats: Seats = self.seats
        messages: MessageDesk = MessagesHere(SendMessage(units, clock), ReadSentMessages(units, clock))
        openings = Openings(*{study: study.opened.units_beside() for study in (self, read)}.values())
        given = beside, clock, self.rules, self._told_of_staff(), openings
        stop_waiting = None
        if self.opened.has_cases_elsewhere():
            seats = messages = self.hub.team(user, keys)
            stop_waiting = self.hub.let_go
        return TeamServices(
            user,
            ReadSeats(seats, units, clock, self.rules),
            messages,
            ReadStaffFigures(*given),
            ReadInterviewerFindings(reviews, *given),
            clock,
            self.rules.calendar,
            self._ids.new_id,
            stop_waiting,
            why_idle=partial(self._why_idle, read, user),
        )

    def _why_idle(self, read: Station, user: User, person: UserId) -> Nothing | None:
        """Why somebody has nothing to call; None: there is something by now, or the person has left."""
        whose = next((each for each in self.logins() if each.id == person), None)
        told = read.look_ahead()(user, whose=whose) if whose is not None else None
        return told if isinstance(told, Nothing) else None

    def steer_cell(self, keys: HeldKeys) -> SteerCell:
        """Targets and intake of cells, with a supervisor's keys; at the hub, where that has the cases."""
        if self.opened.has_cases_elsewhere():
            return self.hub.steer_cell(keys)
        return SteerCell(self.units(keys), self.clock, self.rules.quota)

    def new_change(self) -> str:
        """Id of a change that a supervisor is about to make."""
        return self._ids.new_id()

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
        return NoteExport(self.opened.traces(), self.clock)

    def read_tally(self) -> ReadTally:
        """Attempts by result."""
        return ReadTally(self.units(None))

    def pseudonyms(self, keys: HeldKeys) -> Pseudonym:
        """What interviewers are called in the files of this month."""
        return partial(keys.opened.staff_pseudonym, f"{self.rules.calendar.local(self.clock.now()):%Y-%m}")

    def read_data(self, keys: HeldKeys, pseudonyms: Pseudonym | None = None) -> ReadData:
        """The data set without contact data."""
        weight = self.loaded.study.outcomes.weight
        since = self.clock.now() - self._told_of_staff()
        return ReadData(self.units(keys), self.rules.unscreened, pseudonyms or self.pseudonyms(keys), weight, since)

    def read_field_cases(self) -> ReadFieldCases:
        """Cases for data sets."""
        return ReadFieldCases(self.units(None), self.rules)

    def read_withdrawn(self, keys: HeldKeys) -> ReadWithdrawn:
        """Interviews withdrawn from the data."""
        return ReadWithdrawn(self.units(keys))

    def read_field_calls(self, pseudonyms: Pseudonym) -> ReadFieldCalls:
        """Calls for data sets."""
        return ReadFieldCalls(self.units(None), self.rules, pseudonyms, self.clock.now() - self._told_of_staff())

    def _told_of_staff(self) -> timedelta:
        """So long anything tells who held a conversation."""
        return timedelta(days=self.loaded.study.staff.days)

    def read_weightings(self, keys: HeldKeys) -> ReadWeightings:
        """Recipes by which data sets are weighed."""
        return ReadWeightings(self.units(keys))

    def choose_weighting(self, keys: HeldKeys, whole: Station) -> ChooseWeighting:
        """Another recipe; `whole` is where the facts of all stations are read."""
        return ChooseWeighting(self.units(keys), whole.units(keys), self.clock)

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
        """Final codes by frame and day."""
        return ReadOutcomes(self.units(None), self.clock, self.rules)

    def read_field_report(self) -> ReadFieldReport:
        """Everything that a client may be told of the field."""
        return ReadFieldReport(self.units(None), self.rules, self.read_staff_figures())

    def read_forecast(self) -> ReadForecast:
        """When cells and the total will be full."""
        return ReadForecast(self.units(None), self.clock, self.rules)

    def read_alerts(self, keys: HeldKeys) -> ReadAlerts:
        """What is broken now."""
        return ReadAlerts(self.units(None), self.clock, self.rules, self.read_reviews(keys))

    def read_proposals(self) -> ReadProposals:
        """What would make the field shorter."""
        return ReadProposals(self.units(None), self.clock, self.rules)

    def read_staff_figures(self, own: Station | None = None) -> ReadStaffFigures:
        """Conversations that led on, of oneself, of groups, or of a person while that is opened.

        Args:
            own: Of whoever reads, where this is a copy of what a hub has.
        """
        return ReadStaffFigures(
            self.units(None), self.clock, self.rules, self._told_of_staff(), self._openings(None, own)
        )

    def read_interviewer_findings(self, keys: HeldKeys, own: Station | None = None) -> ReadInterviewerFindings:
        """Interviews that ask for a look, of oneself, of groups, or of a person while opened; `own` as above."""
        given = self.units(None), self.clock, self.rules, self._told_of_staff(), self._openings(None, own)
        return ReadInterviewerFindings(self.read_reviews(keys), *given)

    def open_figures(self, keys: HeldKeys, read: Station) -> OpenFigures:
        """Figures of one person, or of each, for a while; `read` is where the whole study is."""
        return OpenFigures(self.units(keys), self.clock, self.rules, read._openings(keys, self))

    def read_opened_figures(self, keys: HeldKeys, own: Station | None = None) -> ReadOpenedFigures:
        """What was opened of whom; `own` as above."""
        return ReadOpenedFigures(self._openings(keys, own))

    def _openings(self, keys: HeldKeys | None, own: Station | None) -> Openings:
        """From this study, and from the station of whoever reads, whose facts may not have come here yet."""
        return Openings(*(study.units(keys) for study in {own or self: None, self: None}))

    def read_history(self) -> ReadHistory:
        """A case with everything that happened to it, without contact data."""
        return ReadHistory(self.units(None))

    def read_sample(self) -> ReadSample:
        """The sample in figures."""
        return ReadSample(self.units(None))

    def read_sightings(self, keys: HeldKeys) -> ReadSightings:
        """Who saw a number, with the keys of a supervisor."""
        return ReadSightings(self.units(keys), self.clock)

    def read_steered(self) -> ReadSteered:
        """The quota with what supervisors decided of it."""
        return ReadSteered(self.units(None))

    def read_cell(self, keys: HeldKeys) -> ReadCell:
        """The story of a cell, with the keys of a supervisor."""
        return ReadCell(self.units(keys))

    def read_counters(self) -> ReadCounters:
        """The quota in figures."""
        return ReadCounters(self.units(None), self.rules.quota)

    def read_compliance(self, keys: HeldKeys) -> ReadCompliance:
        """The ledger for the data-protection officer."""
        consent = self.loaded.study.consent
        asked = {node.name for node in self.loaded.form.nodes if node.kind is NodeKind.QUESTION}
        questions = ConsentQuestions(frozenset(consent.special_categories) & asked, consent.asked_in, consent.recontact)
        return ReadCompliance(self.units(keys), self.clock, self.rules, questions)

    def change_result(self, keys: HeldKeys, whole: SqlUnits | None = None) -> ChangeResult:
        """Corrections of results, with the keys of a supervisor; of cases of the hub, where that has them.

        Args:
            whole: Where these are read beforehand.
        """
        if self.opened.has_cases_elsewhere():
            return self.hub.change_result(keys, whole or self.units(keys))
        return ChangeResult(self.units(keys), self.clock, self.rules)

    def agree_anew(self, keys: HeldKeys, whole: SqlUnits) -> AgreeAnew:
        """Other appointments, with the keys of a supervisor; of cases of the hub, where that has them."""
        if self.opened.has_cases_elsewhere():
            return self.hub.agree_anew(keys, whole)
        return AgreeAnew(self.units(keys), self.clock, self.rules)

    def review(self, keys: HeldKeys, whole: SqlUnits) -> ReviewInterview:
        """Verdicts on complete interviews, with the keys of a supervisor; at the hub, where that has the cases."""
        if self.opened.has_cases_elsewhere():
            return self.hub.review(keys, whole)
        return ReviewInterview(self.units(keys), self.clock)

    def read_reviews(self, keys: HeldKeys, read: Station | None = None) -> ReadReviews:
        """Interviews that wait for a look; `read` is where the whole study is."""
        return ReadReviews((read or self).opened.units_beside(keys), self.loaded.form)

    def propose_review(self, keys: HeldKeys, read: Station, called: Callable[[InterviewId], str]) -> ProposeReview:
        """An analyst asks for a look at an interview; `read` is where the whole study is."""
        return ProposeReview(self.units(keys), read.units(keys), self.clock, called)

    def read_open_answers(
        self, keys: HeldKeys, questions: Sequence[OpenQuestion], called: Callable[[InterviewId], str]
    ) -> ReadOpenAnswers:
        """Texts that wait for codes, or have some."""
        return ReadOpenAnswers(self.units(keys), questions, called)

    def code_answers(self, keys: HeldKeys, read: ReadOpenAnswers) -> CodeAnswers:
        """Codes for open answers; `read` those of the whole study."""
        return CodeAnswers(self.units(keys), read, self.clock)

    def read_paths(self, keys: HeldKeys, pseudonyms: Pseudonym | None = None) -> ReadPaths:
        """How the interviews went."""
        return ReadPaths(
            self.units(keys), pseudonyms or self.pseudonyms(keys), self.clock.now() - self._told_of_staff()
        )


def _sample_missing(name: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "sample_missing",
        Phrase("The sample {name}, which study.yaml names, is not in the folder of the study.", name=name),
        "Bring one in when it is there: tab Sample, or `cati sample import STUDY FILE --as LOGIN`.",
    )
