"""Composition root without windows: brings study folder, questionnaire, database and services together.

The one place that names concrete adapters; every command and every window starts from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.casework.privacy import PrivacyDates
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.findings import Finding
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.clear_columns import TOLD_APART_BY
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sharing.erasures import ErasedCase
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.rights import PROGRAM, Actor
from cati_app.station import parts
from cati_app.station.block_list_desk import BlockListDesk
from cati_app.station.forms_in_force import FormsInForce
from cati_app.station.hub_services import HubServices
from cati_app.station.loading import LoadedStudy
from cati_app.station.open_study import OpenStudy
from cati_app.station.people_and_keys import PeopleAndKeys
from cati_app.station.seats_here import SeatsHere
from cati_app.station.study_reading import program_version
from cati_app.store.block_feed import OthersLists
from cati_app.store.database import Database
from cati_app.store.keys import Cost
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits
from cati_app.ui.stage.study_age import StudyAge
from cati_app.ui.stage.study_texts import StudyTexts

if TYPE_CHECKING:
    from cati_app.fieldwork.monitor.read_privacy import PrivacyStatus
    from cati_app.fieldwork.ports.answer_log import AnswerLog
    from cati_app.fieldwork.ports.dialer import Dialer
    from cati_app.fieldwork.ports.seats import Seats
    from cati_app.fieldwork.rules import StudyRules
    from cati_app.station.erasing_here import ErasuresHere

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
        self.own: Station | None = None
        """Where the person works who reads a copy of what the hub has."""
        self.set_up(OpenStudy(database, self._rules_read(), clock, ids, cost or Cost(), loaded.study.staff.days))

    def set_up(self, opened: OpenStudy) -> None:
        """What is done with people, the block list and a hub, on a study."""
        self.opened = opened
        self._forms = FormsInForce(self.loaded, opened)
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
        self.opened = replace(self.opened, read_rules=self._rules_read(), staff_days=self.loaded.study.staff.days)
        self._forms = FormsInForce(loaded, self.opened)
        self.people = PeopleAndKeys(self.opened)
        self.block_list = BlockListDesk(self.opened)
        self.hub.renew(self.opened)

    @property
    def rules(self) -> StudyRules:
        """The rules in force; whoever asks first may wait for them to be read. From any thread."""
        return self.opened.rules

    def _rules_read(self) -> Callable[[], StudyRules]:
        """What reads those of the study as it is loaded now, once."""
        return cache(partial(self.loaded.rules, self._targets_scale))

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
        station.own = self
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

    def prepare(self, keys: HeldKeys, by: Actor = PROGRAM) -> parts.ImportReport | None:
        """Targets of the study into the book, its rules and its questionnaire into the log; first its sample too.

        Args:
            by: Who opens the study. Its own sample is read by the program, whoever that is.

        Returns:
            The outcome of reading the sample, when it was read.

        Raises:
            EnvironmentProblem: `sample_unreadable`.
        """
        parts.NoteRules(self.units(keys), self.clock, self.rules)(by)
        loaded = self.loaded
        versions = loaded.head.version, loaded.form.version
        is_new = parts.KeepForm(self.units(keys), self.clock)(by, loaded.form_hash, *versions, loaded.files)
        if is_new and not all(map(loaded.is_held_with, self.earlier_forms.interviews())):
            self.agree_to_form.note_in_force(by)
        if by is PROGRAM or (isinstance(by, User) and by.role is Role.SUPERVISOR):
            self._settle_columns(keys, by)
        parts.settle_codes(by, self.database, self.units(keys), self.rules)
        self.block_list.take_in(keys)
        lent = self.opened.has_cases_elsewhere()
        if not lent and self.database.state.erased():
            self._erasing(keys).finish()
        with self.units(keys)() as unit:
            if self.rules.quota is not None:
                targets = self.rules.quota.all_targets()
                modes = self.rules.quota.all_modes(by_grant=lent)
                unit.quota.set_targets(dict.fromkeys(targets, 0) if lent else targets, modes)
            if lent:
                unit.grants.fit_cells()
            unit.blocklist.share_own(self.clock.now())
            parts.settle_blocks(unit, Moment(self.clock.now(), self.clock.monotonic_ms(), by.id))
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
        if parts.SettleColumns(self.units(keys), self.clock, self.rules)(by):
            self.database.sweep()

    def _erasing(self, keys: HeldKeys) -> ErasuresHere:
        """What erases data where this machine alone has the study."""
        from cati_app.station.erasing_here import ErasuresHere  # noqa: PLC0415 - hardly ever needed

        return ErasuresHere(self.database, self.units(keys), self.clock, self.rules)

    def erase_case(self, user: User, keys: HeldKeys, case_id: CaseId, reason: str) -> ErasedCase:
        """Erase what is known of a respondent, here and, where a hub has the cases, everywhere.

        Raises:
            RuleViolation: `supervisor_needed`, `reason_needed`, `case_in_hand`.
            LookupError: for an unknown case of this machine's own.
            EnvironmentProblem: as `hub_services`.
        """
        backups = tuple(backup.path.name for backup in self.database.backups.all())
        if self.opened.has_cases_elsewhere():
            return ErasedCase(self.hub.erase_case(user, keys, case_id, reason), True, backups)
        self.hub.refuse_half_way()
        return ErasedCase(None, self._erasing(keys).add(user, keys, case_id, reason), backups)

    def privacy_dates(self) -> PrivacyDates:
        """Until when data of people are kept, as study.yaml has it."""
        study = self.loaded.study
        return PrivacyDates(study.calling.field.end, study.privacy.checks_until, study.privacy.answers_until)

    def read_privacy(self, backups: Callable[[], Sequence[datetime]]) -> parts.ReadPrivacy:
        """What is kept of people here; `backups`: when those of this machine were made."""
        return parts.ReadPrivacy(self.units(None), self.clock, self.privacy_dates(), self.rules.calendar.local, backups)

    def find_respondent(self, keys: HeldKeys) -> parts.FindRespondent:
        """Whose data somebody asks for."""
        return parts.FindRespondent(self.units(keys))

    def read_own_data(self, keys: HeldKeys) -> parts.ReadOwnData:
        """What is stored about somebody."""
        return parts.ReadOwnData(self.units(keys), self.read_reviews(keys).of_interview)

    def note_answered(self, keys: HeldKeys) -> parts.NoteAnswered:
        """Requests of respondents into the log."""
        return parts.NoteAnswered(self.units(keys), self.clock)

    def read_exports(self) -> parts.ReadExports:
        """Data sets that left the house."""
        return parts.ReadExports(self.units(None))

    def is_empty(self) -> bool:
        """Whether no case has come in yet."""
        with self.units(None)() as unit:
            return not unit.cases.count()

    def load_sample(
        self, keys: HeldKeys, on_progress: Callable[[int], None] = lambda rows: None
    ) -> parts.ImportReport | None:
        """The sample that study.yaml names; None where it names none.

        Raises:
            EnvironmentProblem: `sample_unreadable`; `sample_missing`: the study goes on without one.
            RuleViolation: `sheet_first`.
        """
        sample = self.loaded.study.case_list
        if sample is None or sample.file is None:
            return None
        options = parts.import_options(sample, parts.new_seed(self._ids))
        path = self.loaded.folder / sample.file
        if not path.exists():
            raise _sample_missing(path.name)
        return self.importer(keys)(PROGRAM, path, parts.read_settings(sample), options, on_progress=on_progress)

    def units(self, keys: HeldKeys | None) -> SqlUnits:
        """Units of work of somebody who is signed in, or of nobody."""
        return self.opened.units(keys)

    def answer_log(self, keys: HeldKeys | None) -> AnswerLog:
        """Where answers become durable."""
        return self.opened.answer_log(keys)

    def new_seed(self) -> int:
        """A seed for a draw that named none."""
        return parts.new_seed(self._ids)

    def importer(self, keys: HeldKeys) -> parts.Importer:
        """What brings sample files into the study, at a hub too. RuleViolation: `sheet_first`."""
        return self.importer_by(self._bringing(keys))

    def importer_by(self, bring: parts.Bringing) -> parts.Importer:
        """The same, brought into the study in another way."""
        return parts.Importer(self.loaded.study, bring, self.clock, self._ids, self.rules)

    def generator(self, keys: HeldKeys) -> parts.Generator:
        """What draws random numbers, at a hub too. RuleViolation: `sheet_first`."""
        return parts.Generator(self.loaded.study, self._bringing(keys), self.clock, self._ids)

    def release(self, keys: HeldKeys) -> parts.Releasing:
        """What opens portions of the sample, at a hub too."""
        if self.opened.has_cases_elsewhere():
            return self.hub.shared_sample(keys).release
        self.hub.refuse_half_way()
        return parts.ReleaseSample(self.units(keys), self.clock)

    def sign_in(self, login: str, password: str, through: str = "window") -> tuple[User, HeldKeys] | None:
        """The person and what the password opens, as `PeopleAndKeys.sign_in`."""
        return self.people.sign_in(login, password, through)

    def _bringing(self, keys: HeldKeys) -> parts.Bringing:
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
        return parts.BroughtHere(self.units(keys))

    def moment(self) -> Moment:
        """Now, of nobody in particular."""
        return self.opened.moment()

    def note_backup(self) -> parts.NoteBackup:
        """Backups into the log."""
        return parts.NoteBackup(self.opened.traces(), self.clock)

    @property
    def earlier_forms(self) -> parts.EarlierForms:
        """The versions of the questionnaire before this one."""
        return self._forms.earlier

    @property
    def data_forms(self) -> parts.EarlierForms:
        """The same for data sets, with the codes beside choices that study.yaml has."""
        return self._forms.for_data

    @property
    def agree_to_form(self) -> parts.AgreeToForm:
        """Remembers who was told of a changed questionnaire."""
        return self._forms.agree

    # -- services -----------------------------------------------------------------------------------------------

    def interviewer(self, user: User, keys: HeldKeys, dialer: Dialer, texts: StudyTexts) -> parts.InterviewerServices:
        """Calls and interviews for a person who sees contact data."""
        units, clock, ids, rules = self.units(keys), self.clock, self._ids, self.rules
        take, record = parts.TakeCase(units, clock, ids, rules, self.watch), parts.RecordResult(units, clock, rules)
        services = parts.InterviewerServices(
            user=user,
            form=self.loaded.form,
            form_hash=self.loaded.form_hash,
            passage=self.earlier_forms.passage,
            texts=texts,
            rules=rules,
            clock=clock,
            dialer=dialer,
            take_case=take,
            return_case=parts.ReturnCase(units, clock),
            start_call=parts.StartCall(units, clock, ids, rules),
            end_call=parts.EndCall(units, clock),
            take_ring_back=parts.TakeRingBack(units, clock, ids, rules),
            end_ring_back=parts.EndRingBack(units, clock),
            leave_word=parts.LeaveWord(units, clock),
            block_number=partial(self._block_number, user, keys),
            new_id=ids.new_id,
            record_result=record,
            finish_attempt=parts.FinishAttempt(units, record, take),
            take_back=parts.TakeBackResult(units, clock),
            settle_blocks=parts.SettleBlocks(units, clock),
            start_interview=parts.StartInterview(units, clock, ids),
            resume_interview=parts.ResumeInterview(units, clock, rules),
            set_aside=parts.SetAsideInterview(units, clock),
            record_events=parts.RecordEvents(self.answer_log(keys), rules.contact_questions, self.opened.comes_sealed),
            read_session=partial(parts.read_session, units),
            reserve_place=parts.ReservePlace(units, clock, rules.quota) if rules.quota else None,
            note_screened=parts.NoteScreened(units, clock),
            give_access_code=parts.GiveAccessCode(units),
            finish_interview=parts.FinishInterview(units, clock, rules),
            explain_case=parts.ExplainCase(units, clock, rules),
            promise=parts.CheckPromise(units, clock, rules),
            keep_case=parts.KeepCase(units, clock),
            tidy=self.database.tidy,
            read_place=parts.ReadPlace(units, rules.quota),
            seats=parts.TellSeat(self.seats),
            messages=parts.OwnMessages(units, clock, rules),
            sittings=self._sitting_services(keys),
        )
        if self.opened.has_cases_elsewhere():
            return self.hub.lent(services, keys, self.watch)
        self.hub.refuse_half_way()
        return services

    def _sitting_services(self, keys: HeldKeys) -> parts.SittingServices | None:
        """What sittings with experts work with; None in a study of questionnaires."""
        rules = self.loaded.sittings
        if rules is None:
            return None
        record = parts.RecordSitting(self.answer_log(keys), self.clock)
        return parts.SittingServices(rules, parts.ReadSitting(self.units(keys)), record, self._ids)

    def read_cards(self, keys: HeldKeys) -> parts.ReadCards:
        """Cards of experts, for whoever may open answers."""
        return parts.ReadCards(self.units(keys))

    def transcripts(self, keys: HeldKeys, read: Station) -> parts.Transcripts:
        """Transcripts beside sittings; `read` is where the whole study is."""
        return parts.Transcripts(read.units(keys), self.units(keys), self.clock)

    def _quotes_of_experts(self, keys: HeldKeys, read: SqlUnits) -> parts.ReleaseQuotes | None:
        """Quotes of experts; None in a study of questionnaires."""
        rules = self.loaded.sittings
        return None if rules is None else parts.ReleaseQuotes(read, self.units(keys), self.clock, rules.quotes)

    def _block_number(self, user: User, keys: HeldKeys, number: PhoneNumber) -> int:
        return self.block_list.keeping(keys).block(user, [number.e164])

    def supervisor(
        self,
        user: User,
        keys: HeldKeys,
        texts: Callable[[], StudyTexts],
        sample: parts.SampleDesk | None,
        people: parts.PeopleDesk | None = None,
        read_from: Station | None = None,
        read_age: Callable[[], StudyAge] | None = None,
    ) -> parts.SupervisorServices:
        """Board, cases, sample and people for a supervisor.

        Args:
            read_from: A copy of what a hub has, where that has the cases; `read_age` says how old it is.
        """
        read, rules = read_from or self, self.rules
        units, places = read.units(keys), self.places_at_hub(keys, read)
        cases = parts.CaseDesk(
            parts.ReadCases(units),
            parts.ReadCase(units, self.clock, rules, self.units(keys)),
            self.change_result(keys, units),
            self.agree_anew(keys, units),
            self.review(keys, units),
            parts.FindNothing(self.units(keys), units, self.clock),
            self.read_reviews(keys, read),
            places or self.follow_codes(keys, read),
            self.correct_answer(keys, read),
            parts.LookUpCaller(self.units(keys), units, self.clock),
            None if places is None else places.tell_waiting,
            self._quotes_of_experts(keys, units),
        )
        cells, board = parts.CellDesk(self.steer_cell(keys), read.read_cell(keys), self.new_change), read.read_board()
        stop_waiting, stations = None, None
        if self.opened.has_cases_elsewhere():
            stop_waiting = self.hub.let_go
            stations = parts.StationsServices(
                user, self.hub.stations(keys), self.clock, rules.calendar, self.database.device
            )
        outcomes = self.outcomes_services(user, read, texts)
        return parts.SupervisorServices(
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
            privacy=self._privacy_for(user, read),
        )

    def _privacy_for(self, user: User, read: Station) -> Callable[[], PrivacyStatus] | None:
        """What is overdue, of what `read` has and of the backups of this machine; None where no day is set."""
        dates = self.privacy_dates()
        if dates.checks is None and dates.answers is None:
            return None
        return partial(read.read_privacy(self._backups_made), user)

    def _backups_made(self) -> list[datetime]:
        return [backup.made_at for backup in self.database.backups.all()]

    def outlook_services(
        self, user: User, keys: HeldKeys, read: Station, reviews: parts.ReadReviews
    ) -> parts.OutlookServices:
        """What is ahead and what is broken; `read` is where the whole study is."""
        units = read.opened.units_beside()
        given = units, self.clock, self.rules
        return parts.OutlookServices(
            user,
            parts.ReadForecast(*given),
            parts.ReadAlerts(*given, reviews),
            parts.ReadProposals(*given),
            parts.ReadWhatIf(*given),
            parts.ReadReleaseGain(*given),
            parts.RestAlerts(self.units(keys), read.units(keys), self.clock),
        )

    def outcomes_services(self, user: User, read: Station, texts: Callable[[], StudyTexts]) -> parts.OutcomesServices:
        """Rates and the course of the field; `read` is where the whole study is."""
        study = self.loaded.study
        return parts.OutcomesServices(
            user,
            parts.ReadCourse(read.opened.units_beside(), self.clock, self.rules),
            parts.rate_settings(study),
            self.rules.calendar,
            partial(parts.save_table, self.loaded, self.stores),
            texts_now=texts,
            quota=self.rules.quota,
            random_numbers=study.outcomes.random_numbers,
            last_day=self.rules.last_day,
            fields=tuple(name for name, use in self.rules.clear_columns.items() if use in TOLD_APART_BY),
        )

    def team_services(
        self, user: User, keys: HeldKeys, read: Station, reviews: parts.ReadReviews
    ) -> parts.TeamServices:
        """Who is at work, and figures of groups; `read` is where the whole study is."""
        beside = read.opened.units_beside()
        units, clock = self.units(keys), self.clock
        seats: Seats = self.seats
        messages: parts.MessageDesk = parts.MessagesHere(
            parts.SendMessage(units, clock), parts.ReadSentMessages(units, clock)
        )
        openings = parts.Openings(*{study: study.opened.units_beside() for study in (self, read)}.values())
        given = beside, clock, self.rules, self._told_of_staff(), openings
        stop_waiting = None
        if self.opened.has_cases_elsewhere():
            seats = messages = self.hub.team(user, keys)
            stop_waiting = self.hub.let_go
        return parts.TeamServices(
            user,
            parts.ReadSeats(seats, units, clock, self.rules),
            messages,
            parts.ReadStaffFigures(*given),
            parts.ReadInterviewerFindings(reviews, *given),
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

    def steer_cell(self, keys: HeldKeys) -> parts.SteerCell:
        """Targets and intake of cells, with a supervisor's keys; at the hub, where that has the cases."""
        if self.opened.has_cases_elsewhere():
            return self.hub.steer_cell(keys)
        return parts.SteerCell(self.units(keys), self.clock, self.rules.quota)

    def new_change(self) -> str:
        """Id of a change that a supervisor is about to make."""
        return self._ids.new_id()

    def read_board(self) -> parts.ReadBoard:
        """Figures without contact data."""
        return parts.ReadBoard(self.units(None), self.clock, self.rules)

    def explain_case(self, keys: HeldKeys | None = None) -> parts.ExplainCase:
        """Chains of reasons; the block list is asked with keys that see contact data."""
        return parts.ExplainCase(self.units(keys), self.clock, self.rules)

    def look_ahead(self, keys: HeldKeys | None = None) -> parts.LookAhead:
        """The next case of a person, without taking it; the block list is asked with keys that see contact data."""
        return parts.LookAhead(self.units(keys), self.clock, self.rules)

    def replay_rules(self) -> parts.ReplayRules:
        """The record under other rules."""
        return parts.ReplayRules(self.units(None), self.rules)

    def verify(self) -> parts.Verify:
        """Counters against interviews."""
        return parts.Verify(self.units(None))

    def forget_people(self) -> None:
        """Nobody knows any more who acted in quarters long past; not by a clock that nobody has looked at.

        Raises:
            EnvironmentProblem: what the disk refuses.
        """
        self.opened.forget_people()

    def check_clock(self) -> parts.CheckClock:
        """The clock against the log."""
        return parts.CheckClock(self.units(None), self.clock)

    def note_export(self) -> parts.NoteExport:
        """Exports into the log."""
        return parts.NoteExport(self.opened.traces(), self.clock)

    def read_tally(self) -> parts.ReadTally:
        """Attempts by result."""
        return parts.ReadTally(self.units(None))

    def pseudonyms(self, keys: HeldKeys) -> parts.Pseudonyms:
        """What interviewers are called in the files of this month, and where nothing may be called so."""
        called = partial(keys.opened.staff_pseudonym, f"{self.rules.calendar.local(self.clock.now()):%Y-%m}")
        return parts.Pseudonyms(called, self.clock, self.rules, self._told_of_staff(), self._openings(None, None))

    def read_data(self, keys: HeldKeys, pseudonyms: parts.Pseudonyms | None = None) -> parts.ReadData:
        """The data set without contact data."""
        weight = self.loaded.study.outcomes.weight
        return parts.ReadData(self.units(keys), self.rules.unscreened, pseudonyms or self.pseudonyms(keys), weight)

    def read_data_time(self) -> parts.ReadDataTime:
        """Of when data are in which nothing says so."""
        return parts.ReadDataTime(self.units(None))

    def read_field_cases(self) -> parts.ReadFieldCases:
        """Cases for data sets."""
        return parts.ReadFieldCases(self.units(None), self.rules)

    def read_withdrawn(self, keys: HeldKeys) -> parts.ReadWithdrawn:
        """Interviews withdrawn from the data."""
        return parts.ReadWithdrawn(self.units(keys))

    def count_changed(self, keys: HeldKeys) -> parts.CountChanged:
        """How many interviews an export since a time has; beside the store's thread."""
        return parts.CountChanged(self.opened.units_beside(keys))

    def read_field_calls(self, pseudonyms: parts.Pseudonyms) -> parts.ReadFieldCalls:
        """Calls for data sets."""
        return parts.ReadFieldCalls(self.units(None), self.rules, pseudonyms)

    def _told_of_staff(self) -> timedelta:
        """So long anything tells who held a conversation."""
        return timedelta(days=self.loaded.study.staff.days)

    def read_weightings(self, keys: HeldKeys) -> parts.ReadWeightings:
        """Recipes by which data sets are weighed; those chosen at this station as soon as they are."""
        return parts.ReadWeightings(self.units(keys), self.own.units(keys) if self.own is not None else None)

    def choose_weighting(self, keys: HeldKeys, whole: Station) -> parts.ChooseWeighting:
        """Another recipe; `whole` is where the facts of all stations are read."""
        return parts.ChooseWeighting(self.units(keys), whole.units(keys), self.clock)

    def read_set_aside(self, keys: HeldKeys) -> parts.ReadSetAside:
        """Answers without a place in the data set."""
        return parts.ReadSetAside(self.units(keys), self.earlier_forms)

    def changes_findings(self) -> list[Finding]:
        """Steps of study.yaml that do not fit the versions that are kept."""
        kept = self.earlier_forms.editions()[:-1]
        return list(parts.check_origins(self.loaded.study, self.loaded.lines, kept))

    def foresee_form(self, keys: HeldKeys | None) -> parts.ForeseeForm:
        """What the questionnaire of the folder will do to the interviews there are; only to how many without keys."""
        return parts.ForeseeForm(self.units(keys), self.earlier_forms, self.clock, opened=keys is not None)

    def read_outcomes(self) -> parts.ReadOutcomes:
        """Final codes by frame and day."""
        return parts.ReadOutcomes(self.units(None), self.clock, self.rules)

    def read_field_report(self) -> parts.ReadFieldReport:
        """Everything that a client may be told of the field."""
        return parts.ReadFieldReport(self.units(None), self.rules, self.read_staff_figures())

    def read_forecast(self) -> parts.ReadForecast:
        """When cells and the total will be full."""
        return parts.ReadForecast(self.units(None), self.clock, self.rules)

    def read_alerts(self, keys: HeldKeys) -> parts.ReadAlerts:
        """What is broken now."""
        return parts.ReadAlerts(self.units(None), self.clock, self.rules, self.read_reviews(keys))

    def read_proposals(self) -> parts.ReadProposals:
        """What would make the field shorter."""
        return parts.ReadProposals(self.units(None), self.clock, self.rules)

    def read_staff_figures(self, own: Station | None = None) -> parts.ReadStaffFigures:
        """Conversations that led on, of oneself, of groups, or of a person while that is opened.

        Args:
            own: Of whoever reads, where this is a copy of what a hub has.
        """
        return parts.ReadStaffFigures(
            self.units(None), self.clock, self.rules, self._told_of_staff(), self._openings(None, own)
        )

    def read_interviewer_findings(self, keys: HeldKeys, own: Station | None = None) -> parts.ReadInterviewerFindings:
        """Interviews that ask for a look, of oneself, of groups, or of a person while opened; `own` as above."""
        given = self.units(None), self.clock, self.rules, self._told_of_staff(), self._openings(None, own)
        return parts.ReadInterviewerFindings(self.read_reviews(keys), *given)

    def open_figures(self, keys: HeldKeys, read: Station) -> parts.OpenFigures:
        """Figures of one person, or of each, for a while; `read` is where the whole study is."""
        return parts.OpenFigures(self.units(keys), self.clock, self.rules, read._openings(keys, self))

    def read_opened_figures(self, keys: HeldKeys, own: Station | None = None) -> parts.ReadOpenedFigures:
        """What was opened of whom; `own` as above."""
        return parts.ReadOpenedFigures(self._openings(keys, own))

    def _openings(self, keys: HeldKeys | None, own: Station | None) -> parts.Openings:
        """From this study, and from the station of whoever reads, whose facts may not have come here yet."""
        return parts.Openings(*(study.units(keys) for study in {own or self: None, self: None}))

    def read_history(self) -> parts.ReadHistory:
        """A case with everything that happened to it, without contact data."""
        return parts.ReadHistory(self.units(None))

    def read_sample(self) -> parts.ReadSample:
        """The sample in figures."""
        return parts.ReadSample(self.units(None))

    def read_sightings(self, keys: HeldKeys) -> parts.ReadSightings:
        """Who saw a number, with the keys of a supervisor."""
        return parts.ReadSightings(self.units(keys), self.clock)

    def read_steered(self) -> parts.ReadSteered:
        """The quota with what supervisors decided of it."""
        return parts.ReadSteered(self.units(None))

    def read_cell(self, keys: HeldKeys) -> parts.ReadCell:
        """The story of a cell, with the keys of a supervisor."""
        return parts.ReadCell(self.units(keys))

    def read_counters(self) -> parts.ReadCounters:
        """The quota in figures."""
        return parts.ReadCounters(self.units(None), self.rules.quota)

    def read_compliance(self, keys: HeldKeys) -> parts.ReadCompliance:
        """The ledger for the data-protection officer."""
        consent = self.loaded.study.consent
        asked = {node.name for node in self.loaded.form.nodes if node.kind is parts.NodeKind.QUESTION}
        questions = parts.ConsentQuestions(
            frozenset(consent.special_categories) & asked, consent.asked_in, consent.recontact
        )
        return parts.ReadCompliance(self.units(keys), self.clock, self.rules, questions)

    def change_result(self, keys: HeldKeys, whole: SqlUnits | None = None) -> parts.ChangeResult:
        """Corrections of results, with the keys of a supervisor; of cases of the hub, where that has them.

        Args:
            whole: Where these are read beforehand.
        """
        if self.opened.has_cases_elsewhere():
            return self.hub.change_result(keys, whole or self.units(keys))
        return parts.ChangeResult(self.hub.unless_half_way(self.units(keys)), self.clock, self.rules)

    def agree_anew(self, keys: HeldKeys, whole: SqlUnits) -> parts.AgreeAnew:
        """Other appointments, with the keys of a supervisor; of cases of the hub, where that has them."""
        if self.opened.has_cases_elsewhere():
            return self.hub.agree_anew(keys, whole)
        return parts.AgreeAnew(self.hub.unless_half_way(self.units(keys)), self.clock, self.rules)

    def review(self, keys: HeldKeys, whole: SqlUnits) -> parts.ReviewInterview:
        """Verdicts on complete interviews, with the keys of a supervisor; at the hub, where that has the cases."""
        if self.opened.has_cases_elsewhere():
            return self.hub.review(keys, whole)
        return parts.ReviewInterview(self.hub.unless_half_way(self.units(keys)), self.clock)

    def review_read_from(self, keys: HeldKeys, read: Station) -> parts.ReviewInterview:
        """The same, with the station from which the whole study is read."""
        return self.review(keys, read.units(keys))

    def read_reviews(self, keys: HeldKeys, read: Station | None = None) -> parts.ReadReviews:
        """Interviews that wait for a look; `read` is where the whole study is."""
        units = (read or self).opened.units_beside(keys)
        here = None if read in (None, self) else self.opened.units_beside(keys)
        places = parts.CodedPlaces(self.rules.quota, partial(self._forms.read_by, units), self.clock)
        return parts.ReadReviews(units, self.loaded.form, places, here, program_version())

    def read_reviewed(self, keys: HeldKeys, whole: Station, called: Callable[[InterviewId], str]) -> parts.ReadReviewed:
        """The review as analysts have it; `whole` is where the interviews of all stations are read."""
        return parts.ReadReviewed(self.read_reviews(keys, whole), whole.opened.units_beside(keys), called)

    def propose_review(self, keys: HeldKeys, whole: Station) -> parts.ProposeReview:
        """An analyst proposes what shall be done with an interview; `whole` as above."""
        here, check = self._here(keys, whole), self._check_correction(whole)
        return parts.ProposeReview(self.units(keys), whole.units(keys), self.clock, here, check)

    def correct_answer(self, keys: HeldKeys, whole: Station) -> parts.CorrectAnswer:
        """A supervisor takes over a correction; `whole` as above."""
        return parts.CorrectAnswer(self.units(keys), whole.units(keys), self.clock, self._check_correction(whole))

    def _check_correction(self, whole: Station) -> parts.CheckCorrection:
        kept_back = self.rules.contact_questions | self.rules.sealed_values
        return parts.CheckCorrection(self.rules.quota, lambda: whole.earlier_forms, self.clock, kept_back)

    def withdraw_proposal(self, keys: HeldKeys, whole: Station) -> parts.WithdrawProposal:
        """An analyst takes a proposal back; `whole` as above."""
        return parts.WithdrawProposal(self.units(keys), whole.units(keys), self.clock, self._here(keys, whole))

    def _here(self, keys: HeldKeys, whole: Station) -> SqlUnits | None:
        """Facts of this station, where the whole study is read elsewhere."""
        return None if whole is self else self.units(keys)

    def read_open_answers(
        self,
        keys: HeldKeys,
        whole: Station,
        questions: Sequence[OpenQuestion],
        called: Callable[[InterviewId], str],
        earlier: Mapping[str, Sequence[OpenQuestion | None]],
    ) -> parts.ReadOpenAnswers:
        """Texts that wait for codes, or have some; `whole` is where the interviews of all stations are read."""
        return parts.ReadOpenAnswers(whole.units(keys), questions, called, earlier, self._here(keys, whole))

    def code_answers(self, keys: HeldKeys, read: parts.ReadOpenAnswers, whole: Station) -> parts.CodeAnswers:
        """Codes for open answers; `read` those of the whole study, which `whole` has."""
        ids = self.opened.ids if self.opened.has_cases_elsewhere() else None
        return parts.CodeAnswers(self.units(keys), read, self.clock, self._coded_places(whole), ids)

    def clear_texts(self, keys: HeldKeys, whole: Station) -> parts.ClearTexts:
        """Decisions about texts before data become public; `whole` is where the interviews of all stations are read."""
        return parts.ClearTexts(self.units(keys), whole.units(keys), self.clock, here=whole is not self)

    def decide_relations(self, keys: HeldKeys, whole: Station) -> parts.DecideRelations:
        """How both sides of a theme relate, as people decide it; `whole` as above."""
        return parts.DecideRelations(self.units(keys), whole.units(keys), self.clock, here=whole is not self)

    def note_code(self, keys: HeldKeys) -> parts.NoteCode:
        """Codes beside the choices of a question, as facts of the log."""
        return parts.NoteCode(self.units(keys), self.clock)

    def follow_codes(self, keys: HeldKeys, whole: Station) -> parts.FollowCodes:
        """Places that follow codes; `whole` is where the interviews of all stations are read."""
        here = self._here(keys, whole)
        return self.places_at_hub(keys, whole) or parts.FollowCodes(
            self.units(keys), whole.units(keys), self._coded_places(whole), self.clock, here
        )

    def places_at_hub(self, keys: HeldKeys, whole: Station) -> parts.FollowCodesAtHub | None:
        """The same where a hub moves them; None: they are moved here."""
        if not self.opened.has_cases_elsewhere():
            return None
        return self.hub.follow_codes(keys, whole.units(keys), self._coded_places(whole))

    def _coded_places(self, whole: Station) -> parts.CodedPlaces:
        return parts.CodedPlaces(self.rules.quota, lambda: whole.earlier_forms, self.clock)

    def read_paths(self, keys: HeldKeys, pseudonyms: parts.Pseudonyms | None = None) -> parts.ReadPaths:
        """How the interviews went."""
        return parts.ReadPaths(self.units(keys), pseudonyms or self.pseudonyms(keys))


def _sample_missing(name: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "sample_missing",
        Phrase("The sample {name}, which study.yaml names, is not in the folder of the study.", name=name),
        "Bring one in when it is there: tab Sample, or `cati sample import STUDY FILE --as LOGIN`.",
    )
