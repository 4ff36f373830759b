"""A station without a file: the use cases of calling and interviewing on the store in memory."""

from __future__ import annotations

import random
from collections.abc import Callable

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.explain_case import ExplainCase
from cati_app.fieldwork.calling.look_ahead import LookAhead
from cati_app.fieldwork.calling.make_call import EndCall, StartCall
from cati_app.fieldwork.calling.promise import CheckPromise
from cati_app.fieldwork.calling.record_result import RecordResult, TakeBackResult
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks
from cati_app.fieldwork.calling.settle_queue import KeepCase
from cati_app.fieldwork.calling.take_case import ReturnCase, TakeCase
from cati_app.fieldwork.interview.finish_interview import FinishInterview
from cati_app.fieldwork.interview.note_screened import NoteScreened
from cati_app.fieldwork.interview.record_events import RecordEvents, session_events
from cati_app.fieldwork.interview.set_aside import SetAsideInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.fieldwork.quota.read_place import ReadPlace
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.station.opening import UuidSource, new_contact_cipher, study_texts
from cati_app.station.wiring import rules_of
from cati_app.ui.console.services import InterviewerServices
from tests.fakes.memory import MemoryAnswerLog, MemoryStore, MemoryUnit
from tests.stations import PASSWORD, TUESDAY, Site, add_cases, small_study

_ROLES = {"ann": Role.INTERVIEWER, "bob": Role.INTERVIEWER, "sue": Role.SUPERVISOR, "eve": Role.ANALYST}


class MemoryStation:
    """Rules and identities of a station, and what commands ask of it."""

    def __init__(self, store: MemoryStore, clock: SimulatedClock, targets_scale: float) -> None:
        self.store = store
        self.loaded = small_study()
        self.clock = clock
        self._ids = UuidSource(clock, random.Random(1))
        self.watch = ClockWatch(clock)
        self.rules = rules_of(self.loaded.study, self.loaded.form, targets_scale)

    def sign_in(self, login: str, password: str) -> tuple[User, object] | None:
        """The person, if the password is right."""
        with self.store.units()() as unit:
            user = unit.people.by_login(login)
        return (user, object()) if user is not None and password == PASSWORD else None

    def look_ahead(self, cipher: object = None) -> LookAhead:
        """The next case of a person, without taking it."""
        return LookAhead(self.store.units(opened=cipher is not None), self.clock, self.rules)

    def change_result(self, cipher: object) -> ChangeResult:
        """Results corrected by a supervisor."""
        return ChangeResult(self.store.units(opened=cipher is not None), self.clock, self.rules)

    def explain_case(self, cipher: object = None) -> ExplainCase:
        """Chains of reasons."""
        return ExplainCase(self.store.units(opened=cipher is not None), self.clock, self.rules)


class MemorySite(Site):
    """A site as the others, but for everything that looks into the tables."""

    def __init__(self, *, cases: int = 5, targets_scale: float = 1.0) -> None:
        self.clock = SimulatedClock(TUESDAY)
        self.store = MemoryStore()
        self.station = MemoryStation(self.store, self.clock, targets_scale)  # type: ignore[assignment] # as much of one
        people = [
            User(UserId(login), login, login.title(), role, number)
            for number, (login, role) in enumerate(_ROLES.items(), 1)
        ]
        self.cipher = new_contact_cipher()  # stands for the right to see contact data; nothing is sealed with it
        self.ann, self.bob, self.sue, self.eve = people
        quota = self.station.rules.quota
        with self.store.units()() as unit:
            for user in people:
                unit.people.add(user, "")
            if quota is not None:
                unit.quota.set_targets(quota.all_targets())
            unit.commit()
        add_cases(self.store.units(), range(1, cases + 1))

    def units(self, cipher: object = None) -> Callable[[], MemoryUnit]:  # type: ignore[override] # the fake of them
        """Units of work of a role that sees contact data."""
        return self.store.units()

    def blind_units(self) -> Callable[[], MemoryUnit]:  # type: ignore[override] # the fake of them
        """Units of work of a role that does not."""
        return self.store.units(opened=False)

    def place(self, user: User | None = None, dialer: Dialer | None = None) -> InterviewerServices:
        """The services of an interviewer."""
        units, clock, ids, rules = self.store.units(), self.clock, self.station._ids, self.station.rules
        loaded = self.station.loaded
        return InterviewerServices(
            user=user or self.ann,
            form=loaded.form,
            form_hash=loaded.form_hash,
            passage=lambda _: None,
            texts=study_texts(loaded, "de"),
            rules=rules,
            clock=clock,
            dialer=dialer or ManualDialer(),
            take_case=TakeCase(units, clock, ids, rules, self.station.watch),
            return_case=ReturnCase(units, clock),
            start_call=StartCall(units, clock, ids, rules),
            end_call=EndCall(units, clock),
            record_result=RecordResult(units, clock, rules),
            take_back=TakeBackResult(units, clock),
            settle_blocks=SettleBlocks(units, clock),
            start_interview=StartInterview(units, clock, ids),
            resume_interview=ResumeInterview(units, clock, rules),
            set_aside=SetAsideInterview(units, clock),
            record_events=RecordEvents(MemoryAnswerLog(self.store), self._seal, rules.contact_questions),
            read_session=lambda log: session_events(log, self._open_text),
            reserve_place=ReservePlace(units, clock, rules.quota) if rules.quota else None,
            note_screened=NoteScreened(units, clock),
            finish_interview=FinishInterview(units, clock, rules),
            explain_case=ExplainCase(units, clock, rules),
            promise=CheckPromise(units, clock, rules),
            keep_case=KeepCase(units, clock),
            tidy=lambda: None,
            read_place=ReadPlace(units, rules.quota),
        )

    def _seal(self, text: str) -> str:
        with self.units()() as unit:
            return unit.contacts.seal(text)

    def _open_text(self, text: str) -> str:
        with self.units()() as unit:
            return unit.contacts.open(text)

    def kinds(self) -> list[str]:
        """Kinds of all events, in order."""
        return [logged.event.kind for logged in self.store.shelf.log]

    def close(self) -> None:
        """Nothing is held."""
